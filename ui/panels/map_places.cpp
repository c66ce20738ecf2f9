// Tiles, centres, words.
#include "ui/panels/map_places.h"

#include <algorithm>
#include <cmath>

namespace mailscope::ui {
namespace {

constexpr float k_small_tile = 0.72f;  // of those that only help: name servers, boxes
constexpr float k_ports = 26;          // above a tile
constexpr float k_port = 19;           // the height of one
constexpr float k_name = 24, k_caption = 18, k_row_gap = 8;  // below it

Point between(Point a, Point b) { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }

bool is_mail_host(const MapHost& host) { return !is_name_server(host) && !host.is_box; }

}  // namespace

bool is_name_server(const MapHost& host) {
  return host.role == HostRole::dns || host.role == HostRole::resolver;
}

float overlap(Rect a, Rect b) {
  const float w = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const float h = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

MapPlaces::MapPlaces(const MapModel& map, Rect area, bool is_narrow, const Canvas& canvas)
    : map_(map), canvas_(canvas), area_(area) {
  for (const MapHost& host : map.hosts) {
    if (!is_mail_host(host)) continue;
    columns_.insert(host.spot.x);
    ++members_[host.spot.x];
  }
  // On a narrow map the mail hosts stand in a zigzag, so that their names have room.
  is_zigzag_ = is_narrow && columns_.size() > 2;
  size_tiles(is_narrow);
  place(is_narrow);
  for (const MapHost& host : map.hosts) words_.push_back(place_words(host));
}

// The fullest column decides: its tiles, doors and names stand one below the other.
void MapPlaces::size_tiles(bool is_narrow) {
  struct Pile {
    std::size_t hosts = 0, with_ports = 0;
  };
  std::map<int, Pile> piles;
  bool has_helpers = false;
  for (const MapHost& host : map_.hosts) {
    has_helpers = has_helpers || is_name_server(host);
    if (!is_mail_host(host)) continue;
    // In a zigzag two columns share the height.
    Pile& pile = piles[is_zigzag_ && members_[host.spot.x] == 1 ? -1 : host.spot.x];
    ++pile.hosts;
    pile.with_ports += host.ports.empty() ? 0u : 1u;
    has_ports_on_top_[host.spot.x] =
        has_ports_on_top_[host.spot.x] || (host.spot.y <= 500 && !host.ports.empty());
  }
  const auto column_count = static_cast<float>(std::max<std::size_t>(1, columns_.size()));
  const float across = area_.w / (is_narrow ? std::max(4.0f, column_count * 1.5f)
                                            : std::max(6.0f, column_count * 1.9f));
  const auto fitting = [&](float label) {
    // `tile` in: helpers' row (a small tile and a gap) + rows * (ports + tile + label + gap) = height.
    float least = 1e6f;
    for (const auto& [column, pile] : piles) {
      const bool is_zigzag = column == -1;
      const auto rows =
          static_cast<float>(is_zigzag ? std::min<std::size_t>(2, pile.hosts) : pile.hosts);
      const auto ports = static_cast<float>(is_zigzag ? std::min<std::size_t>(2, pile.with_ports)
                                                      : pile.with_ports);
      const float fixed = rows * (label + 6) + ports * (k_ports - 6) + (rows - 1) * k_row_gap +
                          (has_helpers ? 14.0f : 0.0f);
      least = std::min(least, (area_.h - fixed) / (rows + (has_helpers ? k_small_tile : 0.0f)));
    }
    return least;
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
  float helpers = 0;
  for (const MapHost& host : map_.hosts) {
    if (is_name_server(host)) helpers = tile_of(host) + 14;
  }
  for (const MapHost& host : map_.hosts) {
    const float x =
        area_.x + side + (area_.w - 2 * side) * static_cast<float>(host.spot.x) / 1000.0f;
    if (is_name_server(host)) {
      centers_.push_back({std::round(x), area_.y + tile_of(host) / 2 + 4});
      continue;
    }
    const auto on_top = has_ports_on_top_.find(host.spot.x);
    // Who stands alone in a column stands as high as all others who do, so that wires are level.
    const bool is_alone = on_top != has_ports_on_top_.end() && members_[host.spot.x] == 1;
    const bool has_ports = on_top == has_ports_on_top_.end() || is_alone || on_top->second;
    const float top = helpers + (has_ports ? k_ports : 6) + tile_ / 2;
    float y = static_cast<float>(host.spot.y) / 1000.0f;
    if (is_zigzag_ && !host.is_box) {
      // Those that share a column stand one below the other already.
      const auto nth = std::distance(columns_.begin(), columns_.find(host.spot.x));
      if (members_[host.spot.x] == 1) y = nth % 2 == 0 ? 1.0f : 0.0f;
    }
    centers_.push_back(
        {std::round(x), std::round(area_.y + top + std::max(0.0f, area_.h - top - bottom) * y)});
  }
  for (const MapWire& wire : map_.wires) {
    if (wire.holds_box) centers_[wire.box.value - 1] = between(center(wire.a), center(wire.b));
  }
}

HostWords MapPlaces::place_words(const MapHost& host) const {
  const Rect tile = tile_rect(host);
  const auto wide = [&](Face face, float size, std::string_view text, float most) {
    return std::min(most, canvas_.width(face, size, text) + 8);
  };
  if (is_name_server(host)) {  // beside it: the mail hosts are below
    const float most = side_width(host), x = tile.right() + 6, y = tile.center().y;
    return {{x, y - 19, wide(Face::strong, 13.5f, host.name, most), 20},
            {x, y - 1, wide(Face::regular, 12, host.caption, most), 18}};
  }
  const float most = label_width(host.id);
  const auto left = [&](float w) {  // in the middle, as far as nothing is cut off at the map's edge
    return std::max(area_.x, std::min(tile.center().x - w / 2, area_.right() - w));
  };
  const float name = wide(Face::strong, 14, host.name, most);
  HostWords words{{left(name), tile.bottom() + 3, name, 20}, {}};
  if (host.caption != host.name && !host.is_box && has_captions_) {
    const float under = wide(Face::regular, 12.5f, host.caption, most);
    words.caption = {left(under), tile.bottom() + 21, under, 18};
  }
  return words;
}

float MapPlaces::port_width(const MapPort& port) const {
  return canvas_.width(Face::mono, 12, std::to_string(port.port)) + 10;
}

Rect MapPlaces::ports_rect(const MapHost& host) const {
  if (host.ports.empty()) return {};
  float wide = -k_port_gap;
  for (const MapPort& port : host.ports) wide += port_width(port) + k_port_gap;
  const Rect tile = tile_rect(host);
  return {tile.center().x - wide / 2, tile.y - k_port - 4, wide, k_port};
}

// To the right of a name server: as far as the next one.
float MapPlaces::side_width(const MapHost& host) const {
  const Rect tile = tile_rect(host);
  float wide = std::min(158.0f, area_.right() - tile.right() - 6);
  for (const MapHost& other : map_.hosts) {
    const float away = tile_rect(other).x - tile.right();
    if (is_name_server(other) && away > 0) wide = std::min(wide, away - 12);
  }
  return std::max(wide, 24.0f);
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

}  // namespace mailscope::ui
