// Knobs and the list of lessons, as they are shown.
#include "ui/model/lesson_models.h"

#include <algorithm>

namespace mailscope::ui {

KnobsModel knobs_at(const Lesson& lesson) {
  KnobsModel model;
  bool is_form = false;  // from the first section on
  for (const Knob& knob : lesson.knobs) {
    ShownKnob shown{knob.id, knob.title, knob.help, knob.chosen != knob.initial, {}};
    for (const KnobValue& value : knob.values) {
      // A button has one face: what the author marks as code stands there without its marks.
      std::string label = value.label;
      label.erase(std::remove(label.begin(), label.end(), '`'), label.end());
      shown.values.push_back({value.id, std::move(label), value.help, value.id == knob.chosen,
                              value.id == knob.initial});
    }
    is_form = is_form || !knob.section.empty();
    shown.section = knob.section, shown.is_field = is_form;
    model.knobs.push_back(std::move(shown));
  }
  return model;
}

std::string to_text(const KnobsModel& knobs) {
  std::string text;
  for (const ShownKnob& knob : knobs.knobs) {
    if (!knob.section.empty()) text += "# " + knob.section + "\n";
    text += knob.title + (knob.is_turned ? " (turned):" : ":");
    for (const ShownKnobValue& value : knob.values) {
      text += value.is_chosen ? " [" + value.label + "]" : " " + value.label;
    }
    text += "\n";
  }
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
