// Tiles, centres, bubbles.
#include "ui/panels/map_places.h"

#include <cmath>
#include <map>

namespace mailscope::ui {
namespace {

constexpr float k_small_tile = 0.72f;  // of those that only help: name servers, boxes
constexpr float k_ports = 26;          // above a tile
constexpr float k_name = 24, k_caption = 18, k_row_gap = 8;  // below it

bool is_mail_host(const MapHost& host) { return !is_name_server(host) && !host.is_box; }

float overlap(Rect a, Rect b) {
  const float w = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const float h = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

}  // namespace

bool is_name_server(const MapHost& host) {
  return host.role == HostRole::dns || host.role == HostRole::resolver;
}

Point mix(Point a, Point b, float t) { return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; }

MapPlaces::MapPlaces(const MapModel& map, Rect area, bool is_narrow) : map_(map), area_(area) {
  for (const MapHost& host : map.hosts) {
    if (is_mail_host(host)) columns_.insert(host.spot.x);
  }
  // On a narrow map the mail hosts stand in a zigzag, so that their names have room.
  is_zigzag_ = is_narrow && columns_.size() > 2;
  size_tiles(is_narrow);
  place(is_narrow);
}

// The fullest column decides: its tiles, doors and names stand one below the other.
void MapPlaces::size_tiles(bool is_narrow) {
  std::map<int, std::size_t> members;
  bool has_helpers = false;
  for (const MapHost& host : map_.hosts) {
    if (is_mail_host(host)) ++members[host.spot.x];
    has_helpers = has_helpers || is_name_server(host);
  }
  std::size_t rows = is_zigzag_ ? 2 : 1;
  for (const auto& [column, count] : members) rows = std::max(rows, count);
  const auto row_count = static_cast<float>(rows);
  const auto column_count = static_cast<float>(std::max<std::size_t>(1, columns_.size()));
  const float across = area_.w / (is_narrow ? std::max(4.0f, column_count * 1.5f)
                                            : std::max(6.0f, column_count * 1.9f));
  const auto fitting = [&](float label) {
    // `tile` in: helpers' row (a small tile and a gap) + rows * (ports + tile + label + gap) = height.
    const float fixed =
        row_count * (k_ports + label) + (row_count - 1) * k_row_gap + (has_helpers ? 14.0f : 0.0f);
    return (area_.h - fixed) / (row_count + (has_helpers ? k_small_tile : 0.0f));
  };
  float tall = fitting(k_name + k_caption);
  has_captions_ = tall >= 34;
  if (!has_captions_) tall = fitting(k_name);
  tile_ = std::round(std::clamp(std::min(across, tall), 26.0f, 72.0f));
}

float MapPlaces::tile_of(const MapHost& host) const {
  return is_mail_host(host) ? tile_ : std::max(26.0f, std::round(tile_ * k_small_tile));
}

Rect MapPlaces::tile_rect(const MapHost& host) const {
  const Point p = center(host.id);
  const float side = tile_of(host);
  return {p.x - side / 2, p.y - side / 2, side, side};
}

void MapPlaces::place(bool is_narrow) {
  const float side = std::max(tile_ * 0.8f, is_narrow ? 46.0f : 76.0f);
  const float bottom = tile_ / 2 + k_name + (has_captions_ ? k_caption : 0);
  float top = tile_ / 2 + k_ports;
  for (const MapHost& host : map_.hosts) {
    if (is_name_server(host)) top = tile_of(host) + 14 + k_ports + tile_ / 2;
  }
  for (const MapHost& host : map_.hosts) {
    const float x =
        area_.x + side + (area_.w - 2 * side) * static_cast<float>(host.spot.x) / 1000.0f;
    if (is_name_server(host)) {
      centers_.push_back({std::round(x), area_.y + tile_of(host) / 2 + 4});
      continue;
    }
    float y = static_cast<float>(host.spot.y) / 1000.0f;
    if (is_zigzag_ && !host.is_box) {
      const auto nth = std::distance(columns_.begin(), columns_.find(host.spot.x));
      y = std::clamp(y + (nth % 2 == 0 ? 0.5f : -0.5f), 0.0f, 1.0f);
    }
    centers_.push_back(
        {std::round(x), std::round(area_.y + top + std::max(0.0f, area_.h - top - bottom) * y)});
  }
  for (const MapWire& wire : map_.wires) {
    if (!wire.box.is_none())
      centers_[wire.box.value - 1] = mix(center(wire.a), center(wire.b), 0.5f);
  }
}

std::pair<Point, Point> MapPlaces::ends(HostId a, HostId b) const {
  const Point from = center(a), to = center(b);
  const float length = std::max(1.0f, std::hypot(to.x - from.x, to.y - from.y));
  const float cut = std::min(0.45f, (tile_ * 0.62f) / length);
  return {mix(from, to, cut), mix(from, to, 1 - cut)};
}

float MapPlaces::label_width(HostId id) const {
  const Point p = center(id);
  float wide = std::min(210.0f, 2 * std::min(p.x - area_.x, area_.right() - p.x) + 8);
  for (const MapHost& other : map_.hosts) {
    const Point q = center(other.id);
    if (other.id != id && !other.is_box && std::abs(q.y - p.y) < tile_) {
      wide = std::min(wide, std::abs(q.x - p.x) - 6);
    }
  }
  return std::max(wide, 56.0f);
}

// How much of the hosts, their doors and names a bubble there would cover.
float MapPlaces::covered(Rect bubble) const {
  float area = 0;
  for (const MapHost& host : map_.hosts) {
    const Rect tile = tile_rect(host);
    const bool is_helper = is_name_server(host);
    const float above = host.ports.empty() ? 4.0f : k_ports + 2;
    const float below = is_helper                       ? 4.0f
                        : host.is_box || !has_captions_ ? k_name
                                                        : k_name + k_caption;
    area += overlap(
        {tile.x - 6, tile.y - above, tile.w + (is_helper ? 110.0f : 12.0f), tile.h + above + below},
        bubble);
  }
  if (bubble.y < area_.y || bubble.bottom() > area_.bottom() + 6) area += 100'000;
  return area;
}

Rect MapPlaces::bubble(Point at, float wide, float height, Rect taken) const {
  const float x = std::clamp(at.x - wide / 2, area_.x + 6, area_.right() - 6 - wide);
  Rect best{x, at.y - 27 - height, wide, height};
  float least = 1e9f;
  const float away = tile_ / 2 + 30;
  for (const float y : {at.y - 27 - height, at.y + 27, at.y - away - height, at.y + away + 14,
                        at.y - away - height - 30, at.y + away + 44}) {
    const Rect r{x, y, wide, height};
    const float area = covered(r) + (overlap(r.inset(-3), taken) > 0 ? 50'000.0f : 0.0f);
    if (area < least - 1) least = area, best = r;
  }
  return best;
}

}  // namespace mailscope::ui
