// Names of states and verbs, as people and panels read them.
#include "sim/smtp/smtp_states.h"

namespace mailscope::smtp {

std::string_view name_of(ServerState state) {
  switch (state) {
    case ServerState::start: return "start";
    case ServerState::greeted: return "greeted";
    case ServerState::ready: return "ready";
    case ServerState::authenticating: return "authenticating";
    case ServerState::tls: return "tls";
    case ServerState::mail: return "mail";
    case ServerState::recipients: return "recipients";
    case ServerState::data: return "data";
    case ServerState::chunks: return "chunks";
    case ServerState::closed: return "closed";
  }
  return "";
}

std::string_view name_of(Verb verb) {
  switch (verb) {
    case Verb::greeting: return "greeting";
    case Verb::helo: return "HELO";
    case Verb::ehlo: return "EHLO";
    case Verb::mail: return "MAIL";
    case Verb::rcpt: return "RCPT";
    case Verb::data: return "DATA";
    case Verb::end_of_data: return "end of data";
    case Verb::bdat: return "BDAT";
    case Verb::bdat_last: return "BDAT LAST";
    case Verb::rset: return "RSET";
    case Verb::noop: return "NOOP";
    case Verb::quit: return "QUIT";
    case Verb::vrfy: return "VRFY";
    case Verb::expn: return "EXPN";
    case Verb::help: return "HELP";
    case Verb::starttls: return "STARTTLS";
    case Verb::tls_started: return "TLS started";
    case Verb::auth: return "AUTH";
    case Verb::auth_ended: return "AUTH ended";
  }
  return "";
}

}  // namespace mailscope::smtp
