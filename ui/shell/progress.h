// What a learner has done so far, lesson by lesson: kept by the page, exported, restored, reset.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "ui/model/question_model.h"

namespace mailscope::ui {

struct LessonProgress {
  bool is_done = false;           // seen to its end
  std::uint32_t step = 0;         // where it was left, of mail steps as people count
  Answers answers;                // about the lesson as it is written
  std::set<std::string> right;    // questions that were answered right at least once
  std::set<std::string> slipped;  // … those whose first answer was wrong
  std::set<std::string> hinted;   // … and those for which a hint was taken before they were right
  std::set<std::string> reached;  // goals that a changed run has met
  friend bool operator==(const LessonProgress&, const LessonProgress&) = default;
};
using Progress = std::map<std::string, LessonProgress>;  // by lesson

// How far a lesson is done, in numbers.
struct Score {
  std::size_t asked = 0, right = 0;
  std::size_t at_once = 0;  // of those right: at the first answer, and without a hint
  std::size_t goals = 0, goals_met = 0;
  bool is_seen = false;  // to its end
  friend bool operator==(const Score&, const Score&) = default;
};

// JSON, with the number of its form first: {"mailscope": 1, "lessons": {…}}.
std::string to_json(const Progress& progress);
// Adds what the text tells; false when it is no progress of ours. What is odd in it is left out.
bool add_progress(Progress& progress, std::string_view json);

}  // namespace mailscope::ui
