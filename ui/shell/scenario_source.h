// Lessons from scenario files: loads them, runs their worlds, resolves what their authors point at.
//
// Files are given as text under their names in the scenarios folder; nothing is read from a disk here:
//
//   ScenarioSource source;
//   source.give("index.json", text);
//   source.give("summaries.json", text);      // what tools/site gathers: titles before the lessons are here
//   source.give("transport/first-message.json", text);
#pragma once

#include <map>
#include <set>
#include <string>

#include "sim/scenario/load.h"
#include "ui/shell/lesson_source.h"

namespace mailscope::ui {

class ScenarioSource : public LessonSource {
 public:
  // Returns what is wrong with the file, line by line; empty when all is well.
  std::string give(const std::string& path, std::string_view text);
  // A file of the learner's own: a scenario, or a trace (JSON lines). It becomes the lesson "file-NAME"; the
  // answer is what is wrong with it. Given again under the same name, it takes the place of the first.
  std::string give_file(const std::string& name, std::string_view text);
  // A capture of real mail (.pcap, .pcapng), told as sim/export/import_capture.h can; else as above.
  std::string give_capture(const std::string& name, std::string_view octets);
  static std::string id_of_file(std::string_view name);

  // The files that the index names and that are not here yet: those that somebody waits for first.
  std::vector<std::string> wanted() const;
  // The one that somebody waits for; empty: none.
  std::string awaited() const;

  std::vector<CatalogueEntry> catalogue(std::string_view language) const override;
  bool has(const std::string& lesson) const override;
  void ask_for(const std::string& lesson) override { asked_for_ = lesson; }
  Result<std::shared_ptr<Run>, std::string> run(const std::string& lesson,
                                                const Changes& changes) override;
  bool is_recording(const std::string& lesson) const override { return traces_.count(lesson) != 0; }
  std::string name_of(const std::string& lesson) const override;
  Lesson texts(const std::string& lesson, const Positions& positions, const Run& run,
               std::string_view language) const override;
  Judged judge(const std::string& lesson, const Positions& positions, const Run& run,
               std::string_view question, const GivenAnswer& given,
               std::string_view language) const override;
  std::optional<Defence> defence(const std::string& lesson) override;  // defence.cpp

 private:
  scenario::Catalogue index_;
  std::string asked_for_;
  struct Summary {  // of a lesson whose file is not here yet
    scenario::BothTexts title, promise;
    std::uint32_t minutes = 0;
  };
  std::string give_lesson(const std::string& id, const std::string& name, std::string_view text);
  std::string give_summaries(std::string_view text);  // summaries_json.cpp
  std::map<std::string, Summary> summaries_;
  std::map<std::string, scenario::Scenario> scenarios_;
  std::map<std::string, std::string> faults_;  // of lessons that do not load
  void keep_own(const std::string& id, const std::string& name);
  std::vector<std::string> own_;                        // ids of the learner's own files
  std::map<std::string, std::string> names_;            // … what the files are called
  std::set<std::string> cut_off_;                       // … captures that lack their end
  std::map<std::string, std::shared_ptr<Run>> traces_;  // of those that are traces
  std::map<std::string, std::shared_ptr<Run>> runs_;
  std::map<std::string, std::optional<Defence>> defences_;  // that were looked for
};

}  // namespace mailscope::ui
