// mailscope check: every lesson in every knob position, against everything that it promises.
#include <set>

#include "sim/cli/commands.h"
#include "sim/export/trace_digest.h"
#include "sim/scenario/lesson.h"
#include "sim/scenario/verdicts.h"
#include "sim/world/world.h"

namespace mailscope::cli {
namespace {

struct Count {
  std::size_t lessons = 0, runs = 0, promises = 0, failures = 0;
};

class Checking {
 public:
  Checking(const CheckOptions& options, std::FILE* out) : options_(options), out_(out) {}

  void check(const std::string& path, const scenario::Scenario& scenario) {
    ++count_.lessons;
    faults_.clear();
    digests_.clear();
    for (const scenario::KnobPositions& positions : combinations(scenario))
      check_run(path, scenario, positions);
    check_knobs(path, scenario);
  }

  const Count& count() const { return count_; }

 private:
  void fail(const std::string& path, scenario::TextPlace place, const std::string& text) {
    ++count_.failures;
    print(out_, path + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
                    ": " + text + "\n");
  }

  void check_run(const std::string& path, const scenario::Scenario& scenario,
                 const scenario::KnobPositions& positions) {
    const std::string name = run_name(scenario, positions);
    const auto spec = world_for(scenario, positions, {});
    if (!spec) return fail(path, {}, name + ": " + to_text(spec.error().front()));
    world::World world(*spec);
    world.run();
    ++count_.runs;
    const Trace& trace = world.trace();
    const std::string digest = trace_digest(trace);
    digests_[positions] = digest;
    if (options_.has_digests) print(out_, digest + "  " + name + "\n");
    for (const Record& record : trace) {
      const auto* reached = std::get_if<BudgetReached>(&record.payload);
      if (reached != nullptr)
        fail(path, {}, name + ": the run was stopped by its budget of " + reached->budget);
    }
    for (const scenario::Verdict& verdict : verdicts_on(scenario, positions, trace)) {
      ++count_.promises;
      if (!verdict.is_met) fail(path, verdict.expectation->place, name + ": " + verdict.message);
      if (verdict.is_met && options_.says_all)
        print(out_, "ok " + name + ": " + verdict.message + "\n");
    }
    // A line without a place is said once, not for every position.
    for (const scenario::Fault& fault : lesson_in(scenario, positions, trace).faults) {
      if (faults_.insert(to_text(fault)).second) {
        fail(path, fault.place, name + ": " + fault.what + "; " + fault.mend);
      }
    }
  }

  // A knob is there to make a difference: each of its positions, the others initial, runs otherwise.
  void check_knobs(const std::string& path, const scenario::Scenario& scenario) {
    const scenario::KnobPositions initial = initial_positions(scenario);
    for (const scenario::Knob& knob : scenario.knobs) {
      std::set<std::string> seen;
      for (const scenario::Position& position : knob.positions) {
        scenario::KnobPositions positions = initial;
        positions[knob.id] = position.id;
        const auto digest = digests_.find(positions);
        if (digest == digests_.end() || seen.insert(digest->second).second) continue;
        fail(path, {},
             "the knob \"" + knob.id + "\" changes nothing in position \"" + position.id + '"');
      }
    }
  }

  const CheckOptions& options_;
  std::FILE* out_;
  Count count_;
  std::set<std::string> faults_;
  std::map<scenario::KnobPositions, std::string> digests_;
};

std::string counted(std::size_t count, const std::string& word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

}  // namespace

Outcome check(const CheckOptions& options, std::FILE* out, std::FILE* err) {
  std::vector<std::string> complaints;
  Checking checking(options, out);
  for (const std::string& path : scenario_files(options.paths, complaints)) {
    if (const auto scenario = load_file(path, complaints)) checking.check(path, *scenario);
  }
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
