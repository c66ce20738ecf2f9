// The ways on the map: of wires, past the box that sits on them, and of the letter that flies along one.
//
//   const Flight flight = MapWays(places).flight(packet);
//   draw_letter(flight.at(progress));      // its face covers no host's words where it rests
#pragma once

#include <optional>
#include <utility>

#include "ui/panels/map_places.h"

namespace mailscope::ui {

inline constexpr float k_letter = 15;  // its radius

Point mix(Point a, Point b, float t);
// Where the way from `from` to `to` has left that rectangle, as a share of it; 0 when it does not touch it.
float way_out(Point from, Point to, Rect r);

struct Way {
  Point from, to, bend;
  bool is_bent = false;      // round by the box
  std::optional<Point> tap;  // where the box listens that stands on another wire of its victim

  float length() const;
  Point at(float t) const;
  // Up to `at(t)`.
  Way start(float t) const;
  Point direction() const;  // of its end
};

struct Flight {
  Way way;
  float begin = 0, rest = 1;  // shares of the way

  Point at(float progress) const { return way.at(begin + (rest - begin) * progress); }
};

class MapWays {
 public:
  explicit MapWays(const MapPlaces& places) : places_(places) {}

  const MapPlaces& places() const { return places_; }

  // From the edge of one tile to the edge of the other. What passes through a box bends round by it where it lies on
  // the way out of its victim; where it does not, a tap beside the victim stands for it.
  Way way(HostId a, HostId b) const;
  // Of the padlock, or of the cut; beside the box that sits there, if there is one.
  Point seal_at(const MapWire& wire) const;
  Flight flight(const MapPacket& packet) const;
  // Something is written there, of whichever host.
  bool covers_words(Rect r) const;

 private:
  const MapHost& host(HostId id) const { return places_.map().hosts[id.value - 1]; }
  std::pair<Point, Point> ends(HostId a, HostId b) const;
  float leaving(HostId id, Point to) const;
  float cost(Point letter) const;

  const MapPlaces& places_;
};

}  // namespace mailscope::ui
