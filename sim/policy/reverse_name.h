// Has the client's address a name, and does that name lead back to it? (Forward-confirmed reverse DNS:
// RFC 1035, section 3.5 has the name by address, RFC 7372, section 3.3 the code of the refusal.)
//
// A machine that asks (see sim/dns/answer.h). It knows nothing of what the server makes of it.
//
//   ReverseName check(client);
//   while (const auto question = check.next_question()) stub.ask(now, *question);
//   check.answer(answer);
//   if (check.is_done()) use(check.decision(), check.name());
#pragma once

#include <optional>
#include <string>

#include "sim/base/address.h"
#include "sim/policy/decision.h"
#include "sim/policy/questions.h"

namespace mailscope::policy {

class ReverseName {
 public:
  explicit ReverseName(const Address& client);

  std::optional<dns::Question> next_question() { return questions_.next(); }
  void answer(const dns::Answer& answer);
  bool is_done() const { return decision_.has_value(); }
  // Codes: reverse-name-found (accepted); reverse-name-none and reverse-name-mismatch (refused, 550
  // 5.7.25); reverse-name-unanswered (noted: the DNS may answer the next time).
  const Decision& decision() const;
  // The name that leads back to the client; empty: none does.
  const std::string& name() const { return name_; }

 private:
  std::optional<Decision> evaluate();

  Address client_;
  Questions questions_;
  std::optional<Decision> decision_;
  std::string name_;
};

}  // namespace mailscope::policy
