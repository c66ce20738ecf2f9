// Answers to questions: given by a touch, by keys or by the run itself; judged at once, kept, scored.
#include <algorithm>

#include "sim/base/text.h"
#include "ui/shell/app.h"

namespace mailscope::ui {

// ---- giving an answer --------------------------------------------------------------------------------------

bool App::answer(std::string_view question_and_option) {
  const Cut parts = cut(question_and_option, '=');
  const Question* question = question_named(lesson_, parts.head);
  if (!run_ || !question) return false;
  is_playing_ = false;
  views_.question = question->id;
  choose(answers_[question->id], *question, parts.tail);
  settle(*question);
  return true;
}

// The n-th option; where pairs are matched, what is put to the n-th of them goes on to the next.
bool App::answer_nth(std::string_view n) {
  const QuestionModel question = screen().question;
  const auto index = number_in(n);
  if (!question.is_asked || !index) return false;
  if (question.kind == QuestionKind::match) {
    if (*index >= question.pairs.size() || question.options.empty()) return false;
    const auto& options = question.options;
    const auto now = std::find_if(options.begin(), options.end(), [&](const ShownOption& option) {
      return option.id == question.pairs[*index].option;
    });
    const auto next = now == options.end() || now + 1 == options.end() ? options.begin() : now + 1;
    return answer(question.id + "=" + std::string(n) + ":" + next->id);
  }
  if (*index >= question.options.size()) return false;
  const std::string& option = question.options[*index].id;
  if (question.kind == QuestionKind::order) return move_item(question.id + "=" + option + ":up");
  return answer(question.id + "=" + option);
}

// "question=item:up" or "…:down"
bool App::move_item(std::string_view text) {
  const Cut parts = cut(text, '='), sides = cut(parts.tail, ':');
  const Question* question = question_named(lesson_, parts.head);
  if (!run_ || !question) return false;
  is_playing_ = false;
  views_.question = question->id;
  ui::move(answers_[question->id], *question, sides.head, sides.tail == "up");
  settle(*question);
  return true;
}

// What was typed in the picture, for the question that is asked there.
bool App::answer_text(std::string_view text) {
  const QuestionModel& question = screen().question;
  if (!question.is_asked || question.kind != QuestionKind::type) return false;
  return answer(question.id + "=" + std::string(text));
}
bool App::answer_text_done(std::string_view text) {
  const std::string id = screen().question.id;
  views_.types_answer = false;
  return answer_text(text) && check(id);
}

bool App::check(std::string_view id) {
  const Question* question = question_named(lesson_, id.empty() ? screen().question.id : id);
  if (!question || !run_ || question->kind == QuestionKind::repair) return false;
  GivenAnswer& given = answers_[question->id];
  if (question->kind == QuestionKind::find) {
    // All that happens until the next step belongs to this one.
    const RecordNumber last = run_->last_behind(step_, level_).last;
    given.chosen = {std::to_string(current_step().first.value), std::to_string(last.value)};
  }
  if (question->kind == QuestionKind::order && given.chosen.empty())
    given.chosen = mixed_order(*question);
  if (!is_complete(given, *question)) return false;
  views_.question = question->id;
  given.is_final = true;
  settle(*question);
  return true;
}

// A step is clicked: where one is to be found, that is the answer.
bool App::pick_step(std::string_view step) {
  const QuestionModel question = screen().question;
  if (!go(step)) return false;
  if (question.is_asked && question.kind == QuestionKind::find && question.mark != Mark::right)
    check(question.id);
  return true;
}

// ---- help ----------------------------------------------------------------------------------------------------

bool App::hint(std::string_view id) {
  const Question* question = question_named(lesson_, id.empty() ? screen().question.id : id);
  if (!question || answers_[question->id].hints >= question->hints.size()) return false;
  views_.question = question->id;
  ++answers_[question->id].hints;
  LessonProgress& kept = progress_[lesson_id_];
  if (kept.right.count(question->id) == 0) kept.hinted.insert(question->id);
  if (is_as_written()) kept.answers = answers_;
  return true;
}

bool App::goal_hint(std::string_view id) {
  for (const Goal& goal : lesson_.goals) {
    std::uint32_t& taken = goal_hints_[goal.id];
    if (goal.is_met() || taken >= goal.hints.size() || (!id.empty() && goal.id != id)) continue;
    ++taken;
    for (const Question& question : lesson_.questions) {
      const bool is_its =
          std::find(question.goals.begin(), question.goals.end(), goal.id) != question.goals.end();
      LessonProgress& kept = progress_[lesson_id_];
      if (is_its && kept.right.count(question.id) == 0) kept.hinted.insert(question.id);
    }
    return true;
  }
  return false;
}

// Of several at one step.
bool App::next_question(std::string_view) {
  if (!run_) return false;
  const Look look = run_->look(step_, level_, words_);
  const AskedHere asked = asked_here(look, lesson_, answers_, views_.question);
  if (asked.all.size() < 2) return false;
  views_.question = asked.all[(asked.shown + 1) % asked.all.size()]->id;
  views_.picked.clear();
  return true;
}

// ---- by the keyboard -----------------------------------------------------------------------------------------

bool App::pick(std::string_view direction) {
  const QuestionModel& question = screen().question;
  if (!question.is_asked || question.places.empty()) return false;
  views_.picked = next_place(question, views_.picked, direction == "up" ? -1 : 1);
  return true;
}

bool App::move_picked(std::string_view direction) {
  const QuestionModel& question = screen().question;
  const Cut place = cut(views_.picked, ':');
  if (question.kind != QuestionKind::order || place.head != "option") return false;
  return move_item(question.id + "=" + std::string(place.tail) + ":" + std::string(direction));
}

// What Enter does where the cursor stands.
bool App::do_picked(std::string_view) {
  const QuestionModel question = screen().question;
  if (!question.is_asked) return false;
  if (views_.picked.empty()) return pick("down");
  const Cut place = cut(views_.picked, ':');
  if (place.head == "check") return check(question.id);
  if (place.head == "hint") return hint(question.id);
  if (place.head == "next") return next_question({});
  if (place.head == "typed") return views_.types_answer = true;
  if (place.head == "pair") return answer_nth(place.tail);
  if (question.kind == QuestionKind::order) return move_picked("up");
  return answer(question.id + "=" + std::string(place.tail));
}

// ---- judging and keeping -------------------------------------------------------------------------------------

void App::settle(const Question& question) {
  GivenAnswer& given = answers_[question.id];
  if (given.is_final) {
    given.is_right =
        source_.judge(lesson_id_, branches_.now().positions, *run_, question.id, given, language())
            .is_right;
  }
  keep_answers(question);
}

// The score counts what was right at the first try, and what was right in the end.
void App::keep_answers(const Question& question) {
  LessonProgress& kept = progress_[lesson_id_];
  if (is_as_written()) kept.answers = answers_;
  const GivenAnswer& given = answers_[question.id];
  if (!given.is_final) return;
  if (given.is_right) {
    kept.right.insert(question.id);
  } else if (kept.right.count(question.id) == 0) {
    kept.slipped.insert(question.id);
  }
}

// A repair counts when a run of this lesson has missed its goals before: then somebody has mended it.
void App::refresh_repairs() {
  if (!run_) return;
  LessonProgress& kept = progress_[lesson_id_];
  for (const Question& question : lesson_.questions) {
    if (question.kind != QuestionKind::repair) continue;
    GivenAnswer& given = answers_[question.id];
    given.is_right =
        source_.judge(lesson_id_, branches_.now().positions, *run_, question.id, given, language())
            .is_right;
    given.is_final = given.is_right;
    if (!given.is_right) {
      if (question.is_in_force) to_repair_.insert(question.id);
    } else if (to_repair_.count(question.id) != 0) {
      kept.right.insert(question.id);
      views_.question = question.id;
    }
  }
  for (const Goal& goal : lesson_.goals) {
    if (!goal.is_met()) {
      to_reach_.insert(goal.id);
    } else if (to_reach_.erase(goal.id) != 0) {
      kept.reached.insert(goal.id);
      notify(fill(words_.tr("Goal reached: {goal}"), {{"goal", goal.text}}));
    }
  }
}

void App::count_asked(const Lesson& as_written) {
  asked_as_written_.clear();
  for (const Question& question : as_written.questions) {
    if (question.is_in_force) asked_as_written_.insert(question.id);
  }
}

// Questions of other positions of the knobs are for the curious: no mark hangs on them.
Score App::score() const {
  static const LessonProgress k_nothing;
  const auto found = progress_.find(lesson_id_);
  const LessonProgress& kept = found == progress_.end() ? k_nothing : found->second;
  Score score;
  score.is_seen = kept.is_done;
  for (const std::string& id : asked_as_written_) {
    ++score.asked;
    if (kept.right.count(id) == 0) continue;
    ++score.right;
    if (kept.slipped.count(id) == 0 && kept.hinted.count(id) == 0) ++score.at_once;
  }
  for (const Goal& goal : lesson_.goals) {
    ++score.goals;
    if (goal.is_met() || kept.reached.count(goal.id) != 0) ++score.goals_met;
  }
  return score;
}

std::string App::score_text() const {
  const auto kept = progress_.find(lesson_id_);
  const auto& all = lesson_.all_questions;
  if (all.empty()) return {};
  std::size_t right = 0, at_once = 0;
  for (const std::string& id : all) {
    if (kept == progress_.end() || kept->second.right.count(id) == 0) continue;
    ++right;
    if (kept->second.slipped.count(id) == 0 && kept->second.hinted.count(id) == 0) ++at_once;
  }
  return fill(words_.tr("{right} of {asked} answered right, {once} at once and without a hint"),
              {{"right", std::to_string(right)},
               {"asked", std::to_string(all.size())},
               {"once", std::to_string(at_once)}});
}

bool App::has_open_question() {
  const QuestionModel& question = screen().question;
  return question.is_asked && question.is_here && question.mark == Mark::none;
}

}  // namespace mailscope::ui
