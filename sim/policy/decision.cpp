#include "sim/policy/decision.h"

namespace mailscope::policy {

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::accepted: return "accepted";
    case Verdict::refused: return "refused";
    case Verdict::deferred: return "deferred";
    case Verdict::ignored: return "ignored";
    case Verdict::noted: return "noted";
  }
  return "";
}

std::string to_text(const Reply& reply) {
  std::string text = std::to_string(reply.code);
  if (!reply.enhanced_code.empty()) text += " " + reply.enhanced_code;
  if (!reply.text.empty()) text += " " + reply.text;
  return text;
}

std::string to_text(const Decision& decision) {
  std::string text = std::string(to_text(decision.verdict)) + " " + decision.code;
  if (!decision.rule.empty()) text += " (" + decision.rule + ")";
  for (const auto& [key, value] : decision.facts) text += " " + key + "=" + value;
  return text + ": " + to_text(decision.reply);
}

}  // namespace mailscope::policy
