// What is to be reached in a lesson: which goals this run meets, what still fails and where, hints on demand.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ui/model/lesson.h"
#include "ui/model/run.h"

namespace mailscope::ui {

struct ShownGoal {
  std::string id, text;
  bool is_met = false;
  std::string lack;                // what is missing, in a sentence
  std::uint32_t step = 0;          // where to look; 0: nowhere
  std::vector<std::string> hints;  // those that were asked for
  bool has_more_hints = false;
  friend bool operator==(const ShownGoal&, const ShownGoal&) = default;
};

struct GoalsModel {
  std::vector<ShownGoal> goals;
  std::string progress;  // "1 of 3 goals reached"
  bool is_challenge = false, are_all_met = false;
};

using HintsTaken = std::map<std::string, std::uint32_t>;  // by goal

GoalsModel goals_at(const Look& look, const Lesson& lesson, const HintsTaken& taken);
std::string to_text(const GoalsModel& goals);

}  // namespace mailscope::ui
