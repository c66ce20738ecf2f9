// Wires by their ends, letters by what they would cover.
#include "ui/panels/map_ways.h"

#include <algorithm>
#include <cmath>

namespace mailscope::ui {
namespace {

constexpr float k_tap_away = 20;
constexpr int k_places = 96;  // that are tried for a letter

float distance(Point a, Point b) { return std::hypot(b.x - a.x, b.y - a.y); }

}  // namespace

float way_out(Point from, Point to, Rect r) {
  float first = 0, last = 1;
  const auto cut_to = [&](float at, float step, float low, float high) {
    if (std::abs(step) < 0.01f) {
      if (at < low || at > high) last = 0;
      return;
    }
    const float a = (low - at) / step, b = (high - at) / step;
    first = std::max(first, std::min(a, b));
    last = std::min(last, std::max(a, b));
  };
  cut_to(from.x, to.x - from.x, r.x, r.right());
  cut_to(from.y, to.y - from.y, r.y, r.bottom());
  return first < last ? last : 0;
}

Point mix(Point a, Point b, float t) { return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; }

float Way::length() const {
  return is_bent ? distance(from, bend) + distance(bend, to) : distance(from, to);
}

Point Way::at(float t) const {
  if (!is_bent) return mix(from, to, t);
  const float first = distance(from, bend) / std::max(1.0f, length());
  return t < first ? mix(from, bend, t / first) : mix(bend, to, (t - first) / (1 - first + 1e-6f));
}

Way Way::start(float t) const {
  const float first = is_bent ? distance(from, bend) / std::max(1.0f, length()) : 0;
  return {from, at(t), bend, is_bent && t > first, std::nullopt};
}

Point Way::direction() const {
  const Point last = is_bent ? bend : from;
  return {to.x - last.x, to.y - last.y};
}

Way MapWays::way(HostId a, HostId b) const {
  const auto& wires = places_.map().wires;
  const auto wire = std::find_if(wires.begin(), wires.end(), [&](const MapWire& each) {
    return (each.a == a && each.b == b) || (each.a == b && each.b == a);
  });
  const auto [from, to] = ends(a, b);
  if (wire == wires.end() || wire->box.is_none() || wire->holds_box)
    return {from, to, {}, false, {}};
  const HostId victim = host(wire->box).wire_of, peer = victim == a ? b : a;
  const Point v = places_.center(victim), p = places_.center(peer), box = places_.center(wire->box);
  const bool is_on_its_way = (box.x - v.x) * (p.x - v.x) + (box.y - v.y) * (p.y - v.y) > 0;
  if (is_on_its_way) return {ends(a, wire->box).first, ends(wire->box, b).second, box, true, {}};
  const Point near = victim == a ? from : to, far = victim == a ? to : from;
  const float length = distance(near, far);
  if (length < 2 * k_tap_away) return {from, to, {}, false, {}};
  return {from, to, {}, false, mix(near, far, k_tap_away / length)};
}

Point MapWays::seal_at(const MapWire& wire) const {
  const Way way = this->way(wire.a, wire.b);
  if (way.is_bent && !wire.is_cut) return mix(way.bend, way.to, 0.6f);
  return way.at(wire.box.is_none() ? 0.5f : 0.2f);
}

std::pair<Point, Point> MapWays::ends(HostId a, HostId b) const {
  const Point from = places_.center(a), to = places_.center(b);
  return {mix(from, to, leaving(a, to)), mix(to, from, leaving(b, from))};
}

// Where the way to that point comes out from under a host's tile, doors and words: a share of it.
float MapWays::leaving(HostId id, Point to) const {
  const MapHost& host = this->host(id);
  const Point p = places_.center(id);
  float share = way_out(p, to, places_.tile_rect(host).inset(-7));
  const HostWords words = places_.words_of(host);
  for (const Rect r : {places_.ports_rect(host), words.name, words.caption}) {
    if (!r.is_empty()) share = std::max(share, way_out(p, to, r.inset(-2)));
  }
  return std::min(0.45f, share);
}

bool MapWays::covers_words(Rect r) const {
  const auto& hosts = places_.map().hosts;
  return std::any_of(hosts.begin(), hosts.end(), [&](const MapHost& host) {
    const HostWords words = places_.words_of(host);
    return overlap(words.name, r) > 0 || overlap(words.caption, r) > 0;
  });
}

// A letter on words is worst, on a tile or its doors bad.
float MapWays::cost(Point at) const {
  const Rect letter{at.x - k_letter, at.y - k_letter, 2 * k_letter, 2 * k_letter};
  float cost = covers_words(letter.inset(-1)) ? 10.0f : 0.0f;
  for (const MapHost& host : places_.map().hosts) {
    if (overlap(places_.tile_rect(host), letter) > 0 ||
        overlap(places_.ports_rect(host), letter) > 0)
      cost += 0.3f;
  }
  return cost;
}

Flight MapWays::flight(const MapPacket& packet) const {
  Flight flight{way(packet.from, packet.to), 0, 1};
  // Short of the tip of the arrow.
  const float length = std::max(1.0f, flight.way.length());
  const float wanted =
      packet.is_lost ? 0.5f : std::max(0.5f, 1 - std::max(0.2f, (k_letter + 9) / length));
  const auto nearest = [&](float place) {
    float best = place, least = 1e6f;
    for (int i = 0; i <= k_places; ++i) {
      const float t = static_cast<float>(i) / k_places;
      const float costs = cost(flight.way.at(t)) + std::abs(t - place);
      if (costs < least) least = costs, best = t;
    }
    return best;
  };
  flight.rest = nearest(wanted);
  flight.begin = std::min(nearest(0), flight.rest);
  return flight;
}

}  // namespace mailscope::ui
