// One look into each protocol's table and parser.
#include "ui/shell/grammar.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/imap/imap_states.h"
#include "sim/pop3/pop3_command.h"
#include "sim/pop3/pop3_states.h"
#include "sim/smtp/smtp_command.h"
#include "sim/smtp/smtp_states.h"

namespace mailscope::ui {
namespace {

// Moves that are no command of a client's ("end of data", "greeting") are written in small letters.
template <class Moves>
std::vector<std::string> verbs_from(const Moves& moves, std::string_view state) {
  std::vector<std::string> verbs;
  for (const auto& move : moves) {
    const std::string verb(name_of(move.verb));
    if (name_of(move.from) != state || verb.empty() || upper(verb) != verb) continue;
    if (std::find(verbs.begin(), verbs.end(), verb) == verbs.end()) verbs.push_back(verb);
  }
  return verbs;
}

bool is_imap_verb(std::string_view word) {
  return std::any_of(imap::k_moves.begin(), imap::k_moves.end(), [&](const imap::Move& move) {
    return equal_ignoring_case(imap::name_of(move.verb), word);
  });
}

}  // namespace

std::vector<std::string> verbs_allowed(Protocol protocol, std::string_view state) {
  switch (protocol) {
    case Protocol::smtp: return verbs_from(smtp::k_moves, state);
    case Protocol::pop3: return verbs_from(pop3::k_moves, state);
    case Protocol::imap: return verbs_from(imap::k_moves, state);
    case Protocol::none:
    case Protocol::tcp:
    case Protocol::udp:
    case Protocol::tls:
    case Protocol::dns: return {};
  }
  return {};
}

std::string line_fault(Protocol protocol, std::string_view line) {
  if (protocol == Protocol::smtp) {
    const auto command = smtp::parse_command(line, smtp::Extensions{});
    if (command) return {};
    std::string text = smtp::to_text(command.error().reply);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text + " (" + command.error().rule + ")";
  }
  if (protocol == Protocol::pop3) {
    const auto command = pop3::parse_command(line);
    return command ? std::string()
                   : "-ERR " + command.error().why + " (" + command.error().rule + ")";
  }
  if (protocol == Protocol::imap) {
    const Cut tagged = cut(line, ' ');
    Cut verb = cut(tagged.tail, ' ');
    if (equal_ignoring_case(verb.head, "UID")) verb = cut(verb.tail, ' ');
    if (!tagged.found || tagged.head.empty())
      return "BAD: a tag, a blank, a command (RFC 9051, section 2.2.1)";
    if (!is_imap_verb(verb.head))
      return std::string(tagged.head) + " BAD unknown command (RFC 9051, section 6)";
  }
  return {};
}

}  // namespace mailscope::ui
