// Counting boxes from either end of a wire.
#include "sim/net/wire.h"

#include <algorithm>

#include "sim/base/check.h"

namespace mailscope::net {
namespace {

// The index in wire.boxes of the one that is passed next; boxes.size() when none is left.
std::size_t next_index(const Wire& wire, const WirePlace& place) {
  const std::size_t count = wire.boxes.size();
  if (place.boxes_passed >= count) return count;
  return place.is_up ? place.boxes_passed : count - 1 - place.boxes_passed;
}

}  // namespace

void add_box(Wire& wire, HostId box, Duration distance) {
  distance = std::clamp(distance, Duration{}, wire.length);
  const auto behind =
      std::find_if(wire.boxes.begin(), wire.boxes.end(),
                   [&](const BoxOnWire& other) { return other.distance < distance; });
  wire.boxes.insert(behind, {box, distance});
}

HostId next_box(const Wire& wire, const WirePlace& place) {
  const std::size_t index = next_index(wire, place);
  return index == wire.boxes.size() ? HostId{} : wire.boxes[index].box;
}

Duration delay_to_next(const Wire& wire, const WirePlace& place) {
  const std::size_t index = next_index(wire, place);
  const Duration end = place.is_up ? Duration{} : wire.length;
  const Duration there = index == wire.boxes.size() ? end : wire.boxes[index].distance;
  return place.is_up ? place.distance - there : there - place.distance;
}

WirePlace place_behind(const Wire& wire, HostId wire_owner, HostId box, bool is_up) {
  const auto found = std::find_if(wire.boxes.begin(), wire.boxes.end(),
                                  [&](const BoxOnWire& other) { return other.box == box; });
  MUST(found != wire.boxes.end());
  const auto index = static_cast<std::size_t>(found - wire.boxes.begin());
  const std::size_t passed = is_up ? index + 1 : wire.boxes.size() - index;
  return {wire_owner, is_up, found->distance, passed};
}

}  // namespace mailscope::net
