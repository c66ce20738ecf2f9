// Opening lessons, and showing their runs.
#include <algorithm>
#include <set>
#include <utility>

#include "sim/base/text.h"
#include "ui/shell/app.h"

namespace mailscope::ui {
namespace {

// The coarsest level at which no line of the story hides another: a lesson on the messages of a
// handshake begins with them shown, for at level `mail` only the last of its lines would be read.
StepLevel level_told(const Run& run, const Lesson& lesson) {
  StepLevel best = StepLevel::mail;
  std::size_t most = 0;
  for (const StepLevel level : {StepLevel::mail, StepLevel::detail, StepLevel::segment}) {
    std::set<std::uint32_t> steps;
    for (const StoryPiece& piece : lesson.story) {
      if (!piece.at.is_none()) steps.insert(run.shown_step(step_of(run.steps(), piece.at), level));
    }
    if (steps.size() <= most) continue;
    most = steps.size();
    best = level;
  }
  return best;
}

}  // namespace

// Where it was left, as it is written.
bool App::open_lesson(std::string_view id) {
  open(std::string(id), {}, Where::as_left);
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

// Its file has changed: again, at the step where one stood.
bool App::reload(std::string_view id) {
  const bool is_here = id == lesson_id_ && run_;
  // A file that was faulty for a while leaves its author at the step where it was whole.
  const bool was_faulty = id == lesson_id_ && !problem_.empty();
  const std::size_t at = is_here      ? run_->index_of(step_, StepLevel::mail)
                         : was_faulty ? wanted_index_
                                      : 0;
  const Changes changes = id == lesson_id_ ? branches_.now() : Changes{};
  wanted_index_ = static_cast<std::uint32_t>(at);
  open(std::string(id), changes, Where::beginning);
  return true;
}

bool App::restore(std::string_view json) {
  if (add_progress(progress_, json)) {
    if (is_as_written()) answers_ = progress_[lesson_id_].answers;
    return true;
  }
  return json.empty() ? false : notify(words_.tr("This file holds no progress of Mailscope."));
}

// Of one lesson, or of all.
bool App::reset_progress(std::string_view lesson) {
  if (lesson.empty()) {
    progress_.clear();
  } else {
    progress_.erase(std::string(lesson));
  }
  if (lesson.empty() || lesson == lesson_id_) answers_.clear();
  return true;
}

void App::open(const std::string& id, Changes changes, Where where) {
  views_.overlay = Overlay::none;
  is_playing_ = false;
  lesson_id_ = id;
  problem_.clear();
  branches_ = {};
  branches_.change(std::move(changes));
  where_ = where;
  answers_.clear();
  to_repair_.clear();
  to_reach_.clear();
  goal_hints_.clear();
  views_.compare_left.clear();
  views_.compare_right.clear();
  views_.listener = Listener::ends;
  views_.query.clear();
  views_.filter = {};
  step_changed(views_);
  step_ = 0;
  run_.reset();
  as_written_.reset();
  asked_as_written_.clear();
  difference_.reset();
  if (!source_.has(id)) return source_.ask_for(id);  // refresh() goes on
  auto ran = source_.run(id, branches_.now());
  if (!ran) {
    problem_ = ran.error();
    lesson_ = {};
    lesson_.title = source_.name_of(id);
    return;
  }
  show_run(std::move(*ran));
  level_ = level_told(*run_, lesson_);
  const auto known = progress_.find(id);
  if (where == Where::as_left && known != progress_.end() && !known->second.is_done) {
    const auto& mail = run_->shown(StepLevel::mail);
    step_ = mail[std::min<std::size_t>(known->second.step, mail.size() - 1)];
  }
  if (where == Where::beginning && wanted_index_ > 0) {
    const auto& mail = run_->shown(StepLevel::mail);
    step_ = mail[std::min<std::size_t>(wanted_index_, mail.size() - 1)];
  }
  wanted_index_ = 0;
  refresh_repairs();
  if (wanted_compare_) open_comparison(*std::exchange(wanted_compare_, std::nullopt));
}

void App::show_run(std::shared_ptr<Run> run) {
  run_ = std::move(run);
  ++run_number_;
  step_ = 0;
  problem_.clear();
  refresh_texts();
  const bool is_turned = !branches_.now().interventions.empty() ||
                         std::any_of(lesson_.knobs.begin(), lesson_.knobs.end(),
                                     [](const Knob& knob) { return knob.chosen != knob.initial; });
  if (!is_turned) {
    as_written_ = run_;
    count_asked(lesson_);
  } else if (!as_written_) {
    if (auto ran = source_.run(lesson_id_, {})) {
      as_written_ = std::move(*ran);
      count_asked(source_.texts(lesson_id_, {}, *as_written_, language()));
    }
  }
  // A re-run may ask the same questions: what was answered about another run does not count.
  answers_.clear();
  const auto known = progress_.find(lesson_id_);
  if (!is_turned && known != progress_.end()) answers_ = known->second.answers;
  refresh_difference();
}

// Where the lesson is taken up again, and whether it has been seen to its end.
void App::keep_place() {
  LessonProgress& kept = progress_[lesson_id_];
  if (step_ == shown().back()) kept.is_done = true;
  if (is_as_written())
    kept.step = static_cast<std::uint32_t>(run_->index_of(step_, StepLevel::mail));
}

void App::refresh_texts() {
  if (run_) lesson_ = source_.texts(lesson_id_, branches_.now().positions, *run_, language());
  refresh_difference();
}

std::map<std::string, std::vector<std::pair<std::string, std::string>>> App::lesson_titles() const {
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> titles;
  for (const Language& language : languages()) {
    for (const CatalogueEntry& entry : source_.catalogue(language.code))
      titles[entry.id].emplace_back(std::string(language.code), entry.title);
  }
  return titles;
}

void App::refresh() {
  if (!lesson_id_.empty() && !run_ && problem_.empty() && source_.has(lesson_id_))
    open(lesson_id_, branches_.now(), where_);
  touch();
}

}  // namespace mailscope::ui
