// Marks from steps.
#include "ui/model/timeline_model.h"

#include <set>

#include "ui/model/question_model.h"

namespace mailscope::ui {
namespace {

// What a mark takes from one more step that it stands for.
void take_in(TimelineMark& mark, const TimelineMark& other) {
  if (other.is_trouble && !mark.is_trouble) {
    mark.protocol = other.protocol;
    mark.kind = other.kind;
  }
  mark.is_trouble = mark.is_trouble || other.is_trouble;
  mark.has_question = mark.has_question || other.has_question;
  if (mark.change == Change::same) mark.change = other.change;
}

}  // namespace

std::shared_ptr<const TimelineMarks> timeline_marks(const Run& run, StepLevel level,
                                                    const Lesson& lesson,
                                                    const DifferenceModel* difference) {
  const auto& shown = run.shown(level);
  std::set<std::uint32_t> asked;
  for (const Question& question : lesson.questions) {
    if (question.is_in_force) asked.insert(asked_step(run, question, level));
  }
  const std::size_t each = (shown.size() + k_marks_max - 1) / k_marks_max;
  auto marks = std::make_shared<TimelineMarks>();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Step& step = run.steps()[shown[i]];
    TimelineMark mark{step.number,
                      i,
                      step.protocol,
                      step.kind,
                      step.is_trouble,
                      asked.count(step.number) != 0,
                      change_of(difference, step.number)};
    if (each > 1 && i % each != 0) {
      take_in(marks->back(), mark);
    } else {
      marks->push_back(mark);
    }
  }
  return marks;
}

TimelineModel timeline_at(const Look& look, const Lesson& lesson, const DifferenceModel* difference,
                          std::shared_ptr<const TimelineMarks> marks) {
  TimelineModel model;
  model.marks = marks ? std::move(marks) : timeline_marks(look.run, look.level, lesson, difference);
  model.count = look.run.shown(look.level).size();
  model.current = look.run.index_of(look.step.number, look.level);
  model.position =
      fill(look.words.tr("step {n} of {all}"),
           {{"n", std::to_string(model.current)}, {"all", std::to_string(model.count - 1)}});
  model.time = time_text(look.words, look.step.begins);
  return model;
}

std::string to_text(const TimelineModel& timeline) {
  std::string text = timeline.position + ", " + timeline.time + "\n";
  for (const TimelineMark& mark : *timeline.marks) {
    text += mark.index == timeline.current ? '>' : ' ';
    text += std::to_string(mark.step) + " " + std::string(name_of(mark.protocol));
    if (mark.is_trouble) text += " trouble";
    if (mark.has_question) text += " question";
    if (mark.change == Change::added) text += " new";
    if (mark.change == Change::changed) text += " changed";
    text += "\n";
  }
  return text;
}

}  // namespace mailscope::ui
