#include "sim/policy/spf.h"

#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/policy/spf_evaluation.h"

namespace mailscope::policy {

Spf::Spf(SpfRequest request) : request_(std::move(request)) {
  if (request_.client.is_ipv6()) {
    if (const auto mapped = mapped_ipv4(request_.client.v6)) request_.client = *mapped;
  }
  outcome_ = SpfEvaluation(request_, questions_).run();
}

void Spf::answer(const dns::Answer& answer) {
  if (questions_.answer(answer) && !outcome_) outcome_ = SpfEvaluation(request_, questions_).run();
}

const SpfOutcome& Spf::outcome() const {
  MUST(outcome_.has_value());
  return *outcome_;
}

Decision Spf::decision() const {
  const SpfOutcome& found = outcome();
  Decision decision;
  decision.code = "spf-" + std::string(to_text(found.result));
  decision.rule = "RFC 7208, section 2.6";
  decision.facts = {{"client", mailscope::to_text(request_.client)},
                    {"domain", found.domain},
                    {"result", std::string(to_text(found.result))}};
  if (!found.mechanism.empty()) decision.facts.emplace_back("mechanism", found.mechanism);
  if (!found.reason.empty()) decision.facts.emplace_back("reason", found.reason);
  decision.facts.emplace_back("lookups", std::to_string(found.lookups));
  decision.reply = {250, "2.1.0", "Ok"};
  switch (found.result) {
    case SpfResult::pass:
    case SpfResult::neutral:
    case SpfResult::none: break;
    case SpfResult::softfail: decision.verdict = Verdict::noted; break;
    case SpfResult::fail:
      decision.verdict = Verdict::refused;
      decision.reply = {
          550, "5.7.23",
          "SPF: " + mailscope::to_text(request_.client) + " may not send for " + found.domain};
      if (!found.explanation.empty()) decision.reply.text += ": " + found.explanation;
      break;
    case SpfResult::temperror:
      decision.verdict = Verdict::deferred;
      decision.reply = {451, "4.4.3", "SPF: the DNS does not answer for " + found.domain};
      break;
    case SpfResult::permerror:
      decision.verdict = Verdict::refused;
      decision.reply = {550, "5.7.24",
                        "SPF: the record of " + found.domain + " is wrong: " + found.reason};
      break;
  }
  return decision;
}

}  // namespace mailscope::policy
