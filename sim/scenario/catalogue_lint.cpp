// Names of the index against names of files.
#include "sim/scenario/catalogue_lint.h"

#include <map>

namespace mailscope::scenario {
namespace {

struct Listed {
  std::size_t order = 0;
  std::string chapter;
};

class CatalogueLint {
 public:
  CatalogueLint(const std::string& index_path, const Catalogue& catalogue,
                const std::vector<FoundLesson>& lessons)
      : index_path_(index_path), catalogue_(catalogue), lessons_(lessons) {}

  std::vector<LocatedFault> check(bool is_whole) {
    list_names();
    for (const FoundLesson& lesson : lessons_) {
      check_place(lesson);
      check_needs(lesson);
    }
    if (is_whole) check_files();
    return std::move(faults_);
  }

 private:
  void add(const std::string& path, TextPlace place, std::string what, std::string mend) {
    faults_.push_back({path, {FaultKind::meaning, place, std::move(what), std::move(mend)}});
  }

  void list_names() {
    for (const Chapter& chapter : catalogue_.chapters) {
      for (std::size_t i = 0; i < chapter.lessons.size(); ++i) {
        names_.push_back(chapter.lessons[i]);
        if (!listed_.emplace(chapter.lessons[i], Listed{names_.size(), chapter.id}).second) {
          add(index_path_, chapter.lesson_places[i],
              "the lesson \"" + chapter.lessons[i] + "\" is named twice", "remove one of them");
        }
      }
    }
  }

  void check_place(const FoundLesson& lesson) {
    const Scenario& scenario = *lesson.scenario;
    if (scenario.chapter != lesson.folder) {
      add(lesson.path, scenario.id_place,
          "the chapter is \"" + scenario.chapter + "\" and the folder is called \"" +
              lesson.folder + '"',
          "give both the same name");
    }
    const auto found = listed_.find(scenario.id);
    if (found == listed_.end()) {
      add(lesson.path, scenario.id_place,
          "the index does not name the lesson \"" + scenario.id + '"',
          "add it to \"" + scenario.chapter + "\" in " + index_path_);
    } else if (found->second.chapter != scenario.chapter) {
      add(lesson.path, scenario.id_place,
          "the index names the lesson in the chapter \"" + found->second.chapter +
              "\", and it says \"" + scenario.chapter + '"',
          "move one of them");
    }
  }

  void check_needs(const FoundLesson& lesson) {
    const auto own = listed_.find(lesson.scenario->id);
    for (const Need& need : lesson.scenario->needs) {
      const auto found = listed_.find(need.id);
      if (found == listed_.end()) {
        const std::string near = nearest(need.id, names_);
        add(lesson.path, need.place, "there is no lesson \"" + need.id + "\" in the index",
            near.empty() ? "name one of the index, or remove it" : "write \"" + near + '"');
      } else if (own != listed_.end() && found->second.order >= own->second.order) {
        add(lesson.path, need.place,
            "the lesson \"" + need.id + "\" should come first, and the index has it later",
            "change the order in the index, or remove it");
      }
    }
  }

  void check_files() {
    for (const Chapter& chapter : catalogue_.chapters) {
      for (std::size_t i = 0; i < chapter.lessons.size(); ++i) {
        bool is_there = false;
        for (const FoundLesson& lesson : lessons_)
          is_there = is_there || lesson.scenario->id == chapter.lessons[i];
        if (is_there) continue;
        add(index_path_, chapter.lesson_places[i],
            "there is no lesson \"" + chapter.lessons[i] + "\" in \"" + chapter.id + '"',
            "write " + chapter.id + "/" + chapter.lessons[i] + ".json, or take it out");
      }
    }
  }

  const std::string& index_path_;
  const Catalogue& catalogue_;
  const std::vector<FoundLesson>& lessons_;
  std::vector<std::string> names_;
  std::map<std::string, Listed> listed_;
  std::vector<LocatedFault> faults_;
};

}  // namespace

std::vector<LocatedFault> catalogue_faults(const std::string& index_path,
                                           const Catalogue& catalogue,
                                           const std::vector<FoundLesson>& lessons, bool is_whole) {
  return CatalogueLint(index_path, catalogue, lessons).check(is_whole);
}

}  // namespace mailscope::scenario
