// The wires: every host hangs by one on the middle of the network; middleboxes sit along them.
//
// Knows only names of hosts and distances (as delays). A packet goes up the sender's wire, past its
// boxes, through the middle, and down the receiver's wire, past the boxes there in the other order:
//
//   sender -- box -- box -- MIDDLE -- box -- receiver
#pragma once

#include <cstddef>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/time.h"

namespace mailscope::net {

struct BoxOnWire {
  HostId box{};
  Duration distance{};  // from the middle, at most the wire's length
};

struct Wire {
  Duration length{};             // one way, from the host to the middle
  std::vector<BoxOnWire> boxes;  // the nearest to the host first
  bool is_cut = false;
};

// Where a packet is on its way along one wire, and where it stops next.
struct WirePlace {
  HostId wire{};
  bool is_up = true;             // towards the middle
  Duration distance{};           // from the middle
  std::size_t boxes_passed = 0;  // in its direction
};

// Puts a box on the wire: farther from the middle = nearer to the host; a later one of the same
// distance goes nearer to the middle.
void add_box(Wire& wire, HostId box, Duration distance);

// The box at which it stops next; none: the end of the wire (the middle, or the host).
HostId next_box(const Wire& wire, const WirePlace& place);
// How long it takes to get there.
Duration delay_to_next(const Wire& wire, const WirePlace& place);
// The place of a packet that leaves the box, or starts there.
WirePlace place_behind(const Wire& wire, HostId wire_owner, HostId box, bool is_up);

}  // namespace mailscope::net
