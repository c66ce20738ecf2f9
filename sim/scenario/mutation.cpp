// Running a lesson's mutants until each of its expectations has failed.
#include "sim/scenario/mutation.h"

#include <algorithm>
#include <map>

#include "sim/scenario/lesson_lint.h"
#include "sim/scenario/mutants.h"
#include "sim/scenario/outcomes.h"
#include "sim/scenario/verdicts.h"
#include "sim/world/world.h"

namespace mailscope::scenario {
namespace {

constexpr std::size_t k_mutant_pairs_max = 1'500;  // for each set of positions

class Mutating {
 public:
  Mutating(const Scenario& scenario, const MutateOptions& options)
      : scenario_(scenario), options_(options) {
    for (const Expectation& expectation : scenario.expectations)
      report_.fates.push_back({&expectation, false, {}});
  }

  MutationReport run() {
    const std::vector<KnobPositions> all = combinations(scenario_);
    for (const KnobPositions& positions : all) run_as_written(positions);
    for (const KnobPositions& positions : all) try_single(positions);
    for (const KnobPositions& positions : all) {
      if (is_anything_left(positions)) try_pairs(positions);
    }
    return std::move(report_);
  }

 private:
  // A world's trace, kept short: a mutant may fall into a loop.
  Trace trace_of(world::WorldSpec spec, std::size_t records_usual) {
    ++report_.runs;
    const auto records_max = static_cast<std::uint32_t>(records_usual * 4 + 5'000);
    spec.budget.records_max = std::min(spec.budget.records_max, records_max);
    world::World world(spec);
    world.run();
    return world.trace();
  }

  std::string name(const KnobPositions& positions) const {
    const std::string text = to_text(scenario_, positions);
    return text.empty() ? "" : " [" + text + "]";
  }

  // The knobs alone: a promise for one position that does not hold in another one can fail.
  void run_as_written(const KnobPositions& positions) {
    const auto spec = world_for(scenario_, positions, {});
    if (!spec) return;
    Trace trace = trace_of(*spec, spec->budget.records_max);
    for (ExpectationFate& fate : report_.fates) {
      if (fate.can_fail || holds(fate.expectation->when, scenario_, positions)) continue;
      if (verdict_on(*fate.expectation, trace).is_met) continue;
      fate.can_fail = true;
      fate.broken_by = "the knobs" + name(positions);
    }
    written_.emplace(positions, std::move(trace));
  }

  bool is_anything_left(const KnobPositions& positions) const {
    return std::any_of(
        report_.fates.begin(), report_.fates.end(), [&](const ExpectationFate& fate) {
          return !fate.can_fail && holds(fate.expectation->when, scenario_, positions);
        });
  }

  void try_single(const KnobPositions& positions) {
    const auto written = written_.find(positions);
    if (written == written_.end()) return;
    const Trace& trace = written->second;
    const bool is_first = written_.size() > 0 && positions == initial_positions(scenario_);
    const bool is_thorough = options_.is_thorough && is_first;
    const auto outcomes = outcomes_of(trace);
    bool is_guarded = false;
    for (const Mutation& mutation : mutations_of(scenario_, positions, trace)) {
      if (is_guarded && !is_thorough && !is_anything_left(positions)) break;
      if (report_.runs >= options_.runs_max) break;
      const auto spec = mutated(scenario_, positions, {&mutation});
      if (!spec) continue;
      const Trace broken = trace_of(*spec, trace.size());
      const bool is_noticed = judge(positions, mutation.words, broken);
      is_guarded = is_guarded || is_noticed;
      if (!is_thorough || !is_any_changed(compared(outcomes, outcomes_of(broken)))) continue;
      ++(is_noticed ? report_.noticed : report_.unnoticed);
      if (!is_noticed) report_.survivors.push_back(mutation.words);
    }
    if (!is_guarded) report_.unguarded.push_back(to_text(scenario_, positions));
  }

  // True when an expectation fails. Looks at all of them only until it knows.
  bool judge(const KnobPositions& positions, const std::string& words, const Trace& trace) {
    bool is_noticed = false;
    for (ExpectationFate& fate : report_.fates) {
      if (!holds(fate.expectation->when, scenario_, positions)) continue;
      if (fate.can_fail && is_noticed) continue;
      if (verdict_on(*fate.expectation, trace).is_met) continue;
      is_noticed = true;
      if (fate.can_fail) continue;
      fate.can_fail = true;
      fate.broken_by = words + name(positions);
    }
    return is_noticed;
  }

  // What two settings together let happen: a client that does not insist, and a server that does not.
  void try_pairs(const KnobPositions& positions) {
    const Trace& trace = written_.at(positions);
    const std::string usual = behaviour_of(trace);
    std::vector<Mutation> settings;  // those that make a difference alone
    for (Mutation& mutation : mutations_of(scenario_, positions, trace)) {
      if (!mutation.is_setting) continue;
      const auto spec = mutated(scenario_, positions, {&mutation});
      if (spec && behaviour_of(trace_of(*spec, trace.size())) != usual)
        settings.push_back(std::move(mutation));
    }
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < settings.size(); ++i) {
      for (std::size_t j = i + 1; j < settings.size(); ++j) {
        if (!is_anything_left(positions) || report_.runs >= options_.runs_max) return;
        if (++pairs > k_mutant_pairs_max) return;
        const auto spec = mutated(scenario_, positions, {&settings[i], &settings[j]});
        if (!spec) continue;
        judge(positions, settings[i].words + " and " + settings[j].words,
              trace_of(*spec, trace.size()));
      }
    }
  }

  const Scenario& scenario_;
  const MutateOptions& options_;
  std::map<KnobPositions, Trace> written_;
  MutationReport report_;
};

}  // namespace

bool MutationReport::is_well() const {
  return unguarded.empty() && std::all_of(fates.begin(), fates.end(),
                                          [](const ExpectationFate& f) { return f.can_fail; });
}

MutationReport mutate(const Scenario& scenario, const MutateOptions& options) {
  return Mutating(scenario, options).run();
}

std::string to_text(const MutationReport& report, const std::string& path, bool says_all) {
  std::string out;
  const auto at = [&](const Expectation& expectation) {
    return path + ":" + std::to_string(expectation.place.line) + ":" +
           std::to_string(expectation.place.column) + ": ";
  };
  std::size_t can_fail = 0;
  for (const ExpectationFate& fate : report.fates) {
    can_fail += fate.can_fail ? 1U : 0U;
    if (!fate.can_fail) {
      out += at(*fate.expectation) +
             "an expectation that cannot fail: " + to_text(*fate.expectation) +
             "; no broken world made it fail: promise more, or remove it\n";
    } else if (says_all) {
      out += at(*fate.expectation) + to_text(*fate.expectation) + "\n    fails by " +
             fate.broken_by + "\n";
    }
  }
  for (const std::string& positions : report.unguarded) {
    out += path + ":1:1: nothing that was broken makes an expectation fail" +
           (positions.empty() ? "" : " with " + positions) + "; promise what this run is about\n";
  }
  for (const std::string& survivor : report.survivors) out += "  unnoticed: " + survivor + "\n";
  out += path + ": " + std::to_string(can_fail) + " of " + std::to_string(report.fates.size()) +
         " expectations can fail, " + std::to_string(report.runs) + " runs";
  if (report.noticed + report.unnoticed > 0) {
    out += "; of " + std::to_string(report.noticed + report.unnoticed) +
           " changes of the outcome " + std::to_string(report.noticed) + " are noticed";
  }
  return out + "\n";
}

}  // namespace mailscope::scenario
