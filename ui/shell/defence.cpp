// Looking for the defence of a lesson's attack: the fewest knobs turned after which its goals are met, or, where
// the lesson is defended as it is written, after which they no longer are.
#include <algorithm>

#include "sim/scenario/verdicts.h"
#include "ui/shell/scenario_source.h"

namespace mailscope::ui {
namespace {

constexpr std::size_t k_runs_max = 48;

std::vector<std::string> attackers_in(const Trace& trace) {
  std::vector<std::string> names;
  for (const Record& record : trace) {
    const auto* added = std::get_if<HostAdded>(&record.payload);
    if (added && added->role == HostRole::attacker) names.push_back(added->name);
  }
  return names;
}

// A defence changes the world of those who are attacked: neither what the attacker does nor what is tried.
bool is_of_the_attacked(const scenario::Node& written, const scenario::Node& turned,
                        const std::vector<std::string>& attackers) {
  if (written == turned) return false;
  const auto host = [](const scenario::Node& world, const std::string& name) {
    const scenario::Node* hosts = world.find("hosts");
    return hosts ? hosts->find(name) : nullptr;
  };
  return std::all_of(attackers.begin(), attackers.end(), [&](const std::string& name) {
    const scenario::Node *before = host(written, name), *after = host(turned, name);
    return before && after ? *before == *after : before == after;
  });
}

bool are_goals_met(const scenario::Scenario& scenario, const Positions& positions,
                   const Trace& trace) {
  const auto verdicts = verdicts_on_goals(scenario, positions, trace);
  return !verdicts.empty() &&
         std::all_of(verdicts.begin(), verdicts.end(),
                     [](const scenario::Verdict& verdict) { return verdict.is_met; });
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

std::optional<LessonSource::Defence> ScenarioSource::defence(const std::string& lesson) {
  const auto known = defences_.find(lesson);
  if (known != defences_.end()) return known->second;
  std::optional<Defence>& found = defences_[lesson];
  const auto at = scenarios_.find(lesson);
  if (at == scenarios_.end() || at->second.story.empty()) return found;
  const scenario::Scenario& scenario = at->second;
  const auto written = run(lesson, {});
  if (!written) return found;
  const std::vector<std::string> attackers = attackers_in((*written)->trace());
  if (attackers.empty() || scenario.goals.empty()) return found;
  const bool is_defended = are_goals_met(scenario, {}, (*written)->trace());
  const scenario::Node as_written = merged_world(scenario, initial_positions(scenario));

  std::vector<Positions> candidates = scenario::combinations(scenario);
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](const Positions& a, const Positions& b) {
                     return turned_only(scenario, a).size() < turned_only(scenario, b).size();
                   });
  std::size_t runs = 0;
  for (const Positions& candidate : candidates) {
    const Positions turned = turned_only(scenario, candidate);
    if (turned.empty()) continue;
    if (!is_of_the_attacked(as_written, merged_world(scenario, candidate), attackers)) continue;
    if (++runs > k_runs_max) break;
    const auto ran = run(lesson, {turned, {}});
    if (!ran || are_goals_met(scenario, turned, (*ran)->trace()) == is_defended) continue;
    found = Defence{turned, is_defended};
    break;
  }
  return found;
}

}  // namespace mailscope::ui
