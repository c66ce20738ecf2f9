// The script against the world of one combination of knob positions.
#include <map>

#include "sim/scenario/node_view.h"
#include "sim/scenario/references.h"

namespace mailscope::scenario {
namespace {

// The part of a host that an act needs; empty when any host will do.
std::string part_for(const world::Doing& doing) {
  const bool is_users = std::holds_alternative<world::SendMail>(doing) ||
                        std::holds_alternative<world::FetchMail>(doing) ||
                        std::holds_alternative<world::ReadMail>(doing) ||
                        std::holds_alternative<world::MarkMail>(doing) ||
                        std::holds_alternative<world::Watch>(doing);
  return is_users ? "client" : "";
}

std::string host_of(const world::Doing& doing) {
  return std::visit([](const auto& act) { return act.host; }, doing);
}

}  // namespace

void check_acts(const Scenario& scenario, const Node& world, const KnobPositions& positions,
                Faults& faults) {
  const auto add = [&](TextPlace place, std::string what, std::string mend) {
    const std::string where = to_text(scenario, positions);
    if (!where.empty()) what += " (with " + where + ")";
    faults.push_back({FaultKind::meaning, place, std::move(what), std::move(mend)});
  };
  const NodeView view(world);
  std::vector<std::string> hosts;
  for (const Member& host : view.members("hosts")) hosts.push_back(host.key);

  std::map<std::string, std::string> after;  // act to the act that it waits for
  for (const ScriptEntry& entry : scenario.script) {
    if (!holds(entry.when, scenario, positions)) continue;
    const std::string host = host_of(entry.act.doing), part = part_for(entry.act.doing);
    const Node* found = view.find("hosts")->find(host);
    if (found == nullptr) {
      const std::string near = nearest(host, hosts);
      add(entry.place, "there is no host \"" + host + '"',
          near.empty() ? "write " + listed(hosts) : "write \"" + near + '"');
    } else if (!part.empty() && found->find(part) == nullptr) {
      add(entry.place, "the host \"" + host + "\" has no mail " + part + " for this",
          "give it a \"" + part + "\", or name another host");
    }
    if (!after.emplace(entry.act.id, entry.act.after_act).second) {
      add(entry.place, "two acts are called \"" + entry.act.id + '"',
          "give one of them another id");
    }
  }
  for (const ScriptEntry& entry : scenario.script) {
    if (entry.act.after_act.empty() || !holds(entry.when, scenario, positions)) continue;
    if (after.count(entry.act.after_act) == 0) {
      std::vector<std::string> acts;
      for (const auto& [id, waits_for] : after) acts.push_back(id);
      const std::string near = nearest(entry.act.after_act, acts);
      add(entry.place, "this act waits for \"" + entry.act.after_act + "\", which does not happen",
          near.empty() ? "name an act that happens in the same positions"
                       : "write \"" + near + '"');
      continue;
    }
    std::string at = entry.act.after_act;
    for (std::size_t hops = 0; hops <= after.size() && !at.empty() && at != entry.act.id; ++hops) {
      const auto next = after.find(at);
      at = next == after.end() ? std::string() : next->second;
    }
    if (at == entry.act.id)
      add(entry.place, "this act waits for itself", "let one act of the ring begin at a time");
  }
}

}  // namespace mailscope::scenario
