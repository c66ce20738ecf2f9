// May this client send mail for this domain? (SPF, RFC 7208: check_host with its limits and
// macros.)
//
// A machine that asks (see sim/dns/answer.h).
//
//   Spf spf({.client = address, .mail_from = "anna@example.org", .helo = "mx.example.org"});
//   while (const auto question = spf.next_question()) stub.ask(now, *question);
//   spf.answer(answer);
//   if (spf.is_done()) use(spf.outcome());          // or spf.decision()
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/policy/decision.h"
#include "sim/policy/questions.h"
#include "sim/policy/spf_record.h"

namespace mailscope::policy {

inline constexpr int k_spf_lookups_max = 10;  // section 4.6.4
inline constexpr int k_spf_void_lookups_max = 2;

struct SpfRequest {
  Address client;
  std::string mail_from{};  // empty: postmaster at the HELO name is checked (section 2.4)
  std::string helo{};
  std::string receiver{"unknown"};  // our name, for %{r}
  std::int64_t now_s = 0;           // for %{t}
};

struct SpfOutcome {
  SpfResult result = SpfResult::none;
  std::string domain;       // whose record was asked
  std::string mechanism;    // the term that matched: "-all"; empty when none did
  std::string reason;       // for people: "mx.example.org has 192.0.2.1", "more than 10 lookups"
  std::string explanation;  // of the sender's domain, for a fail; may be empty
  int lookups = 0;
  friend bool operator==(const SpfOutcome&, const SpfOutcome&) = default;
};

class Spf {
 public:
  explicit Spf(SpfRequest request);

  std::optional<dns::Question> next_question() { return questions_.next(); }
  void answer(const dns::Answer& answer);
  bool is_done() const { return outcome_.has_value(); }
  const SpfOutcome& outcome() const;
  // fail: refused 550 5.7.23; temperror: deferred 451 4.4.3; permerror: refused 550 5.7.24; the
  // rest: accepted (RFC 7208, section 8; RFC 7372). Code: "spf-" and the result.
  Decision decision() const;

 private:
  SpfRequest request_;
  Questions questions_;
  std::optional<SpfOutcome> outcome_;
};

}  // namespace mailscope::policy
