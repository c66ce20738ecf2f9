// What came of two runs, side by side: delivered or not, who learnt what, what was encrypted, how many steps.
//
// The before and after of an attack and its defence. Knows no scenario: its rows come from whoever reads the
// two traces (the shell, by sim/scenario/outcomes.h).
#pragma once

#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

struct OutcomeCell {
  bool is_there = false;  // it happened in this run
  std::string text;
  RecordNumber record{};  // where it was decided
  friend bool operator==(const OutcomeCell&, const OutcomeCell&) = default;
};
struct OutcomeRow {
  std::string section, subject;
  OutcomeCell before, after;
  bool is_changed = false;
  friend bool operator==(const OutcomeRow&, const OutcomeRow&) = default;
};

struct ShownOutcome {
  std::string section;  // of the first row of a section; empty for the others
  std::string subject, before, after;
  std::uint32_t before_step = 0, after_step = 0;  // where it can be seen; 0: nowhere
  bool is_changed = false;
  friend bool operator==(const ShownOutcome&, const ShownOutcome&) = default;
};
struct OutcomeModel {
  std::vector<ShownOutcome> rows;
};

// Rows in their order; a last section counts the steps.
OutcomeModel outcomes_at(const std::vector<OutcomeRow>& rows, const Run& before, const Run& after,
                         StepLevel level, const Words& words);
std::string to_text(const OutcomeModel& outcomes);

}  // namespace mailscope::ui
