// What the learner changes in a run, and what differs then.
#include <algorithm>

#include "sim/base/text.h"
#include "ui/shell/app.h"

namespace mailscope::ui {

bool App::knob(std::string_view knob_and_position) {
  const Cut parts = cut(knob_and_position, '=');
  const auto known = std::find_if(lesson_.knobs.begin(), lesson_.knobs.end(),
                                  [&](const Knob& knob) { return knob.id == parts.head; });
  if (!run_ || known == lesson_.knobs.end()) return false;
  const bool is_position =
      std::any_of(known->values.begin(), known->values.end(),
                  [&](const KnobValue& value) { return value.id == parts.tail; });
  if (!is_position || known->chosen == parts.tail) return false;
  is_playing_ = false;
  Positions positions = positions_;
  positions[known->id] = std::string(parts.tail);
  auto ran = source_.run(lesson_id_, positions);
  if (!ran) {
    problem_ = ran.error();
    return true;
  }
  // Stay where we are, as near as the other run allows.
  const DifferenceModel moved = difference(*run_, **ran, level_, words_);
  const std::uint32_t step = step_ < moved.new_of_old.size() ? moved.new_of_old[step_] : 0;
  positions_ = std::move(positions);
  show_run(std::move(*ran));
  stand_at(run_->shown_step(step, level_));
  return true;
}

bool App::turn_knob(std::string_view) {
  if (lesson_.knobs.empty()) return false;
  const Knob& first_knob = lesson_.knobs.front();
  for (std::size_t i = 0; i < first_knob.values.size(); ++i) {
    if (first_knob.values[i].id != first_knob.chosen) continue;
    const std::string next = first_knob.values[(i + 1) % first_knob.values.size()].id;
    return knob(first_knob.id + "=" + next);
  }
  return false;
}

void App::refresh_difference() {
  difference_.reset();
  if (run_ && as_written_ && as_written_ != run_)
    difference_ = difference(*as_written_, *run_, level_, words_);
}

}  // namespace mailscope::ui
