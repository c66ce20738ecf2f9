// Which command is legal in which state of an IMAP session: one table (RFC 9051, section 3 and 6).
//
// The server obeys it, the client asks it before it speaks, the State panel draws it, the docs print it.
// A Move names the state that an OK leads to; NO and BAD leave the state as it is, but for SELECT and
// EXAMINE, which close the mailbox that was open even when they fail (section 6.3.2).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace mailscope::imap {

enum class State { not_authenticated, authenticated, selected, logout };
inline constexpr std::array k_states{State::not_authenticated, State::authenticated,
                                     State::selected, State::logout};

enum class Verb {
  capability,
  noop,
  logout,
  id,  // any state
  starttls,
  authenticate,
  login,  // not authenticated
  enable,
  select,
  examine,
  create,
  remove,
  rename,
  subscribe,
  unsubscribe,  // authenticated
  list,
  lsub,
  namespace_,
  status,
  append,
  idle,
  close,
  unselect,
  expunge,
  search,
  fetch,
  store,
  copy,
  move,
  check,
  sort,
  thread,  // selected
};
inline constexpr std::size_t k_verbs = static_cast<std::size_t>(Verb::thread) + 1;

struct Move {
  State from;
  Verb verb;
  State to;
};

inline constexpr std::array k_moves{
    Move{State::not_authenticated, Verb::capability, State::not_authenticated},
    Move{State::not_authenticated, Verb::noop, State::not_authenticated},
    Move{State::not_authenticated, Verb::id, State::not_authenticated},
    Move{State::not_authenticated, Verb::logout, State::logout},
    Move{State::not_authenticated, Verb::starttls, State::not_authenticated},
    Move{State::not_authenticated, Verb::authenticate, State::authenticated},
    Move{State::not_authenticated, Verb::login, State::authenticated},

    Move{State::authenticated, Verb::capability, State::authenticated},
    Move{State::authenticated, Verb::noop, State::authenticated},
    Move{State::authenticated, Verb::id, State::authenticated},
    Move{State::authenticated, Verb::logout, State::logout},
    Move{State::authenticated, Verb::enable, State::authenticated},
    Move{State::authenticated, Verb::select, State::selected},
    Move{State::authenticated, Verb::examine, State::selected},
    Move{State::authenticated, Verb::create, State::authenticated},
    Move{State::authenticated, Verb::remove, State::authenticated},
    Move{State::authenticated, Verb::rename, State::authenticated},
    Move{State::authenticated, Verb::subscribe, State::authenticated},
    Move{State::authenticated, Verb::unsubscribe, State::authenticated},
    Move{State::authenticated, Verb::list, State::authenticated},
    Move{State::authenticated, Verb::lsub, State::authenticated},
    Move{State::authenticated, Verb::namespace_, State::authenticated},
    Move{State::authenticated, Verb::status, State::authenticated},
    Move{State::authenticated, Verb::append, State::authenticated},
    Move{State::authenticated, Verb::idle, State::authenticated},

    Move{State::selected, Verb::capability, State::selected},
    Move{State::selected, Verb::noop, State::selected},
    Move{State::selected, Verb::id, State::selected},
    Move{State::selected, Verb::logout, State::logout},
    Move{State::selected, Verb::enable, State::selected},
    Move{State::selected, Verb::select, State::selected},
    Move{State::selected, Verb::examine, State::selected},
    Move{State::selected, Verb::create, State::selected},
    Move{State::selected, Verb::remove, State::selected},
    Move{State::selected, Verb::rename, State::selected},
    Move{State::selected, Verb::subscribe, State::selected},
    Move{State::selected, Verb::unsubscribe, State::selected},
    Move{State::selected, Verb::list, State::selected},
    Move{State::selected, Verb::lsub, State::selected},
    Move{State::selected, Verb::namespace_, State::selected},
    Move{State::selected, Verb::status, State::selected},
    Move{State::selected, Verb::append, State::selected},
    Move{State::selected, Verb::idle, State::selected},
    Move{State::selected, Verb::close, State::authenticated},
    Move{State::selected, Verb::unselect, State::authenticated},
    Move{State::selected, Verb::expunge, State::selected},
    Move{State::selected, Verb::search, State::selected},
    Move{State::selected, Verb::fetch, State::selected},
    Move{State::selected, Verb::store, State::selected},
    Move{State::selected, Verb::copy, State::selected},
    Move{State::selected, Verb::move, State::selected},
    Move{State::selected, Verb::check, State::selected},
    Move{State::selected, Verb::sort, State::selected},
    Move{State::selected, Verb::thread, State::selected},
};

// The state after an OK to this verb; none when the verb is not allowed here.
constexpr std::optional<State> after(State from, Verb verb) {
  for (const Move& move : k_moves)
    if (move.from == from && move.verb == verb) return move.to;
  return std::nullopt;
}

static_assert(!after(State::not_authenticated, Verb::select), "no mailbox before login");
static_assert(!after(State::authenticated, Verb::fetch), "no mail before a mailbox is selected");
static_assert(!after(State::authenticated, Verb::login), "nobody logs in twice");
static_assert(!after(State::selected, Verb::starttls), "TLS starts before login or never");
static_assert(!after(State::logout, Verb::noop), "after LOGOUT nothing follows");

std::string_view name_of(State state);  // "not authenticated"
std::string_view name_of(Verb verb);    // "SELECT"
// In any case; none for a word that is no command here.
std::optional<Verb> verb_of(std::string_view word);
// "RFC 9051, section 6.3.2"
std::string_view rule_of(Verb verb);

}  // namespace mailscope::imap
