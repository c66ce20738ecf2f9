// Lessons from scenario files: loads them, runs their worlds, resolves what their authors point at.
//
// Files are given as text under their names in the scenarios folder; nothing is read from a disk here:
//
//   ScenarioSource source;
//   source.give("index.json", text);
//   source.give("transport/first-message.json", text);
#pragma once

#include "sim/scenario/load.h"
#include "ui/shell/lesson_source.h"

namespace mailscope::ui {

class ScenarioSource : public LessonSource {
 public:
  // Returns what is wrong with the file, line by line; empty when all is well.
  std::string give(const std::string& path, std::string_view text);
  // The lessons that the index names and that are not here yet.
  std::vector<std::string> wanted() const;

  std::vector<CatalogueEntry> catalogue(std::string_view language) const override;
  bool has(const std::string& lesson) const override;
  Result<std::shared_ptr<Run>, std::string> run(const std::string& lesson,
                                                const Positions& positions) override;
  Lesson texts(const std::string& lesson, const Positions& positions, const Run& run,
               std::string_view language) const override;

 private:
  scenario::Catalogue index_;
  std::map<std::string, scenario::Scenario> scenarios_;
  std::map<std::string, std::string> faults_;  // of lessons that do not load
  std::map<std::string, std::shared_ptr<Run>> runs_;
};

}  // namespace mailscope::ui
