// Marks from steps.
#include "ui/model/timeline_model.h"

#include <set>

#include "ui/model/lesson_models.h"

namespace mailscope::ui {

TimelineModel timeline_at(const Look& look, const Lesson& lesson,
                          const DifferenceModel* difference) {
  TimelineModel model;
  const Run& run = look.run;
  const auto& shown = run.shown(look.level);
  std::set<std::uint32_t> asked;
  for (const Question& question : lesson.questions) {
    asked.insert(asked_step(run, question, look.level));
  }
  model.current = run.index_of(look.step.number, look.level);
  for (const std::uint32_t number : shown) {
    const Step& step = run.steps()[number];
    model.marks.push_back({number, step.protocol, step.kind, step.is_trouble,
                           model.marks.size() == model.current, asked.count(number) != 0,
                           change_of(difference, number)});
  }
  model.position =
      fill(look.words.tr("step {n} of {all}"),
           {{"n", std::to_string(model.current)}, {"all", std::to_string(shown.size() - 1)}});
  model.time = time_text(look.words, look.step.begins);
  return model;
}

std::string to_text(const TimelineModel& timeline) {
  std::string text = timeline.position + ", " + timeline.time + "\n";
  for (const TimelineMark& mark : timeline.marks) {
    text += mark.is_current ? '>' : ' ';
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
