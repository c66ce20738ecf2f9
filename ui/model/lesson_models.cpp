// Knobs, questions and the list of lessons, as they are shown.
#include "ui/model/lesson_models.h"

#include <algorithm>

#include "sim/base/text.h"

namespace mailscope::ui {

KnobsModel knobs_at(const Lesson& lesson) {
  KnobsModel model;
  for (const Knob& knob : lesson.knobs) {
    ShownKnob shown{knob.id, knob.title, knob.help, knob.chosen != knob.initial, {}};
    for (const KnobValue& value : knob.values) {
      // A button has one face: what the author marks as code stands there without its marks.
      std::string label = value.label;
      label.erase(std::remove(label.begin(), label.end(), '`'), label.end());
      shown.values.push_back({value.id, std::move(label), value.help, value.id == knob.chosen,
                              value.id == knob.initial});
    }
    model.knobs.push_back(std::move(shown));
  }
  return model;
}

std::string to_text(const KnobsModel& knobs) {
  std::string text;
  for (const ShownKnob& knob : knobs.knobs) {
    text += knob.title + (knob.is_turned ? " (turned):" : ":");
    for (const ShownKnobValue& value : knob.values) {
      text += value.is_chosen ? " [" + value.label + "]" : " " + value.label;
    }
    text += "\n";
  }
  return text;
}

const Question* question_named(const Lesson& lesson, const std::string& id) {
  const auto found = std::find_if(lesson.questions.begin(), lesson.questions.end(),
                                  [&](const Question& question) { return question.id == id; });
  return found == lesson.questions.end() ? nullptr : &*found;
}

void choose(GivenAnswer& answer, const Question& question, const std::string& option) {
  auto& chosen = answer.chosen;
  const auto found = std::find(chosen.begin(), chosen.end(), option);
  switch (question.kind) {
    case QuestionKind::one:
    case QuestionKind::type:
      chosen.assign(1, option);
      answer.is_final = true;
      return;
    case QuestionKind::several:
      if (answer.is_final) return;
      if (found == chosen.end()) {
        chosen.push_back(option);
      } else {
        chosen.erase(found);
      }
      return;
    case QuestionKind::order:
      if (answer.is_final) {  // touching it again starts over
        answer = {};
        return;
      }
      if (found != chosen.end()) {
        chosen.erase(found, chosen.end());
      } else {
        chosen.push_back(option);
        answer.is_final = chosen.size() == question.options.size();
      }
      return;
    case QuestionKind::find: return;
  }
}

bool is_right(const GivenAnswer& answer, const Question& question) {
  const auto& chosen = answer.chosen;
  const auto has = [&](const std::string& id) {
    return std::find(chosen.begin(), chosen.end(), id) != chosen.end();
  };
  switch (question.kind) {
    case QuestionKind::one:
    case QuestionKind::several:
      return std::all_of(question.options.begin(), question.options.end(),
                         [&](const Option& option) { return option.is_right == has(option.id); });
    case QuestionKind::order:
      return chosen.size() == question.options.size() &&
             std::equal(
                 chosen.begin(), chosen.end(), question.options.begin(),
                 [](const std::string& id, const Option& option) { return id == option.id; });
    case QuestionKind::type:
      return !chosen.empty() && equal_ignoring_case(trim(chosen.front()), trim(question.typed));
    case QuestionKind::find: return answer.is_right;
  }
  return false;
}

std::uint32_t asked_step(const Run& run, const Question& question, StepLevel level) {
  const auto& shown = run.shown(level);
  if (question.at.is_none()) return shown.back();
  const std::size_t index = run.index_of(step_of(run.steps(), question.at), level);
  return shown[index == 0 ? 0 : index - 1];
}

namespace {

// A question that sends the learner to another step stays until it is answered.
bool is_asked_here(const Look& look, const Question& question, const Answers& answers) {
  const std::uint32_t step = asked_step(look.run, question, look.level);
  if (step == look.step.number) return true;
  if (question.kind != QuestionKind::find || step > look.step.number) return false;
  const auto answer = answers.find(question.id);
  return answer == answers.end() || !answer->second.is_right;
}

// What the author says to the answer given.
std::string feedback_of(const Question& question, const GivenAnswer& answer, bool is_good) {
  std::string text;
  for (const Option& option : question.options) {
    const bool is_chosen =
        std::find(answer.chosen.begin(), answer.chosen.end(), option.id) != answer.chosen.end();
    // Of a wrong choice of several, only why the wrong ones are wrong.
    if (!is_chosen || option.feedback.empty()) continue;
    if (question.kind == QuestionKind::several && !is_good && option.is_right) continue;
    text += (text.empty() ? "" : " ") + option.feedback;
  }
  return text.empty() ? question.explanation : text;
}

}  // namespace

QuestionModel question_at(const Look& look, const Lesson& lesson, const Answers& answers) {
  QuestionModel model;
  const Question* asked = nullptr;
  for (const Question& question : lesson.questions) {
    if (!is_asked_here(look, question, answers)) continue;
    // Of several at one step, the first that is not answered.
    if (!asked || (answers.count(asked->id) && answers.at(asked->id).is_final)) asked = &question;
  }
  if (!asked) return model;
  model.is_asked = true;
  model.kind = asked->kind;
  model.id = asked->id;
  model.text = asked->text;
  model.hint = asked->hint;
  const auto found = answers.find(asked->id);
  const GivenAnswer answer = found == answers.end() ? GivenAnswer{} : found->second;
  const bool is_good = answer.is_final && is_right(answer, *asked);
  if (answer.is_final) {
    model.mark = is_good ? Mark::right : Mark::wrong;
    model.feedback = feedback_of(*asked, answer, is_good);
  }
  model.is_checkable =
      asked->kind == QuestionKind::several && !answer.chosen.empty() && !answer.is_final;
  if (asked->kind == QuestionKind::type && !answer.chosen.empty())
    model.typed = answer.chosen.front();
  for (const Option& option : asked->options) {
    ShownOption shown{option.id, option.text, {}, Mark::none, false};
    const auto chosen = std::find(answer.chosen.begin(), answer.chosen.end(), option.id);
    shown.is_chosen = chosen != answer.chosen.end();
    if (asked->kind == QuestionKind::order) {
      if (shown.is_chosen) shown.place = std::to_string(chosen - answer.chosen.begin() + 1);
      if (answer.is_final) shown.mark = model.mark;
    } else if (answer.is_final) {
      if (option.is_right) shown.mark = Mark::right;
      if (shown.is_chosen && !option.is_right) shown.mark = Mark::wrong;
    }
    model.options.push_back(std::move(shown));
  }
  // In an order that gives nothing away, and is always the same.
  if (asked->kind == QuestionKind::order) {
    std::sort(model.options.begin(), model.options.end(),
              [](const ShownOption& a, const ShownOption& b) { return a.text < b.text; });
  }
  return model;
}

std::string to_text(const QuestionModel& question) {
  if (!question.is_asked) return "no question\n";
  std::string text = "? " + question.text + "\n";
  for (const ShownOption& option : question.options) {
    text += option.is_chosen ? "(x) " : "( ) ";
    text += option.text;
    text += option.mark == Mark::right   ? " — right\n"
            : option.mark == Mark::wrong ? " — wrong\n"
                                         : "\n";
  }
  if (!question.feedback.empty()) text += question.feedback + "\n";
  return text;
}

LessonListModel lessons_of(const std::vector<CatalogueEntry>& catalogue, const std::string& open,
                           const std::vector<std::string>& done, const Words& words) {
  LessonListModel model;
  for (const CatalogueEntry& entry : catalogue) {
    if (model.chapters.empty() || model.chapters.back().title != entry.chapter) {
      model.chapters.push_back({entry.chapter, {}});
    }
    const bool is_done = std::find(done.begin(), done.end(), entry.id) != done.end();
    model.chapters.back().lessons.push_back(
        {entry.id, entry.title, entry.summary,
         entry.minutes ? words.trn("{n} minute", "{n} minutes", entry.minutes) : std::string(),
         entry.id == open, is_done});
  }
  return model;
}

std::string to_text(const LessonListModel& list) {
  std::string text;
  for (const ListedChapter& chapter : list.chapters) {
    text += "# " + chapter.title + "\n";
    for (const ListedLesson& lesson : chapter.lessons) {
      text += (lesson.is_open   ? "> "
               : lesson.is_done ? "v "
                                : "  ") +
              lesson.title + " (" + lesson.minutes + "): " + lesson.summary + "\n";
    }
  }
  return text;
}

}  // namespace mailscope::ui
