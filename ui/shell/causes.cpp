// By sim/scenario/why.h and sim/scenario/outcomes.h.
#include "ui/shell/causes.h"

#include "sim/scenario/outcomes.h"
#include "sim/scenario/why.h"
#include "ui/text/cause_text.h"
#include "ui/text/outcome_text.h"

namespace mailscope::ui {
namespace {

CauseKind kind_of(scenario::WhyKind kind) {
  switch (kind) {
    case scenario::WhyKind::symptom: return CauseKind::symptom;
    case scenario::WhyKind::decision: return CauseKind::decision;
    case scenario::WhyKind::words: return CauseKind::words;
    case scenario::WhyKind::heard: return CauseKind::heard;
    case scenario::WhyKind::packet: return CauseKind::packet;
    case scenario::WhyKind::lookup: return CauseKind::lookup;
    case scenario::WhyKind::tls: return CauseKind::tls;
    case scenario::WhyKind::mail: return CauseKind::mail;
    case scenario::WhyKind::setting: return CauseKind::setting;
    case scenario::WhyKind::person: return CauseKind::person;
  }
  return CauseKind::symptom;
}

// The step's own headline when one would ask about it, else the first such record that belongs to it.
RecordNumber symptom_of(const Run& run, const Step& step, StepLevel level) {
  if (step.headline.is_none()) return {};
  if (scenario::is_worth_asking(run.trace().at(step.headline))) return step.headline;
  const RecordNumber last = run.last_behind(step.number, level).last;
  for (std::uint32_t number = step.first.value; number <= last.value; ++number) {
    if (scenario::is_worth_asking(run.trace().at({number}))) return {number};
  }
  return step.headline;
}

OutcomeCell cell_of(const std::optional<scenario::Outcome>& outcome, const Words& words) {
  if (!outcome) return {};
  return {true,
          outcome_cell(words, name_of(outcome->kind), name_of(outcome->value), outcome->detail),
          outcome->record};
}

// What a user is told has a sentence of its own in the view.
std::string subject_of(const scenario::ComparedOutcome& row, const Run& before, const Run& after,
                       const Words& words) {
  if (row.kind == scenario::OutcomeKind::screen) {
    const Run& run = row.before ? before : after;
    const RecordNumber record = row.before ? row.before->record : row.after->record;
    return headline(words, run.trace().at(record), run.names());
  }
  return outcome_subject(words, name_of(row.kind), row.facts);
}

}  // namespace

std::vector<Cause> causes_of(const Run& run, const Step& step, StepLevel level,
                             const Words& words) {
  const RecordNumber symptom = symptom_of(run, step, level);
  if (symptom.is_none()) return {};
  std::vector<Cause> causes;
  for (const scenario::WhyLink& link : scenario::why(run.trace(), symptom).links)
    causes.push_back({kind_of(link.kind), link.record, link.rule,
                      cause_text(words, run.trace().at(link.record), run.names(),
                                 link.kind == scenario::WhyKind::heard)});
  return causes;
}

std::vector<OutcomeRow> outcome_rows(const Run& before, const Run& after, const Words& words) {
  std::vector<OutcomeRow> rows;
  for (const scenario::ComparedOutcome& row : scenario::compared(
           scenario::outcomes_of(before.trace()), scenario::outcomes_of(after.trace()))) {
    rows.push_back({outcome_section(words, name_of(row.kind)),
                    subject_of(row, before, after, words), cell_of(row.before, words),
                    cell_of(row.after, words), row.is_changed});
  }
  return rows;
}

}  // namespace mailscope::ui
