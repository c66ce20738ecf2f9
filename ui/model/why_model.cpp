// Follows the causes of the step's headline; what only carries (packets, states) is passed over.
#include "ui/model/why_model.h"

#include <algorithm>

#include "ui/text/explain.h"

namespace mailscope::ui {
namespace {

constexpr std::size_t k_nearest = 4;  // the step itself and what led to it at once; then the root

struct Tells {  // a record that people would name as a cause
  bool operator()(const Said&) const { return true; }
  bool operator()(const Decision&) const { return true; }
  bool operator()(const PersonActed&) const { return true; }
  bool operator()(const LookupDone&) const { return true; }
  bool operator()(const PacketChanged&) const { return true; }
  bool operator()(const PacketDropped&) const { return true; }
  bool operator()(const TlsFailed&) const { return true; }
  bool operator()(const TlsEstablished&) const { return true; }
  bool operator()(const MailQueued&) const { return true; }
  bool operator()(const MailStored&) const { return true; }
  bool operator()(const MailDeferred&) const { return true; }
  bool operator()(const RecipientDone&) const { return true; }
  bool operator()(const ConnectionEnded&) const { return true; }
  bool operator()(const ConnectionOpened&) const { return true; }
  bool operator()(const InterventionMade&) const { return true; }
  bool operator()(const SettingChanged&) const { return true; }
  bool operator()(const ScreenShown&) const { return true; }
  bool operator()(const SecretLearnt&) const { return true; }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

WhyLink link_of(const Look& look, const Record& record) {
  WhyLink link;
  link.step = look.run.shown_step(step_of(look.run.steps(), record.number), look.level);
  link.index = look.run.index_of(link.step, look.level);
  const Step& step = look.run.steps()[step_of(look.run.steps(), record.number)];
  link.protocol = step.protocol;
  link.sentence = headline(look.words, record, look.run.names());
  if (const auto* decision = std::get_if<Decision>(&record.payload)) {
    for (const auto& [key, value] : decision->facts) link.facts.push_back(key + ": " + value);
    link.rule = rule_text(look.words, decision->rule);
    link.is_trouble = decision->verdict == Verdict::refused;
  }
  return link;
}

}  // namespace

WhyModel why_at(const Look& look) {
  WhyModel model;
  const Record* record = headline_record(look.run, look.step);
  if (!record) return model;
  model.links.push_back(link_of(look, *record));
  RecordNumber cause = record->cause;
  while (!cause.is_none()) {
    const Record& above = look.run.trace().at(cause);
    cause = above.cause;
    if (!std::visit(Tells(), above.payload)) continue;
    const bool is_root = std::holds_alternative<PersonActed>(above.payload) ||
                         std::holds_alternative<InterventionMade>(above.payload);
    if (model.links.size() >= k_nearest && !is_root) continue;
    WhyLink link = link_of(look, above);
    if (link.sentence.empty() || link.sentence == model.links.back().sentence) continue;
    model.links.push_back(std::move(link));
    if (is_root) break;
  }
  std::reverse(model.links.begin(), model.links.end());
  return model;
}

std::string to_text(const WhyModel& why) {
  std::string text;
  for (const WhyLink& link : why.links) {
    text +=
        std::to_string(link.index) + " " + link.sentence + (link.is_trouble ? " (!)" : "") + "\n";
    for (const std::string& fact : link.facts) text += "    " + fact + "\n";
    if (!link.rule.empty()) text += "    [" + link.rule + "]\n";
  }
  return text;
}

}  // namespace mailscope::ui
