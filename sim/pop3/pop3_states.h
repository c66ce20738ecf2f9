// Which POP3 command is legal when, and where it leads (RFC 1939; RFC 2449; RFC 2595; RFC 5034).
// The server obeys this table, the State panel draws it, the docs print it.
//
// A move is made when the command succeeds; one that is refused leaves the state as it is.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace mailscope::pop3 {

enum class State {
  start,           // the greeting is not said yet
  authorization,   // who are you?
  authenticating,  // "+ ": the client's answer is awaited
  tls,             // +OK to STLS: the handshake is under way
  transaction,     // the maildrop is locked and open
  update,          // QUIT was said: what is marked is deleted now
  closed,
};

enum class Verb {
  greeting,
  user,
  pass,
  apop,
  auth,
  auth_ended,
  auth_refused,
  stls,
  tls_started,
  capa,
  stat,
  list,
  retr,
  dele,
  noop,
  rset,
  top,
  uidl,
  quit,
  updated,
};

struct Move {
  State from;
  Verb verb;
  State to;
};

inline constexpr std::array k_moves{
    Move{State::start, Verb::greeting, State::authorization},

    Move{State::authorization, Verb::user, State::authorization},
    Move{State::authorization, Verb::pass, State::transaction},
    Move{State::authorization, Verb::apop, State::transaction},
    Move{State::authorization, Verb::auth, State::authenticating},
    Move{State::authorization, Verb::stls, State::tls},
    Move{State::authorization, Verb::capa, State::authorization},
    Move{State::authorization, Verb::quit, State::closed},

    Move{State::authenticating, Verb::auth_ended, State::transaction},
    Move{State::authenticating, Verb::auth_refused, State::authorization},
    Move{State::tls, Verb::tls_started, State::authorization},

    Move{State::transaction, Verb::stat, State::transaction},
    Move{State::transaction, Verb::list, State::transaction},
    Move{State::transaction, Verb::retr, State::transaction},
    Move{State::transaction, Verb::dele, State::transaction},
    Move{State::transaction, Verb::noop, State::transaction},
    Move{State::transaction, Verb::rset, State::transaction},
    Move{State::transaction, Verb::top, State::transaction},
    Move{State::transaction, Verb::uidl, State::transaction},
    Move{State::transaction, Verb::capa, State::transaction},
    Move{State::transaction, Verb::quit, State::update},

    Move{State::update, Verb::updated, State::closed},
};

// Where a successful `verb` leads, or nothing when it is not legal there.
constexpr std::optional<State> after(State from, Verb verb) {
  for (const Move& move : k_moves) {
    if (move.from == from && move.verb == verb) return move.to;
  }
  return std::nullopt;
}

static_assert(!after(State::authorization, Verb::retr), "no mail before login");
static_assert(!after(State::transaction, Verb::stls), "STLS only before login (RFC 2595)");
static_assert(after(State::authorization, Verb::quit) == State::closed,
              "QUIT before login deletes nothing");

std::string_view name_of(State state);
std::string_view name_of(Verb verb);

}  // namespace mailscope::pop3
