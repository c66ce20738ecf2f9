// Decisions and replies cross from the policies' room into the trace's and the session's.
#include "sim/hosts/decisions.h"

namespace mailscope::hosts {
namespace {

Verdict trace_verdict(policy::Verdict verdict) {
  switch (verdict) {
    case policy::Verdict::accepted: return Verdict::accepted;
    case policy::Verdict::refused: return Verdict::refused;
    case policy::Verdict::deferred: return Verdict::deferred;
    case policy::Verdict::ignored: return Verdict::ignored;
    case policy::Verdict::noted: return Verdict::noted;
  }
  return Verdict::noted;
}

}  // namespace

Decision trace_decision(const policy::Decision& decision, const std::string& setting) {
  Decision out{trace_verdict(decision.verdict), decision.code, decision.facts, decision.rule, {}};
  if (!decision.reply.text.empty()) out.reply = policy::to_text(decision.reply);
  if (!setting.empty()) out.facts.emplace_back("setting", setting);
  return out;
}

smtp::Reply smtp_reply(const policy::Reply& reply) {
  return smtp::make_reply(reply.code, reply.enhanced_code, reply.text);
}

}  // namespace mailscope::hosts
