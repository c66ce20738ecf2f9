// Looking for the defence of a lesson's attack: the fewest knobs turned after which its goals are met.
#include <algorithm>

#include "sim/scenario/outcomes.h"
#include "sim/scenario/verdicts.h"
#include "ui/shell/scenario_source.h"

namespace mailscope::ui {
namespace {

constexpr std::size_t k_runs_max = 48;

bool has_attacker(const Trace& trace) {
  return std::any_of(trace.begin(), trace.end(), [](const Record& record) {
    const auto* added = std::get_if<HostAdded>(&record.payload);
    return added && added->role == HostRole::attacker;
  });
}

bool are_goals_met(const scenario::Scenario& scenario, const Positions& positions,
                   const Trace& trace) {
  const auto verdicts = verdicts_on_goals(scenario, positions, trace);
  return verdicts.size() == scenario.goals.size() &&
         std::all_of(verdicts.begin(), verdicts.end(),
                     [](const scenario::Verdict& verdict) { return verdict.is_met; });
}

// How well off the attackers are: what they know counts most, then what nobody refused.
std::size_t gains_of(const Trace& trace) {
  std::vector<bool> is_attacker;
  std::size_t learnt = 0, refused = 0;
  for (const Record& record : trace) {
    if (const auto* added = std::get_if<HostAdded>(&record.payload)) {
      is_attacker.resize(std::max<std::size_t>(is_attacker.size(), record.place.host.value + 1U));
      is_attacker[record.place.host.value] = added->role == HostRole::attacker;
    }
    const bool is_theirs =
        record.place.host.value < is_attacker.size() && is_attacker[record.place.host.value];
    if (is_theirs && std::holds_alternative<SecretLearnt>(record.payload)) ++learnt;
    const auto* decision = std::get_if<Decision>(&record.payload);
    if (decision && decision->verdict == Verdict::refused) ++refused;
  }
  return 1000 * learnt + 999 - std::min<std::size_t>(refused, 999);
}

std::size_t turned_count(const scenario::Scenario& scenario, const Positions& positions) {
  std::size_t count = 0;
  for (const auto& [id, position] : positions) {
    const scenario::Knob* knob = knob_of(scenario, id);
    if (knob && knob->initial != position) ++count;
  }
  return count;
}

// Only what is turned, as a link has it.
Positions turned_only(const scenario::Scenario& scenario, const Positions& positions) {
  Positions turned;
  for (const auto& [id, position] : positions) {
    const scenario::Knob* knob = knob_of(scenario, id);
    if (knob && knob->initial != position) turned[id] = position;
  }
  return turned;
}

}  // namespace

std::optional<Positions> ScenarioSource::defence(const std::string& lesson) {
  const auto known = defences_.find(lesson);
  if (known != defences_.end()) return known->second;
  std::optional<Positions>& found = defences_[lesson];
  const auto scenario = scenarios_.find(lesson);
  if (scenario == scenarios_.end() || scenario->second.story.empty()) return found;
  const auto written = run(lesson, {});
  if (!written || !has_attacker((*written)->trace())) return found;
  const bool has_task =
      !scenario->second.goals.empty() && !are_goals_met(scenario->second, {}, (*written)->trace());

  std::vector<Positions> candidates = scenario::combinations(scenario->second);
  std::stable_sort(candidates.begin(), candidates.end(), [&](const Positions& a, const Positions& b) {
    return turned_count(scenario->second, a) < turned_count(scenario->second, b);
  });
  std::size_t runs = 0, least = gains_of((*written)->trace());
  for (const Positions& candidate : candidates) {
    const std::size_t count = turned_count(scenario->second, candidate);
    if (count == 0 || (!has_task && count > 1)) continue;
    if (++runs > k_runs_max) break;
    const Positions turned = turned_only(scenario->second, candidate);
    const auto ran = run(lesson, {turned, {}});
    if (!ran) continue;
    if (has_task) {
      if (!are_goals_met(scenario->second, turned, (*ran)->trace())) continue;
      found = turned;
      break;
    }
    // Nothing is to be reached: the turn that leaves the attackers worst off.
    const std::size_t gains = gains_of((*ran)->trace());
    if (gains >= least) continue;
    least = gains;
    found = turned;
  }
  return found;
}

}  // namespace mailscope::ui
