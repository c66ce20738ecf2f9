// Opening lessons, and showing their runs.
#include <algorithm>

#include "sim/base/text.h"
#include "ui/shell/app.h"

namespace mailscope::ui {

bool App::open_lesson(std::string_view id) {
  open(std::string(id), {});
  return true;
}

bool App::next_lesson(std::string_view) {
  const auto all = source_.catalogue(language());
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (all[i].id == lesson_id_) return open_lesson(all[i + 1].id);
  }
  return false;
}
bool App::previous_lesson(std::string_view) {
  const auto all = source_.catalogue(language());
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].id == lesson_id_) return open_lesson(all[i - 1].id);
  }
  return false;
}

bool App::restore_done(std::string_view ids) {
  for (const std::string_view id : split(ids, ',')) {
    if (!id.empty()) done_.insert(std::string(id));
  }
  return true;
}

void App::open(const std::string& id, Positions positions) {
  views_.overlay = Overlay::none;
  is_playing_ = false;
  lesson_id_ = id;
  problem_.clear();
  positions_ = std::move(positions);
  answers_.clear();
  views_.listener = Listener::ends;
  views_.query.clear();
  views_.filter = {};
  step_changed(views_);
  step_ = 0;
  run_.reset();
  as_written_.reset();
  difference_.reset();
  if (!source_.has(id)) return;  // its file is still on its way: refresh() goes on
  auto ran = source_.run(id, positions_);
  if (!ran) {
    problem_ = ran.error();
    refresh_texts();
    return;
  }
  show_run(std::move(*ran));
}

void App::show_run(std::shared_ptr<Run> run) {
  run_ = std::move(run);
  ++run_number_;
  step_ = 0;
  problem_.clear();
  refresh_texts();
  const bool is_turned = std::any_of(lesson_.knobs.begin(), lesson_.knobs.end(),
                                     [](const Knob& knob) { return knob.chosen != knob.initial; });
  if (!is_turned) {
    as_written_ = run_;
  } else if (!as_written_) {
    if (auto ran = source_.run(lesson_id_, {})) as_written_ = std::move(*ran);
  }
  // A re-run may ask the same questions: what was answered about another run does not count.
  answers_.clear();
  refresh_difference();
}

void App::refresh_texts() {
  if (run_) lesson_ = source_.texts(lesson_id_, positions_, *run_, language());
  refresh_difference();
}

void App::refresh() {
  if (!lesson_id_.empty() && !run_ && problem_.empty() && source_.has(lesson_id_))
    open(lesson_id_, positions_);
  touch();
}

}  // namespace mailscope::ui
