// mailscope check: every lesson in every knob position, against everything that it promises.
#include <algorithm>
#include <filesystem>
#include <map>

#include "sim/cli/commands.h"
#include "sim/export/trace_digest.h"
#include "sim/scenario/catalogue_lint.h"
#include "sim/scenario/lesson_lint.h"
#include "sim/scenario/verdicts.h"
#include "sim/world/world.h"

namespace mailscope::cli {
namespace {

namespace fs = std::filesystem;

struct Loaded {
  std::string path;
  scenario::Scenario scenario;
};

struct Count {
  std::size_t lessons = 0, runs = 0, promises = 0, failures = 0;
};

class Checking {
 public:
  Checking(const CheckOptions& options, std::FILE* out) : options_(options), out_(out) {}

  void check(const std::string& path, const scenario::Scenario& scenario) {
    ++count_.lessons;
    scenario::LessonLint lint(scenario);
    for (const scenario::KnobPositions& positions : combinations(scenario))
      check_run(path, scenario, positions, lint);
    for (const scenario::Fault& fault : lint.faults())
      fail(path, fault.place, scenario.id + ": " + fault.what + "; " + fault.mend);
  }

  void check_catalogue(const std::string& index_path, const scenario::Catalogue& catalogue,
                       const std::vector<scenario::FoundLesson>& lessons, bool is_whole) {
    for (const auto& [path, fault] : catalogue_faults(index_path, catalogue, lessons, is_whole))
      fail(path, fault.place, fault.what + "; " + fault.mend);
  }

  const Count& count() const { return count_; }

 private:
  void fail(const std::string& path, scenario::TextPlace place, const std::string& text) {
    ++count_.failures;
    print(out_, path + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
                    ": " + text + "\n");
  }

  void check_run(const std::string& path, const scenario::Scenario& scenario,
                 const scenario::KnobPositions& positions, scenario::LessonLint& lint) {
    const std::string name = run_name(scenario, positions);
    const auto spec = world_for(scenario, positions, {});
    if (!spec) return fail(path, {}, name + ": " + to_text(spec.error().front()));
    world::World world(*spec);
    world.run();
    ++count_.runs;
    const Trace& trace = world.trace();
    if (options_.has_digests) print(out_, trace_digest(trace) + "  " + name + "\n");
    lint.add_run(positions, trace);
    if (scenario::budget_reached(trace) != nullptr) return;  // the lint says so, and it is enough
    for (const scenario::Verdict& verdict : verdicts_on(scenario, positions, trace)) {
      ++count_.promises;
      if (!verdict.is_met) fail(path, verdict.expectation->place, name + ": " + verdict.message);
      if (verdict.is_met && options_.says_all)
        print(out_, "ok " + name + ": " + verdict.message + "\n");
    }
  }

  const CheckOptions& options_;
  std::FILE* out_;
  Count count_;
};

std::string counted(std::size_t count, const std::string& word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

// The catalogue of the lessons at hand: their folder's index.json, or that beside the chapter's folder.
void check_catalogues(Checking& checking, const CheckOptions& options,
                      const std::vector<Loaded>& lessons, std::vector<std::string>& complaints) {
  std::map<std::string, std::vector<scenario::FoundLesson>> by_index;
  for (const Loaded& lesson : lessons) {
    const fs::path folder = fs::path(lesson.path).parent_path();
    by_index[(folder.parent_path() / "index.json").generic_string()].push_back(
        {lesson.path, folder.filename().string(), &lesson.scenario});
  }
  for (const auto& [index_path, found] : by_index) {
    std::error_code error;
    if (!fs::exists(index_path, error)) continue;
    const auto text = read_text(index_path, complaints);
    const auto catalogue = text ? scenario::load_catalogue(*text) : scenario::Catalogue{};
    if (!catalogue) {
      for (const scenario::Fault& fault : catalogue.error())
        complaints.push_back(index_path + ":" + to_text(fault));
      continue;
    }
    const bool is_whole = std::any_of(options.paths.begin(), options.paths.end(),
                                      [&, &place = index_path](const std::string& path) {
                                        return (fs::path(path) / "index.json").lexically_normal() ==
                                               fs::path(place).lexically_normal();
                                      });
    checking.check_catalogue(index_path, *catalogue, found, is_whole && complaints.empty());
  }
}

}  // namespace

Outcome check(const CheckOptions& options, std::FILE* out, std::FILE* err) {
  std::vector<std::string> complaints;
  Checking checking(options, out);
  std::vector<Loaded> lessons;
  for (const std::string& path : scenario_files(options.paths, complaints)) {
    auto scenario = load_file(path, complaints);
    if (!scenario) continue;
    checking.check(path, *scenario);
    lessons.push_back({path, std::move(*scenario)});
  }
  check_catalogues(checking, options, lessons, complaints);
  for (const std::string& complaint : complaints) print(err, complaint + "\n");
  const Count& count = checking.count();
  print(out,
        counted(count.lessons, "lesson") + " in " + counted(count.runs, "run") + ": " +
            counted(count.promises, "expectation") + ", " + counted(count.failures, "failure") +
            (complaints.empty() ? "" : "; " + counted(complaints.size(), "fault") + " in files") +
            "\n");
  if (!complaints.empty()) return Outcome::bad_input;
  return count.failures == 0 ? Outcome::well : Outcome::broken;
}

}  // namespace mailscope::cli
