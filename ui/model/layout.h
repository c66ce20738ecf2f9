// Where every host stands on the map: mail flows from left to right, DNS above, boxes on their wires.
//
// Computed from who calls whom in the whole trace, so that nothing jumps while the learner steps.
#pragma once

#include <utility>
#include <vector>

#include "sim/trace/trace.h"

namespace mailscope::ui {

struct Spot {
  int x = 500,
      y = 500;  // in thousandths of the map's width, and of the height that is left below DNS
  friend bool operator==(const Spot&, const Spot&) = default;
};

struct MapEdge {  // two hosts that speak with each other in this run
  HostId client{}, server{};
  Protocol protocol = Protocol::none;  // of the first service called
  HostId box{};                        // what passes here passes through it; none
  bool holds_box = false;              // it stands here, on one of its victim's wires
  friend bool operator==(const MapEdge&, const MapEdge&) = default;
};

struct MapLayout {
  std::vector<Spot> spots;  // by HostId, index id - 1
  std::vector<MapEdge> edges;
  std::vector<std::pair<HostId, Port>> used_doors;  // that somebody calls in this run
  std::vector<HostId> lane_order;                   // from left to right in the ladder
  friend bool operator==(const MapLayout&, const MapLayout&) = default;
};

MapLayout layout_of(const Trace& trace);

}  // namespace mailscope::ui
