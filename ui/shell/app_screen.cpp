// The screen, composed from the models.
#include <algorithm>

#include "sim/base/text.h"
#include "ui/shell/actions.h"
#include "ui/shell/app.h"
#include "ui/text/fault_text.h"

namespace mailscope::ui {
namespace {

// For a room that is still thinking: what was chosen stays seen, what is right does not show.
void conceal(QuestionModel& question) {
  question.mark = Mark::none;
  question.feedback.clear();
  question.protocol.clear();
  for (ShownOption& option : question.options) {
    option.mark = Mark::none;
    option.why.clear();
  }
  for (MatchedPair& pair : question.pairs) pair.mark = Mark::none;
}

}  // namespace

const ScreenModel& App::screen() {
  if (is_stale_) compose();
  return screen_;
}

LadderModel App::whole_ladder() {
  if (!run_) return {};
  return ladder_at(run_->look(shown().back(), level_, words_),
                   difference_ ? &*difference_ : nullptr);
}

// More rows than any window shows, so that scrolling seldom asks for others.
constexpr std::size_t k_ladder_rows = 240;

void App::compose_ladder(const Look& look, ScreenModel& screen) {
  const DifferenceModel* changed = difference_ ? &*difference_ : nullptr;
  const SearchFilter& filter = views_.filter;
  if (is_any(filter) && (!passing_ || passing_->filter != filter)) {
    passing_ = Passing{filter, passing(*run_, level_, filter)};
  }
  const bool is_filtered = is_any(filter);
  screen.ladder = ladder_at(look, changed, {views_.ladder_row, k_ladder_rows},
                            is_filtered ? &passing_->steps : nullptr);
  const ConnectionId connection = connection_at(look);
  if (!connection.is_none()) {
    screen.ladder_filter.connection = connection_title(*run_, connection);
    screen.ladder_filter.connection_argument = "connection=" + std::to_string(connection.value);
  }
  if (!is_filtered) return;
  std::string& text = screen.ladder_filter.text;
  const auto add = [&](std::string_view part) {
    text += (text.empty() ? "" : " · ") + std::string(part);
  };
  if (!filter.host.is_none()) add(name_of_host(run_->names(), filter.host));
  if (filter.protocol != Protocol::none) add(protocol_name(filter.protocol));
  if (!filter.connection.is_none()) add(connection_title(*run_, filter.connection));
  add(words_.trn("{n} step", "{n} steps", passing_->steps.size()));
}

void App::compose() {
  is_stale_ = false;
  ScreenModel screen;
  screen.is_playing = is_playing_;
  screen.speed = speed_name();
  const auto all = languages();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].code == language()) screen.other_language = upper(all[(i + 1) % all.size()].code);
  }
  screen.problem = fault_text(words_, problem_);
  screen.level = level_;
  screen.views = views_;
  screen.run_number = run_number_;
  screen.lesson_title = lesson_.title.empty() ? "Mailscope" : lesson_.title;
  std::vector<std::string> done;
  for (const auto& [id, lesson] : progress_) {
    if (lesson.is_done) done.push_back(id);
  }
  screen.lessons = lessons_of(source_.catalogue(language()), lesson_id_, done, words_);
  for (const ActionInfo& action : actions()) {
    if (!action.title.empty()) screen.keys.push_back({words_.tr(action.title), keys_text(action)});
  }
  if (run_) {
    const Look look = run_->look(step_, level_, words_);
    const DifferenceModel* changed = difference_ ? &*difference_ : nullptr;
    screen.has_lesson = true;
    screen.can_back = index() > 0;
    screen.can_forward = index() + 1 < shown().size();
    if (!marks_) marks_ = timeline_marks(*run_, level_, lesson_, changed);
    screen.timeline = timeline_at(look, lesson_, changed, marks_);
    screen.map = map_at(look);
    compose_ladder(look, screen);
    screen.story = story_at(look, lesson_);
    screen.knobs = knobs_at(lesson_);
    const AskedHere asked = asked_here(look, lesson_, answers_, views_.question);
    Judged said;
    if (!asked.all.empty()) {
      const Question& question = *asked.all[asked.shown];
      const auto given = answers_.find(question.id);
      if (given != answers_.end() && given->second.is_final) {
        said = source_.judge(lesson_id_, branches_.now().positions, *run_, question.id,
                             given->second, language());
      }
    }
    screen.question = question_at(asked, answers_, said, words_);
    screen.goals = goals_at(look, lesson_, goal_hints_);
    screen.score = score_text();
    if (is_presenting_ && !is_revealed_) conceal(screen.question);
    screen.has_attack = source_.defence(lesson_id_).has_value();
    compose_details(look, screen);
    if (changed) screen.difference = summary(*changed, words_);
    screen.protocols = run_->index().protocols(level_);
  } else if (problem_.empty()) {
    screen.problem = words_.tr("The lesson is on its way …");
  }
  screen_ = std::move(screen);
}

}  // namespace mailscope::ui
