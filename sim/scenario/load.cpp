// Loading in four steps, each only when the one before found nothing: text, shape, worlds, meaning.
#include "sim/scenario/load.h"

#include <algorithm>

#include "sim/scenario/language.h"
#include "sim/scenario/node_view.h"
#include "sim/scenario/read.h"
#include "sim/scenario/references.h"

namespace mailscope::scenario {
namespace {

// Tries the world of every combination. Shapes are checked again, since a patch may have removed what is
// required; places in a patch stay places in the file.
void check_combinations(const Scenario& scenario, std::set<std::string>& hosts, Faults& faults) {
  for (const KnobPositions& positions : combinations(scenario)) {
    const Node world = merged_world(scenario, positions);
    Faults here;
    check_shape(*world_shape(), world, Mode::whole, here);
    for (Fault& fault : here) fault.kind = FaultKind::meaning;  // each part had the right shape
    if (here.empty()) {
      check_world(world, here);
      check_acts(scenario, world, positions, here);
    }
    for (const Member& host : NodeView(world).members("hosts")) hosts.insert(host.key);
    faults.insert(faults.end(), here.begin(), here.end());
    if (faults.size() > k_faults_max) return;
  }
}

// A patch that misspells a host makes a new one, which then lacks everything: say what was meant.
void check_patched_hosts(const Scenario& scenario, Faults& faults) {
  std::vector<std::string> hosts;
  for (const Member& host : NodeView(scenario.world).members("hosts")) hosts.push_back(host.key);
  for (const Knob& knob : scenario.knobs) {
    for (const Position& position : knob.positions) {
      if (position.effect.kind != NodeKind::object) continue;
      for (const Member& host : NodeView(position.effect).members("hosts")) {
        if (host.value.kind != NodeKind::object || host.value.member("address") != nullptr)
          continue;
        if (std::find(hosts.begin(), hosts.end(), host.key) != hosts.end()) continue;
        const std::string near = nearest(host.key, hosts);
        faults.push_back({FaultKind::meaning, host.key_place,
                          "there is no host \"" + host.key + "\" that this could change",
                          "write " + (near.empty() ? listed(hosts) : '"' + near + '"') +
                              ", or give a new host an \"address\""});
      }
    }
  }
}

}  // namespace

Result<Scenario, Faults> load_scenario(std::string_view text) {
  Faults faults;
  const auto tree = parse_located(text, faults);
  if (tree) check_shape(*scenario_shape(), *tree, Mode::whole, faults);
  if (!faults.empty()) {
    put_in_order(faults);
    return Error{std::move(faults)};
  }
  Scenario scenario = read_scenario(*tree);
  check_patched_hosts(scenario, faults);
  if (!faults.empty()) {
    put_in_order(faults);
    return Error{std::move(faults)};
  }
  std::set<std::string> hosts;
  check_combinations(scenario, hosts, faults);
  check_lesson(*tree, scenario, hosts, faults);
  if (faults.empty()) return scenario;
  put_in_order(faults);
  return Error{std::move(faults)};
}

Result<Catalogue, Faults> load_catalogue(std::string_view text) {
  Faults faults;
  const auto tree = parse_located(text, faults);
  if (tree) check_shape(*catalogue_shape(), *tree, Mode::whole, faults);
  if (!faults.empty()) {
    put_in_order(faults);
    return Error{std::move(faults)};
  }
  Catalogue out;
  const NodeView view(*tree);
  for (const Node& node : view.items("chapters")) {
    const NodeView chapter(node);
    out.chapters.push_back({chapter.text("id"),
                            read_both_texts(*chapter.find("title")),
                            chapter.texts("lessons"),
                            {},
                            chapter.place()});
    for (const Node& lesson : chapter.items("lessons"))
      out.chapters.back().lesson_places.push_back(lesson.place);
  }
  return out;
}

}  // namespace mailscope::scenario
