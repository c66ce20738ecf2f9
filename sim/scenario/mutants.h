// A lesson's world broken on purpose, one thing at a time.
//
// Made from the scenario language itself and from the run, so no lesson is known by name: every setting
// that stands in the world is reversed, every part removed, every setting that could stand there tried;
// every act and typed line dropped or spoilt; every wire cut at every line; every line changed on its way.
//
//   for (const Mutation& mutation : mutations_of(scenario, positions, trace)) {
//     const auto spec = mutated(scenario, positions, {&mutation});   // none: it fits no world
//   }
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/trace/trace.h"

namespace mailscope::scenario {

struct Mutation {
  std::string words;        // "relay.server.relay: closed instead of open"
  bool is_setting = false;  // a policy or setting, not something removed or broken
  std::function<void(Node& world)> on_world;
  std::function<void(world::WorldSpec& spec)> on_spec;
};

// In an order in which those come first that break most. `trace` is the run as it is written.
std::vector<Mutation> mutations_of(const Scenario& scenario, const KnobPositions& positions,
                                   const Trace& trace);

// The world with these mutations; none when it is no world of the language any more.
std::optional<world::WorldSpec> mutated(const Scenario& scenario, const KnobPositions& positions,
                                        const std::vector<const Mutation*>& mutations);

// Parts of the above: changes of the tree that the language's shapes allow, and of what people do.
std::vector<Mutation> world_mutations(const Node& world);
std::vector<Mutation> script_mutations(const world::WorldSpec& spec);
std::vector<Mutation> sweeping_mutations();
std::vector<Mutation> wire_mutations(const Trace& trace);

}  // namespace mailscope::scenario
