// DMARC (RFC 9989): does an authenticated domain agree with the author's, and what if none does?
//
// A machine that asks (see sim/dns/answer.h): the policy and the organisational domains are found
// by walking up the DNS tree, at most eight questions for each domain.
//
//   Dmarc dmarc({.author_domain = "mail.example.org", .spf_domain = "example.org",
//                .dkim_domains = {"example.org"}});           // only those that passed
//   while (const auto question = dmarc.next_question()) stub.ask(now, *question);
//   dmarc.answer(answer);
//   if (dmarc.is_done()) use(dmarc.outcome());                // or dmarc.decision()
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/policy/decision.h"
#include "sim/policy/questions.h"

namespace mailscope::policy {

enum class DmarcPolicy { none, quarantine, reject };
std::string_view to_text(DmarcPolicy policy);
enum class DmarcResult { none, pass, fail, temperror, permerror };
std::string_view to_text(DmarcResult result);

struct DmarcRecord {
  DmarcPolicy policy = DmarcPolicy::none;              // p=
  std::optional<DmarcPolicy> subdomains, nonexistent;  // sp=, np=
  bool is_spf_strict = false, is_dkim_strict = false;  // aspf=s, adkim=s
  bool is_test = false;                                // t=y
  std::optional<bool> is_public_suffix;                // psd=y, psd=n; unset for u
  bool has_bad_policy = false;                         // p=, sp= or np= says what is no policy
  std::string reports;                                 // rua=
  friend bool operator==(const DmarcRecord&, const DmarcRecord&) = default;
};
// nullopt when it is no DMARC record: "v=DMARC1" must come first. Unknown tags and bad values are
// ignored, but for bad policies (RFC 9989, section 4.10.1).
std::optional<DmarcRecord> parse_dmarc(std::string_view text);

struct DmarcRequest {
  std::string author_domain;                // of the From field
  std::string spf_domain{};                 // that SPF passed; empty = it did not
  std::vector<std::string> dkim_domains{};  // d= of the signatures that passed
};

struct DmarcOutcome {
  DmarcResult result = DmarcResult::none;
  DmarcPolicy policy =
      DmarcPolicy::none;              // what the domain's owner asks for if it failed, t= applied
  std::string policy_domain;          // whose record it is; empty = there is none
  std::string organisational_domain;  // of the author
  bool is_spf_aligned = false, is_dkim_aligned = false;
  std::string reason;
  friend bool operator==(const DmarcOutcome&, const DmarcOutcome&) = default;
};

class Dmarc {
 public:
  explicit Dmarc(DmarcRequest request);

  std::optional<dns::Question> next_question() { return questions_.next(); }
  void answer(const dns::Answer& answer);
  bool is_done() const { return outcome_.has_value(); }
  const DmarcOutcome& outcome() const;
  // dmarc-pass, dmarc-none, dmarc-permerror (accepted); dmarc-fail-none and -quarantine (noted);
  // dmarc-fail-reject (refused, 550 5.7.1); dmarc-temperror (deferred, 451 4.7.5).
  Decision decision() const;

 private:
  struct Found {
    dns::Name domain;
    DmarcRecord record;
  };
  struct Walk {
    std::vector<Found> records;  // from the domain upwards
    dns::Name organisational;
    bool is_temporary = false;
  };
  std::optional<DmarcOutcome> evaluate();
  std::optional<Walk> walk(const dns::Name& start);
  // nullopt = waiting
  std::optional<bool> is_aligned(const std::string& domain, const dns::Name& author,
                                 const Walk& own, bool is_strict);

  DmarcRequest request_;
  Questions questions_;
  std::optional<DmarcOutcome> outcome_;
};

}  // namespace mailscope::policy
