// The timeline: one mark for every step that is shown, coloured by protocol; trouble stands out.
#pragma once

#include <string>
#include <vector>

#include "ui/model/difference_model.h"
#include "ui/model/lesson.h"
#include "ui/model/run.h"

namespace mailscope::ui {

struct TimelineMark {
  std::uint32_t step = 0;
  Protocol protocol = Protocol::none;
  StepKind kind = StepKind::setup;
  bool is_trouble = false, is_current = false, has_question = false;
  Change change = Change::same;
  friend bool operator==(const TimelineMark&, const TimelineMark&) = default;
};

struct TimelineModel {
  std::vector<TimelineMark> marks;
  std::size_t current = 0;  // index in `marks`
  std::string position;     // "step 14 of 52"
  std::string time;         // of the current step
};

TimelineModel timeline_at(const Look& look, const Lesson& lesson,
                          const DifferenceModel* difference);
std::string to_text(const TimelineModel& timeline);

}  // namespace mailscope::ui
