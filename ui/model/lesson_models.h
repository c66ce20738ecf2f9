// What the learner can do in a lesson: turn knobs, answer questions, choose another lesson.
#pragma once

#include <map>
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
  friend bool operator==(const ShownKnob&, const ShownKnob&) = default;
};
struct KnobsModel {
  std::vector<ShownKnob> knobs;
};
KnobsModel knobs_at(const Lesson& lesson);
std::string to_text(const KnobsModel& knobs);

enum class Mark { none, right, wrong };
struct ShownOption {
  std::string id, text;
  std::string place;  // order: "1" when it was chosen first
  Mark mark = Mark::none;
  bool is_chosen = false;
  friend bool operator==(const ShownOption&, const ShownOption&) = default;
};
struct QuestionModel {
  bool is_asked = false;  // there is a question at this step
  QuestionKind kind = QuestionKind::one;
  bool is_checkable = false;  // something is chosen and waits for "Check"
  std::string id, text, feedback, hint, typed;
  std::vector<ShownOption> options;
  Mark mark = Mark::none;  // of the answer given
};
struct GivenAnswer {
  std::vector<std::string>
      chosen;  // ids of options, in the order chosen; the text of a typed command
  bool is_final = false;
  bool is_right = false;  // find: decided where it was given
  friend bool operator==(const GivenAnswer&, const GivenAnswer&) = default;
};
using Answers = std::map<std::string, GivenAnswer>;  // by question

// What an answer becomes when the learner touches an option (again), or checks it.
void choose(GivenAnswer& answer, const Question& question, const std::string& option);
bool is_right(const GivenAnswer& answer, const Question& question);
const Question* question_named(const Lesson& lesson, const std::string& id);
// The step at which it is asked.
std::uint32_t asked_step(const Run& run, const Question& question, StepLevel level);
QuestionModel question_at(const Look& look, const Lesson& lesson, const Answers& answers);
std::string to_text(const QuestionModel& question);

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
