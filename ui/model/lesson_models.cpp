// Knobs, questions and the list of lessons, as they are shown.
#include "ui/model/lesson_models.h"

#include <algorithm>

namespace mailscope::ui {

KnobsModel knobs_at(const Lesson& lesson) {
  KnobsModel model;
  for (const Knob& knob : lesson.knobs) {
    ShownKnob shown{knob.id, knob.title, knob.help, knob.chosen != knob.initial, {}};
    for (const KnobValue& value : knob.values) {
      shown.values.push_back({value.id, value.label, value.help, value.id == knob.chosen,
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

QuestionModel question_at(const Look& look, const Lesson& lesson, const Answers& answers) {
  QuestionModel model;
  const auto& shown = look.run.shown(look.level);
  const Question* asked = nullptr;
  for (const Question& question : lesson.questions) {
    const std::uint32_t step = question.at.is_none() ? shown.back() : step_of(look.run.steps(), question.at);
    if (look.run.shown_step(step, look.level) == look.step.number) {
      // Of several at one step, the first that is not answered.
      if (!asked || answers.count(asked->id)) asked = &question;
    }
  }
  if (!asked) return model;
  model.is_asked = true;
  model.id = asked->id;
  model.text = asked->text;
  model.hint = asked->hint;
  const auto answer = answers.find(asked->id);
  for (const Option& option : asked->options) {
    ShownOption shown_option{option.id, option.text, Mark::none, false};
    if (answer != answers.end()) {
      shown_option.is_chosen = option.id == answer->second;
      if (option.is_right) shown_option.mark = Mark::right;
      if (shown_option.is_chosen) {
        model.mark = option.is_right ? Mark::right : Mark::wrong;
        shown_option.mark = model.mark;
        model.feedback = option.feedback.empty() ? asked->explanation : option.feedback;
      }
    }
    model.options.push_back(shown_option);
  }
  return model;
}

std::string to_text(const QuestionModel& question) {
  if (!question.is_asked) return "no question\n";
  std::string text = "? " + question.text + "\n";
  for (const ShownOption& option : question.options) {
    text += option.is_chosen ? "(x) " : "( ) ";
    text += option.text;
    text += option.mark == Mark::right ? " — right\n" : option.mark == Mark::wrong ? " — wrong\n" : "\n";
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
      text += (lesson.is_open ? "> " : lesson.is_done ? "v " : "  ") + lesson.title + " (" +
              lesson.minutes + "): " + lesson.summary + "\n";
    }
  }
  return text;
}

}  // namespace mailscope::ui
