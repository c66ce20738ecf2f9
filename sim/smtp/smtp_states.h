// Which SMTP command is legal when, and where it leads (RFC 5321, section 4.1.4; RFC 3207; RFC 4954;
// RFC 3030). The server obeys this table, the State panel draws it, the docs print it.
//
// A move is made when the command succeeds; one that is refused leaves the state as it is.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace mailscope::smtp {

enum class ServerState {
  start,           // the greeting is not said yet
  greeted,         // 220 was said: who are you?
  ready,           // HELO or EHLO was answered
  authenticating,  // 334: the client's answer is awaited
  tls,             // 220 to STARTTLS: the handshake is under way
  mail,            // MAIL was accepted
  recipients,      // one recipient at least
  data,            // 354: the content is coming
  chunks,          // a BDAT that was not the last
  closed,
};

enum class Verb {
  greeting,
  helo,
  ehlo,
  mail,
  rcpt,
  data,
  end_of_data,
  bdat,
  bdat_last,
  rset,
  noop,
  quit,
  vrfy,
  expn,
  help,
  starttls,
  tls_started,
  auth,
  auth_ended,
};

struct Move {
  ServerState from;
  Verb verb;
  ServerState to;
};

inline constexpr std::array k_moves{
    Move{ServerState::start, Verb::greeting, ServerState::greeted},

    Move{ServerState::greeted, Verb::helo, ServerState::ready},
    Move{ServerState::greeted, Verb::ehlo, ServerState::ready},
    Move{ServerState::greeted, Verb::rset, ServerState::greeted},
    Move{ServerState::greeted, Verb::noop, ServerState::greeted},
    Move{ServerState::greeted, Verb::vrfy, ServerState::greeted},
    Move{ServerState::greeted, Verb::expn, ServerState::greeted},
    Move{ServerState::greeted, Verb::help, ServerState::greeted},
    Move{ServerState::greeted, Verb::quit, ServerState::closed},

    Move{ServerState::ready, Verb::helo, ServerState::ready},
    Move{ServerState::ready, Verb::ehlo, ServerState::ready},
    Move{ServerState::ready, Verb::rset, ServerState::ready},
    Move{ServerState::ready, Verb::noop, ServerState::ready},
    Move{ServerState::ready, Verb::vrfy, ServerState::ready},
    Move{ServerState::ready, Verb::expn, ServerState::ready},
    Move{ServerState::ready, Verb::help, ServerState::ready},
    Move{ServerState::ready, Verb::starttls, ServerState::tls},
    Move{ServerState::ready, Verb::auth, ServerState::authenticating},
    Move{ServerState::ready, Verb::mail, ServerState::mail},
    Move{ServerState::ready, Verb::quit, ServerState::closed},

    Move{ServerState::tls, Verb::tls_started, ServerState::greeted},
    Move{ServerState::authenticating, Verb::auth_ended, ServerState::ready},

    Move{ServerState::mail, Verb::helo, ServerState::ready},
    Move{ServerState::mail, Verb::ehlo, ServerState::ready},
    Move{ServerState::mail, Verb::rset, ServerState::ready},
    Move{ServerState::mail, Verb::noop, ServerState::mail},
    Move{ServerState::mail, Verb::vrfy, ServerState::mail},
    Move{ServerState::mail, Verb::expn, ServerState::mail},
    Move{ServerState::mail, Verb::help, ServerState::mail},
    Move{ServerState::mail, Verb::rcpt, ServerState::recipients},
    Move{ServerState::mail, Verb::quit, ServerState::closed},

    Move{ServerState::recipients, Verb::helo, ServerState::ready},
    Move{ServerState::recipients, Verb::ehlo, ServerState::ready},
    Move{ServerState::recipients, Verb::rset, ServerState::ready},
    Move{ServerState::recipients, Verb::noop, ServerState::recipients},
    Move{ServerState::recipients, Verb::vrfy, ServerState::recipients},
    Move{ServerState::recipients, Verb::expn, ServerState::recipients},
    Move{ServerState::recipients, Verb::help, ServerState::recipients},
    Move{ServerState::recipients, Verb::rcpt, ServerState::recipients},
    Move{ServerState::recipients, Verb::data, ServerState::data},
    Move{ServerState::recipients, Verb::bdat, ServerState::chunks},
    Move{ServerState::recipients, Verb::bdat_last, ServerState::ready},
    Move{ServerState::recipients, Verb::quit, ServerState::closed},

    Move{ServerState::data, Verb::end_of_data, ServerState::ready},

    Move{ServerState::chunks, Verb::helo, ServerState::ready},
    Move{ServerState::chunks, Verb::ehlo, ServerState::ready},
    Move{ServerState::chunks, Verb::rset, ServerState::ready},
    Move{ServerState::chunks, Verb::noop, ServerState::chunks},
    Move{ServerState::chunks, Verb::help, ServerState::chunks},
    Move{ServerState::chunks, Verb::bdat, ServerState::chunks},
    Move{ServerState::chunks, Verb::bdat_last, ServerState::ready},
    Move{ServerState::chunks, Verb::quit, ServerState::closed},
};

// Where a successful `verb` leads, or nothing when it is not legal there.
constexpr std::optional<ServerState> after(ServerState from, Verb verb) {
  for (const Move& move : k_moves) {
    if (move.from == from && move.verb == verb) return move.to;
  }
  return std::nullopt;
}

static_assert(!after(ServerState::greeted, Verb::mail), "no mail before the client names itself");
static_assert(!after(ServerState::mail, Verb::data), "no content without a recipient");
static_assert(!after(ServerState::mail, Verb::auth), "no AUTH within a transaction (RFC 4954)");
static_assert(!after(ServerState::mail, Verb::mail), "one MAIL a transaction");
static_assert(!after(ServerState::chunks, Verb::data), "DATA and BDAT do not mix (RFC 3030)");
static_assert(after(ServerState::tls, Verb::tls_started) == ServerState::greeted,
              "after the handshake the client begins anew (RFC 3207)");

// "greeted", "ready", ...
std::string_view name_of(ServerState state);
// "MAIL", "end of data", ...
std::string_view name_of(Verb verb);

}  // namespace mailscope::smtp
