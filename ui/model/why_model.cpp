// Each cause as a line of the view: its sentence, its rule, the step that it leads to.
#include "ui/model/why_model.h"

#include <algorithm>

#include "ui/text/explain.h"
#include "ui/text/reasons.h"

namespace mailscope::ui {
namespace {

std::string kind_text(const Words& words, CauseKind kind) {
  switch (kind) {
    case CauseKind::symptom: return {};
    case CauseKind::decision: return words.tr("because it was decided so");
    case CauseKind::words: return words.tr("because of what was said");
    case CauseKind::heard: return words.tr("because something else was heard");
    case CauseKind::packet: return words.tr("because of what became of a packet");
    case CauseKind::lookup: return words.tr("because of what DNS told");
    case CauseKind::tls: return words.tr("because of the TLS handshake");
    case CauseKind::mail: return words.tr("because of what the queue did");
    case CauseKind::setting: return words.tr("because it is set so");
    case CauseKind::person: return words.tr("because somebody did this");
  }
  return {};
}

bool is_root(CauseKind kind) {
  return kind == CauseKind::setting || kind == CauseKind::person || kind == CauseKind::packet;
}

WhyLink link_of(const Look& look, const Cause& cause) {
  const Record& record = look.run.trace().at(cause.record);
  const Step& step = look.run.steps()[step_of(look.run.steps(), cause.record)];
  WhyLink link;
  link.step = look.run.shown_step(step.number, look.level);
  link.index = look.run.index_of(link.step, look.level);
  link.protocol = step.protocol;
  link.kind = kind_text(look.words, cause.kind);
  link.is_root = is_root(cause.kind);
  // What was heard instead, and a setting, the chain says better; the rest is called as it is everywhere.
  const bool is_plain = cause.kind != CauseKind::heard && cause.kind != CauseKind::setting;
  if (is_plain) link.sentence = headline(look.words, record, look.run.names());
  if (link.sentence.empty()) link.sentence = cause.sentence;
  if (const auto* decision = std::get_if<Decision>(&record.payload)) {
    for (const auto& [key, value] : decision->facts) {
      // The setting and the rule of a box are links of their own.
      if (key == "setting" || key == "rule" || value.empty()) continue;
      link.facts.push_back(key + ": " + (key == "reason" ? reason_text(look.words, value) : value));
    }
    link.is_trouble = decision->verdict == Verdict::refused;
  }
  link.rule = rule_text(look.words, cause.rule);
  return link;
}

}  // namespace

WhyModel why_at(const Look& look, const std::vector<Cause>& causes) {
  WhyModel model;
  const Record* record = headline_record(look.run, look.step);
  model.is_askable = record && !record->cause.is_none();
  for (const Cause& cause : causes) {
    if (cause.record.is_none() || look.run.trace().last() < cause.record) continue;
    WhyLink link = link_of(look, cause);
    const bool is_repeated =
        std::any_of(model.links.begin(), model.links.end(),
                    [&](const WhyLink& other) { return other.sentence == link.sentence; });
    if (!is_repeated) model.links.push_back(std::move(link));
  }
  return model;
}

std::string to_text(const WhyModel& why) {
  std::string text;
  for (const WhyLink& link : why.links) {
    if (!link.kind.empty()) text += "  " + link.kind + (link.is_root ? " (root)" : "") + "\n";
    text +=
        std::to_string(link.index) + " " + link.sentence + (link.is_trouble ? " (!)" : "") + "\n";
    for (const std::string& fact : link.facts) text += "    " + fact + "\n";
    if (!link.rule.empty()) text += "    [" + link.rule + "]\n";
  }
  return text;
}

}  // namespace mailscope::ui
