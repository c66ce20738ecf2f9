// What the learner can do with lessons: turn a knob, choose another one.
#pragma once

#include <string>
#include <vector>

#include "ui/model/lesson.h"
#include "ui/model/run.h"

namespace mailscope::ui {

struct ShownKnobValue {
  std::string id, label, help;
  bool is_chosen = false, is_initial = false;
  friend bool operator==(const ShownKnobValue&, const ShownKnobValue&) = default;
};
struct ShownKnob {
  std::string id, title, help;
  bool is_turned = false;  // not as the lesson is written
  std::vector<ShownKnobValue> values;
  std::string section = {};  // the heading above it
  bool is_field =
      false;  // of a form: a label with a list of its own, as programs' settings have them
  friend bool operator==(const ShownKnob&, const ShownKnob&) = default;
};
struct KnobsModel {
  std::vector<ShownKnob> knobs;
};
KnobsModel knobs_at(const Lesson& lesson);
std::string to_text(const KnobsModel& knobs);

struct CatalogueEntry {  // of one lesson of the index, in the user's language
  std::string id, chapter, title, summary;
  std::uint32_t minutes = 0;
  friend bool operator==(const CatalogueEntry&, const CatalogueEntry&) = default;
};
struct ListedLesson {
  std::string id, title, summary, minutes;
  bool is_open = false, is_done = false;
  friend bool operator==(const ListedLesson&, const ListedLesson&) = default;
};
struct ListedChapter {
  std::string title;
  std::vector<ListedLesson> lessons;
  friend bool operator==(const ListedChapter&, const ListedChapter&) = default;
};
struct LessonListModel {
  std::vector<ListedChapter> chapters;
};
LessonListModel lessons_of(const std::vector<CatalogueEntry>& catalogue, const std::string& open,
                           const std::vector<std::string>& done, const Words& words);
std::string to_text(const LessonListModel& list);

}  // namespace mailscope::ui
