// What every policy comes to: a verdict, what it was decided on, the rule, and the reply that
// follows.
//
// A value for the owner: it records the decision and, when the verdict is not `accepted`, answers
// with the reply (or with its own words). Shaped like the trace's Decision, which this room does
// not know.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailscope::policy {

enum class Verdict {
  accepted,
  refused,   // for good: 5yz
  deferred,  // for now: 4yz
  ignored,   // seen, nothing follows
  noted,     // nothing follows now, but somebody later may want to know
};
std::string_view to_text(Verdict verdict);

// Ordered, keys in kebab-case: {"client", "192.0.2.1"}.
using Facts = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  int code = 250;
  std::string enhanced_code;  // "5.7.1" (RFC 3463)
  std::string text;           // "relay access denied"
  friend bool operator==(const Reply&, const Reply&) = default;
};
// "550 5.7.1 relay access denied"
std::string to_text(const Reply& reply);

struct Decision {
  Verdict verdict = Verdict::accepted;
  std::string code;  // stable, kebab-case: "relay-denied"
  Facts facts;
  std::string rule;  // "RFC 5321, section 3.6.2"
  Reply reply;

  bool is_accepted() const { return verdict != Verdict::refused && verdict != Verdict::deferred; }
  friend bool operator==(const Decision&, const Decision&) = default;
};
// "refused relay-denied (RFC 5321, section 3.6.2) client=192.0.2.1: 550 5.7.1 relay access denied"
std::string to_text(const Decision& decision);

}  // namespace mailscope::policy
