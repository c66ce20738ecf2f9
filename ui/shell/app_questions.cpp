// Answers to questions.
#include <algorithm>

#include "sim/base/text.h"
#include "ui/shell/app.h"

namespace mailscope::ui {

bool App::answer(std::string_view question_and_option) {
  const Cut parts = cut(question_and_option, '=');
  const Question* question = question_named(lesson_, std::string(parts.head));
  if (!question) return false;
  is_playing_ = false;
  choose(answers_[question->id], *question, std::string(parts.tail));
  keep_answers(*question);
  return true;
}

bool App::answer_nth(std::string_view n) {
  const QuestionModel& question = screen().question;
  const auto index = number_in(n);
  if (!question.is_asked || !index || *index >= question.options.size()) return false;
  return answer(question.id + "=" + question.options[*index].id);
}

// What was typed in the picture, for the question that is asked there.
bool App::answer_text(std::string_view text) {
  const QuestionModel& question = screen().question;
  if (!question.is_asked || question.kind != QuestionKind::type) return false;
  return answer(question.id + "=" + std::string(text));
}
bool App::answer_text_done(std::string_view text) {
  const std::string id = screen().question.id;
  return answer_text(text) && check(id);
}

bool App::check(std::string_view id) {
  const Question* question = question_named(lesson_, std::string(id));
  if (!question || !run_) return false;
  GivenAnswer& given = answers_[question->id];
  given.is_final = true;
  if (question->kind == QuestionKind::find) {
    given.is_right =
        std::any_of(question->targets.begin(), question->targets.end(), [&](RecordNumber target) {
          return run_->shown_step(step_of(run_->steps(), target), level_) == step_;
        });
  }
  keep_answers(*question);
  return true;
}

// The score counts what was right at the first try, and what was right in the end.
void App::keep_answers(const Question& question) {
  LessonProgress& kept = progress_[lesson_id_];
  if (is_as_written()) kept.answers = answers_;
  const GivenAnswer& given = answers_[question.id];
  if (!given.is_final) return;
  if (ui::is_right(given, question)) {
    kept.right.insert(question.id);
  } else if (kept.right.count(question.id) == 0) {
    kept.slipped.insert(question.id);
  }
}

bool App::has_open_question() {
  const QuestionModel& question = screen().question;
  return question.is_asked && question.mark == Mark::none;
}

}  // namespace mailscope::ui
