// Where the program gets lessons and runs from: scenario files in real life, hand-made traces in tests.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/result.h"
#include "ui/model/lesson.h"
#include "ui/model/lesson_models.h"
#include "ui/model/run.h"

namespace mailscope::ui {

using Positions = std::map<std::string, std::string>;  // knob -> position

class LessonSource {
 public:
  virtual ~LessonSource() = default;
  // In the order of the chapters, in this language.
  virtual std::vector<CatalogueEntry> catalogue(std::string_view language) const = 0;
  virtual bool has(const std::string& lesson) const = 0;
  // The run of a lesson with its knobs so; or a sentence that says what is wrong.
  virtual Result<std::shared_ptr<Run>, std::string> run(const std::string& lesson,
                                                        const Positions& positions) = 0;
  // The author's words for that run.
  virtual Lesson texts(const std::string& lesson, const Positions& positions, const Run& run,
                       std::string_view language) const = 0;
};

}  // namespace mailscope::ui
