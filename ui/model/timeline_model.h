// The timeline: one mark for every step that is shown, coloured by protocol; trouble stands out.
//
// Where a run has more steps than a bar has room, a mark stands for several: for what matters most of them.
// The marks are the same wherever the cursor stands: whoever moves it keeps them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ui/model/difference_model.h"
#include "ui/model/lesson.h"
#include "ui/model/run.h"

namespace mailscope::ui {

struct TimelineMark {
  std::uint32_t step = 0;  // the first of those it stands for
  std::size_t index = 0;   // its place among the steps shown
  Protocol protocol = Protocol::none;
  StepKind kind = StepKind::setup;
  bool is_trouble = false, has_question = false;
  Change change = Change::same;
  friend bool operator==(const TimelineMark&, const TimelineMark&) = default;
};

using TimelineMarks = std::vector<TimelineMark>;
inline constexpr std::size_t k_marks_max = 1'500;

struct TimelineModel {
  std::shared_ptr<const TimelineMarks> marks;
  std::size_t count = 0;    // steps shown, step 0 among them
  std::size_t current = 0;  // place of the cursor among them
  std::string position;     // "step 14 of 52"
  std::string time;         // of the current step
};

std::shared_ptr<const TimelineMarks> timeline_marks(const Run& run, StepLevel level,
                                                    const Lesson& lesson,
                                                    const DifferenceModel* difference);
// `marks`: of the same run, level, lesson and difference; null: they are made.
TimelineModel timeline_at(const Look& look, const Lesson& lesson, const DifferenceModel* difference,
                          std::shared_ptr<const TimelineMarks> marks = nullptr);
std::string to_text(const TimelineModel& timeline);

}  // namespace mailscope::ui
