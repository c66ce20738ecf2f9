// Knob positions and the worlds that they make.
#include "sim/scenario/scenario.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "sim/scenario/language.h"
#include "sim/scenario/read.h"
#include "sim/scenario/references.h"

namespace mailscope::scenario {
namespace {

const Position* position_of(const Knob& knob, const Scenario& scenario,
                            const KnobPositions& positions) {
  const auto chosen = positions.find(knob.id);
  const bool is_initial = chosen == positions.end() || !is_in_force(knob, scenario, positions);
  const std::string& id = is_initial ? knob.initial : chosen->second;
  for (const Position& position : knob.positions) {
    if (position.id == id) return &position;
  }
  return nullptr;
}

Faults unknown_positions(const Scenario& scenario, const KnobPositions& positions) {
  Faults faults;
  const auto add = [&](std::string what, const std::string& word,
                       const std::vector<std::string>& known) {
    const std::string near = nearest(word, known);
    const std::string mend = known.empty() ? std::string("leave it out: this scenario has no knobs")
                             : near.empty() ? "write " + listed(known)
                                            : "write \"" + near + '"';
    faults.push_back({FaultKind::meaning, {}, std::move(what), mend});
  };
  std::vector<std::string> knobs;
  for (const Knob& knob : scenario.knobs) knobs.push_back(knob.id);
  for (const auto& [id, chosen] : positions) {
    const Knob* knob = knob_of(scenario, id);
    if (knob == nullptr) {
      add("there is no knob \"" + id + '"', id, knobs);
      continue;
    }
    std::vector<std::string> known;
    for (const Position& position : knob->positions) known.push_back(position.id);
    if (std::find(known.begin(), known.end(), chosen) == known.end()) {
      add("the knob \"" + id + "\" has no position \"" + chosen + '"', chosen, known);
    }
  }
  return faults;
}

// One knob's every position for each of the combinations so far.
std::vector<KnobPositions> multiplied(const std::vector<KnobPositions>& so_far, const Knob& knob) {
  std::vector<KnobPositions> out;
  for (const KnobPositions& positions : so_far) {
    for (const Position& position : knob.positions) {
      KnobPositions next = positions;
      next[knob.id] = position.id;
      out.push_back(std::move(next));
    }
  }
  return out;
}

bool holds_all(const std::vector<WhenKnob>& when, const Scenario& scenario,
               const KnobPositions& positions) {
  for (const WhenKnob& wanted : when) {
    const Knob* knob = knob_of(scenario, wanted.knob);
    const Position* position = knob == nullptr ? nullptr : position_of(*knob, scenario, positions);
    if (position == nullptr) return false;
    const auto& ids = wanted.positions;
    if (std::find(ids.begin(), ids.end(), position->id) == ids.end()) return false;
  }
  return true;
}

// A file may say otherwise until it is checked; then nothing must go round in circles.
bool depends_on_earlier(const Knob& knob, const Scenario& scenario) {
  for (const std::vector<WhenKnob>& alternative : knob.when) {
    for (const WhenKnob& named : alternative) {
      const auto here = std::find_if(
          scenario.knobs.begin(), scenario.knobs.end(),
          [&](const Knob& other) { return other.id == knob.id || other.id == named.knob; });
      if (here == scenario.knobs.end() || here->id == knob.id) return false;
    }
  }
  return true;
}

// Turned out of its initial position though it is not in force: the same run as without that.
bool turns_idle_knob(const Scenario& scenario, const KnobPositions& positions) {
  return std::any_of(scenario.knobs.begin(), scenario.knobs.end(), [&](const Knob& knob) {
    return positions.at(knob.id) != knob.initial && !is_in_force(knob, scenario, positions);
  });
}

// The knobs of each section of the form.
std::vector<std::vector<const Knob*>> sections_of(const Scenario& scenario) {
  std::vector<std::vector<const Knob*>> out;
  for (const Knob& knob : scenario.knobs) {
    if (!knob.section.en.empty()) out.emplace_back();
    if (!out.empty()) out.back().push_back(&knob);
  }
  return out;
}

// How many combinations turn exactly two knobs away from their initial positions.
std::size_t pair_count(const Scenario& scenario) {
  std::size_t turned = 0, pairs = 0;
  for (const Knob& knob : scenario.knobs) {
    const std::size_t others = knob.positions.size() - 1;
    pairs += turned * others;
    turned += others;
  }
  return pairs;
}

}  // namespace

const Knob* knob_of(const Scenario& scenario, std::string_view id) {
  for (const Knob& knob : scenario.knobs) {
    if (knob.id == id) return &knob;
  }
  return nullptr;
}

KnobPositions initial_positions(const Scenario& scenario) {
  KnobPositions out;
  for (const Knob& knob : scenario.knobs) out[knob.id] = knob.initial;
  return out;
}

bool is_in_force(const Knob& knob, const Scenario& scenario, const KnobPositions& positions) {
  return depends_on_earlier(knob, scenario) && holds(knob.when, scenario, positions);
}

bool holds(const When& when, const Scenario& scenario, const KnobPositions& positions) {
  return when.empty() || std::any_of(when.begin(), when.end(), [&](const auto& alternative) {
           return holds_all(alternative, scenario, positions);
         });
}

std::vector<KnobPositions> combinations(const Scenario& scenario) {
  const KnobPositions initial = initial_positions(scenario);
  std::size_t count = 1;
  for (const Knob& knob : scenario.knobs) {
    count = count > k_combinations_max ? count : count * knob.positions.size();
  }
  std::set<KnobPositions> seen{initial};
  std::vector<KnobPositions> out{initial};
  const auto add = [&](const std::vector<KnobPositions>& turned) {
    for (const KnobPositions& positions : turned) {
      if (turns_idle_knob(scenario, positions)) continue;
      if (seen.insert(positions).second) out.push_back(positions);
    }
  };
  if (count <= k_combinations_max) {
    std::vector<KnobPositions> all{KnobPositions{}};
    for (const Knob& knob : scenario.knobs) all = multiplied(all, knob);
    add(all);
    return out;
  }
  for (const Knob& knob : scenario.knobs) add(multiplied({initial}, knob));
  if (pair_count(scenario) <= k_pairs_max) {
    for (auto one = scenario.knobs.begin(); one != scenario.knobs.end(); ++one) {
      for (auto other = std::next(one); other != scenario.knobs.end(); ++other)
        add(multiplied(multiplied({initial}, *one), *other));
    }
  }
  for (const auto& section : sections_of(scenario)) {
    std::vector<KnobPositions> all{initial};
    for (const Knob* knob : section) {
      if (all.size() <= k_section_max) all = multiplied(all, *knob);
    }
    if (all.size() <= k_section_max) add(all);
  }
  return out;
}

std::string to_text(const Scenario& scenario, const KnobPositions& positions) {
  std::string out;
  for (const Knob& knob : scenario.knobs) {
    const Position* position = position_of(knob, scenario, positions);
    if (position == nullptr) continue;
    out += (out.empty() ? "" : " ") + knob.id + "=" + position->id;
  }
  return out;
}

Node merged_world(const Scenario& scenario, const KnobPositions& positions) {
  Node world = scenario.world;
  for (const Knob& knob : scenario.knobs) {
    const Position* position = position_of(knob, scenario, positions);
    if (position != nullptr && position->effect.kind == NodeKind::object &&
        is_in_force(knob, scenario, positions))
      merge_patch(world, position->effect);
  }
  return world;
}

Result<world::WorldSpec, Faults> world_for(const Scenario& scenario, const KnobPositions& positions,
                                           const std::vector<Intervention>& interventions) {
  Faults faults = unknown_positions(scenario, positions);
  if (!faults.empty()) return Error{std::move(faults)};
  auto made = world_from(merged_world(scenario, positions), scenario, positions);
  if (!made) return made;
  if (const std::string what = apply(interventions, *made); !what.empty()) {
    return Error{Faults{{FaultKind::meaning, {}, what, "leave out what was changed in the run"}}};
  }
  return made;
}

Result<world::WorldSpec, Faults> world_from(const Node& world, const Scenario& scenario,
                                            const KnobPositions& positions) {
  Faults faults;
  check_shape(*world_shape(), world, Mode::whole, faults);
  if (faults.empty()) {
    check_world(world, faults);
    check_acts(scenario, world, positions, faults);
  }
  if (!faults.empty()) {
    put_in_order(faults);
    return Error{std::move(faults)};
  }
  world::WorldSpec spec = read_world(world);
  for (const ScriptEntry& entry : scenario.script) {
    if (holds(entry.when, scenario, positions)) spec.script.push_back(entry.act);
  }
  return spec;
}

}  // namespace mailscope::scenario
