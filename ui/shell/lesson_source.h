// Where the program gets lessons and runs from: scenario files in real life, hand-made traces in tests.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/result.h"
#include "ui/model/lesson.h"
#include "ui/model/lesson_models.h"
#include "ui/model/question_model.h"
#include "ui/model/run.h"

namespace mailscope::ui {

using Positions = std::map<std::string, std::string>;  // knob -> position

// What a learner changed in a run: knobs, and interventions by their words (sim/scenario/intervention.h).
struct Changes {
  Positions positions;
  std::vector<std::string> interventions;
  friend bool operator==(const Changes&, const Changes&) = default;
};

class LessonSource {
 public:
  virtual ~LessonSource() = default;
  // In the order of the chapters, in this language.
  virtual std::vector<CatalogueEntry> catalogue(std::string_view language) const = 0;
  virtual bool has(const std::string& lesson) const = 0;
  // Somebody wants to see this lesson, and its file is not here.
  virtual void ask_for(const std::string& lesson) = 0;
  // The run of a lesson with these changes; or a sentence that says what is wrong.
  virtual Result<std::shared_ptr<Run>, std::string> run(const std::string& lesson,
                                                        const Changes& changes) = 0;
  // Something that has happened and was recorded: nothing in it can be changed.
  virtual bool is_recording(const std::string&) const { return false; }
  // What to call a lesson whose own title is not known.
  virtual std::string name_of(const std::string& lesson) const { return lesson; }
  // The author's words for that run.
  virtual Lesson texts(const std::string& lesson, const Positions& positions, const Run& run,
                       std::string_view language) const = 0;
  // What is said about an answer given in that run.
  virtual Judged judge(const std::string& lesson, const Positions& positions, const Run& run,
                       std::string_view question, const GivenAnswer& given,
                       std::string_view language) const = 0;
  // Of a lesson with an attack: the fewest knobs turned that defend against it, or, where the lesson is
  // defended as it is written, that let the attack through. None when there is no attack, or when finding the
  // defence is the learner's task.
  struct Defence {
    Positions turned;
    bool is_without = false;
    friend bool operator==(const Defence&, const Defence&) = default;
  };
  virtual std::optional<Defence> defence(const std::string& lesson) = 0;
};

}  // namespace mailscope::ui
