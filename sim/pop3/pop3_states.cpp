// Names of states and verbs, as people and panels read them.
#include "sim/pop3/pop3_states.h"

namespace mailscope::pop3 {

std::string_view name_of(State state) {
  switch (state) {
    case State::start: return "start";
    case State::authorization: return "authorization";
    case State::authenticating: return "authenticating";
    case State::tls: return "tls";
    case State::transaction: return "transaction";
    case State::update: return "update";
    case State::closed: return "closed";
  }
  return "";
}

std::string_view name_of(Verb verb) {
  switch (verb) {
    case Verb::greeting: return "greeting";
    case Verb::user: return "USER";
    case Verb::pass: return "PASS";
    case Verb::apop: return "APOP";
    case Verb::auth: return "AUTH";
    case Verb::auth_ended: return "AUTH ended";
    case Verb::auth_refused: return "AUTH refused";
    case Verb::stls: return "STLS";
    case Verb::tls_started: return "TLS started";
    case Verb::capa: return "CAPA";
    case Verb::stat: return "STAT";
    case Verb::list: return "LIST";
    case Verb::retr: return "RETR";
    case Verb::dele: return "DELE";
    case Verb::noop: return "NOOP";
    case Verb::rset: return "RSET";
    case Verb::top: return "TOP";
    case Verb::uidl: return "UIDL";
    case Verb::quit: return "QUIT";
    case Verb::updated: return "updated";
  }
  return "";
}

}  // namespace mailscope::pop3
