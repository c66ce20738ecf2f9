#include "sim/imap/imap_states.h"

#include "sim/base/text.h"

namespace mailscope::imap {

namespace {

struct VerbFacts {
  Verb verb;
  std::string_view name, rule;
};

constexpr std::array<VerbFacts, k_verbs> k_facts{{
    {Verb::capability, "CAPABILITY", "RFC 9051, section 6.1.1"},
    {Verb::noop, "NOOP", "RFC 9051, section 6.1.2"},
    {Verb::logout, "LOGOUT", "RFC 9051, section 6.1.3"},
    {Verb::id, "ID", "RFC 2971, section 3.1"},
    {Verb::starttls, "STARTTLS", "RFC 9051, section 6.2.1"},
    {Verb::authenticate, "AUTHENTICATE", "RFC 9051, section 6.2.2"},
    {Verb::login, "LOGIN", "RFC 9051, section 6.2.3"},
    {Verb::enable, "ENABLE", "RFC 9051, section 6.3.1"},
    {Verb::select, "SELECT", "RFC 9051, section 6.3.2"},
    {Verb::examine, "EXAMINE", "RFC 9051, section 6.3.3"},
    {Verb::create, "CREATE", "RFC 9051, section 6.3.4"},
    {Verb::remove, "DELETE", "RFC 9051, section 6.3.5"},
    {Verb::rename, "RENAME", "RFC 9051, section 6.3.6"},
    {Verb::subscribe, "SUBSCRIBE", "RFC 9051, section 6.3.7"},
    {Verb::unsubscribe, "UNSUBSCRIBE", "RFC 9051, section 6.3.8"},
    {Verb::list, "LIST", "RFC 9051, section 6.3.9"},
    {Verb::lsub, "LSUB", "RFC 3501, section 6.3.9"},
    {Verb::namespace_, "NAMESPACE", "RFC 9051, section 6.3.10"},
    {Verb::status, "STATUS", "RFC 9051, section 6.3.11"},
    {Verb::append, "APPEND", "RFC 9051, section 6.3.12"},
    {Verb::idle, "IDLE", "RFC 9051, section 6.3.13"},
    {Verb::close, "CLOSE", "RFC 9051, section 6.4.1"},
    {Verb::unselect, "UNSELECT", "RFC 9051, section 6.4.2"},
    {Verb::expunge, "EXPUNGE", "RFC 9051, section 6.4.3"},
    {Verb::search, "SEARCH", "RFC 9051, section 6.4.4"},
    {Verb::fetch, "FETCH", "RFC 9051, section 6.4.5"},
    {Verb::store, "STORE", "RFC 9051, section 6.4.6"},
    {Verb::copy, "COPY", "RFC 9051, section 6.4.7"},
    {Verb::move, "MOVE", "RFC 9051, section 6.4.8"},
    {Verb::check, "CHECK", "RFC 3501, section 6.4.1"},
    {Verb::sort, "SORT", "RFC 5256, section 3"},
    {Verb::thread, "THREAD", "RFC 5256, section 3"},
}};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < k_facts.size(); ++i)
    if (k_facts[i].verb != static_cast<Verb>(i)) return false;
  return true;
}
static_assert(is_in_order(), "the facts stand in the order of the verbs");

}  // namespace

std::string_view name_of(State state) {
  switch (state) {
    case State::not_authenticated: return "not authenticated";
    case State::authenticated: return "authenticated";
    case State::selected: return "selected";
    case State::logout: return "logout";
  }
  return "";
}

std::string_view name_of(Verb verb) { return k_facts[static_cast<std::size_t>(verb)].name; }

std::optional<Verb> verb_of(std::string_view word) {
  for (const VerbFacts& facts : k_facts)
    if (equal_ignoring_case(facts.name, word)) return facts.verb;
  return std::nullopt;
}

std::string_view rule_of(Verb verb) { return k_facts[static_cast<std::size_t>(verb)].rule; }

}  // namespace mailscope::imap
