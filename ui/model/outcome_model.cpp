// Sections once, cells as they are, steps counted.
#include "ui/model/outcome_model.h"

namespace mailscope::ui {
namespace {

std::uint32_t step_in(const Run& run, RecordNumber record, StepLevel level) {
  if (record.is_none() || run.trace().last() < record) return 0;
  return run.shown_step(step_of(run.steps(), record), level);
}

std::string steps_text(const Run& run, StepLevel level, const Words& words) {
  return words.trn("{n} step", "{n} steps", run.shown(level).size() - 1);
}

}  // namespace

OutcomeModel outcomes_at(const std::vector<OutcomeRow>& rows, const Run& before, const Run& after,
                         StepLevel level, const Words& words) {
  OutcomeModel model;
  std::string section;
  for (const OutcomeRow& row : rows) {
    ShownOutcome shown;
    if (row.section != section) shown.section = section = row.section;
    shown.subject = row.subject;
    shown.before = row.before.is_there ? row.before.text : "—";
    shown.after = row.after.is_there ? row.after.text : "—";
    shown.before_step = step_in(before, row.before.record, level);
    shown.after_step = step_in(after, row.after.record, level);
    shown.is_changed = row.is_changed;
    model.rows.push_back(std::move(shown));
  }
  ShownOutcome steps;
  steps.section = words.tr("Length");
  steps.subject = words.tr("Steps from beginning to end");
  steps.before = steps_text(before, level, words);
  steps.after = steps_text(after, level, words);
  steps.is_changed = steps.before != steps.after;
  model.rows.push_back(std::move(steps));
  return model;
}

std::string to_text(const OutcomeModel& outcomes) {
  std::string text;
  for (const ShownOutcome& row : outcomes.rows) {
    if (!row.section.empty()) text += "# " + row.section + "\n";
    text +=
        (row.is_changed ? "* " : "  ") + row.subject + ": " + row.before + " | " + row.after + "\n";
  }
  return text;
}

}  // namespace mailscope::ui
