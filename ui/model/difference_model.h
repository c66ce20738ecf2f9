// Two runs of one lesson side by side: which steps are new, which are gone, which have changed.
//
// Steps are aligned by their content (what kind, between whom, which verb or code), not by number or
// time; queue ids, tags and dates that differ by chance do not count as a change.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

enum class Change { same, added, changed };

struct GoneStep {
  std::uint32_t before = 0;  // it stood before this step of the new run
  std::uint32_t step = 0;    // its number in the old run
  std::string headline;
  friend bool operator==(const GoneStep&, const GoneStep&) = default;
};

struct DifferenceModel {
  std::vector<Change>
      changes;  // by step number of the new run; steps that are not shown are `same`
  std::vector<std::uint32_t> new_of_old;  // by step number of the old run: where one stands now
  std::vector<GoneStep> gone;
  std::uint32_t added_count = 0, changed_count = 0;

  bool is_same() const { return added_count == 0 && changed_count == 0 && gone.empty(); }
  friend bool operator==(const DifferenceModel&, const DifferenceModel&) = default;
};

DifferenceModel difference(const Run& before, const Run& after, StepLevel level,
                           const Words& words);
Change change_of(const DifferenceModel* difference, std::uint32_t step);
// "3 steps new, 1 gone, 2 changed"
std::string summary(const DifferenceModel& difference, const Words& words);
std::string to_text(const DifferenceModel& difference, const Run& after, const Words& words);

}  // namespace mailscope::ui
