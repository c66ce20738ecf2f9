// The map: hosts as tiles, wires between them, the letter of this step on its way.
#include <cmath>
#include <set>

#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

constexpr float k_flight_s = 0.38f;
constexpr float k_small_tile = 0.72f;  // of those that only help: name servers, boxes

const char* icon_of(HostRole role) {
  switch (role) {
    case HostRole::client: return k_icon_laptop;
    case HostRole::server: return k_icon_server;
    case HostRole::resolver: return k_icon_search;
    case HostRole::dns: return k_icon_globe;
    case HostRole::attacker: return k_icon_user_secret;
    case HostRole::outside: return k_icon_sitemap;
  }
  return k_icon_server;
}

class MapDrawing {
 public:
  MapDrawing(const Drawing& drawing, Rect area)
      : d_(drawing),
        c_(drawing.canvas.colours()),
        area_(area),
        tile_(std::clamp(std::min(area.w / 10, area.h / 4.6f), 40.0f, 84.0f)) {
    place();
  }

  void draw() {
    for (const MapWire& wire : map().wires) draw_wire(wire);
    const float t = map().packet ? d_.canvas.progress("packet", key(), k_flight_s) : 1;
    if (map().packet) draw_trail(*map().packet, t);
    for (const MapWire& wire : map().wires) draw_seal(wire);
    for (const MapHost& host : map().hosts) draw_host(host);
    if (map().packet) draw_packet(*map().packet, t);
    for (const MapHost& host : map().hosts) {
      if (!host.screen.empty()) draw_screen_bubble(host);
    }
  }

 private:
  const MapModel& map() const { return d_.screen.map; }
  std::uint64_t key() const { return d_.screen.run_number << 32 | map().step; }
  const MapHost& host(HostId id) const { return map().hosts[id.value - 1]; }

  Point center(HostId id) const { return centers_[id.value - 1]; }

  // Spots are the centres of tiles, kept so that names and captions stay inside. On a narrow map the mail
  // hosts stand in a zigzag, so that their names have room.
  void place() {
    const float side = std::max(tile_ * 0.8f, d_.is_narrow ? 46.0f : 76.0f),
                bottom = tile_ / 2 + 44;
    float top = tile_ / 2 + 30;
    const float small = tile_ * k_small_tile;
    std::set<int> columns;
    for (const MapHost& host : map().hosts) {
      if (!is_name_server(host) && !host.is_box) columns.insert(host.spot.x);
      if (is_name_server(host)) top = tile_ / 2 + 36 + small + 8;
    }
    const bool is_zigzag = d_.is_narrow && columns.size() > 2;
    for (const MapHost& host : map().hosts) {
      float y = static_cast<float>(host.spot.y) / 1000.0f;
      const float x =
          area_.x + side + (area_.w - 2 * side) * static_cast<float>(host.spot.x) / 1000.0f;
      if (is_name_server(host)) {
        centers_.push_back({x, area_.y + small / 2 + 6});
        continue;
      }
      if (is_zigzag && !host.is_box) {
        const auto nth = std::distance(columns.begin(), columns.find(host.spot.x));
        y = std::clamp(y + (nth % 2 == 0 ? 0.45f : -0.45f), 0.0f, 1.0f);
      }
      centers_.push_back({x, area_.y + top + (area_.h - top - bottom) * y});
    }
    for (const MapWire& wire : map().wires) {
      if (!wire.box.is_none())
        centers_[wire.box.value - 1] = mix(center(wire.a), center(wire.b), 0.5f);
    }
  }
  static bool is_name_server(const MapHost& host) {
    return host.role == HostRole::dns || host.role == HostRole::resolver;
  }

  // How much of the hosts a bubble there would cover.
  float covered(Rect bubble) const {
    float area = 0;
    for (const MapHost& host : map().hosts) {
      const Point p = center(host.id);
      const bool is_helper = is_name_server(host);
      const float ports = host.ports.empty() ? 4.0f : 28.0f, label = is_helper     ? 4.0f
                                                                     : host.is_box ? 22.0f
                                                                                   : 42.0f;
      const float half = (is_helper || host.is_box ? tile_ * k_small_tile : tile_) / 2;
      const Rect r{p.x - half - 6, p.y - half - ports, 2 * half + (is_helper ? 110.0f : 12.0f),
                   2 * half + ports + label};
      const float w = std::min(r.right(), bubble.right()) - std::max(r.x, bubble.x);
      const float h = std::min(r.bottom(), bubble.bottom()) - std::max(r.y, bubble.y);
      if (w > 0 && h > 0) area += w * h;
    }
    if (bubble.y < area_.y || bubble.bottom() > area_.bottom()) area += 100'000;
    return area;
  }
  // Above or below the point, wherever it covers least; of equals the nearest.
  Rect bubble_place(Point at, float wide, float height, float taken_y = -1) const {
    const float x = std::clamp(at.x - wide / 2, area_.x + 6, area_.right() - 6 - wide);
    Rect best{x, at.y - 27 - height, wide, height};
    float least = 1e9f;
    const float away = tile_ / 2 + 30;
    for (const float y : {at.y - 27 - height, at.y + 27, at.y - away - height, at.y + away + 14,
                          at.y - away - height - 30, at.y + away + 44}) {
      const Rect r{x, y, wide, height};
      if (taken_y >= 0 && std::abs(taken_y - y) < height + 6) continue;
      const float area = covered(r);
      if (area < least - 1) least = area, best = r;
    }
    return best;
  }
  void tail(Rect bubble, Point at, std::uint32_t colour, float gap) {
    const float x = std::clamp(at.x, bubble.x + 14, bubble.right() - 14);
    if (bubble.bottom() < at.y) {
      d_.canvas.triangle({x - 6, bubble.bottom() - 1}, {x + 6, bubble.bottom() - 1},
                         {x, bubble.bottom() + 8}, colour);
      if (at.y - gap > bubble.bottom() + 8)
        d_.canvas.line({x, bubble.bottom() + 7}, {at.x, at.y - gap}, colour, 1.5f);
    } else {
      d_.canvas.triangle({x - 6, bubble.y + 1}, {x + 6, bubble.y + 1}, {x, bubble.y - 8}, colour);
      if (at.y + gap < bubble.y - 8)
        d_.canvas.line({x, bubble.y - 7}, {at.x, at.y + gap}, colour, 1.5f);
    }
  }

  static Point mix(Point a, Point b, float t) {
    return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
  }
  // From the edge of one tile to the edge of the other.
  std::pair<Point, Point> ends(HostId a, HostId b) const {
    const Point from = center(a), to = center(b);
    const float length = std::max(1.0f, std::hypot(to.x - from.x, to.y - from.y));
    const float cut = std::min(0.45f, (tile_ * 0.62f) / length);
    return {mix(from, to, cut), mix(from, to, 1 - cut)};
  }

  void draw_wire(const MapWire& wire) {
    const auto [a, b] = ends(wire.a, wire.b);
    const std::uint32_t colour = colour_of(c_, wire.protocol);
    switch (wire.seal) {
      case WireSeal::idle:
        if (wire.protocol == Protocol::dns) {
          d_.canvas.dashed(a, b, c_.faint, 1, 3, 5);
        } else {
          d_.canvas.line(a, b, c_.faint, 1.5f);
        }
        return;
      case WireSeal::open: d_.canvas.line(a, b, colour, 2.5f); return;
      case WireSeal::sealed: {  // a tube: nothing can be read from outside
        d_.canvas.line(a, b, colour, 9);
        d_.canvas.line(a, b, c_.raised, 5);
        d_.canvas.line(a, b, faded(colour, 45), 2);
        return;
      }
    }
  }

  void draw_seal(const MapWire& wire) {
    if (wire.is_cut) {
      const auto [from, to] = ends(wire.a, wire.b);
      const Point middle = mix(from, to, 0.5f);
      d_.canvas.disc(middle, 15, c_.raised);
      d_.canvas.ring(middle, 15, c_.trouble, 2);
      d_.canvas.icon(middle, 16, c_.trouble_text, k_icon_scissors);
      return;
    }
    if (wire.seal == WireSeal::idle) return;
    const auto [a, b] = ends(wire.a, wire.b);
    const bool is_sealed = wire.seal == WireSeal::sealed;
    // Beside the box that sits in the middle, if there is one.
    const Point at = mix(a, b, wire.box.is_none() ? 0.5f : 0.2f);
    d_.canvas.disc(at, 13, c_.raised);
    d_.canvas.ring(at, 13, is_sealed ? c_.right : c_.trouble, 1.5f);
    d_.canvas.icon(at, 14, is_sealed ? c_.right_text : c_.trouble_text,
                   is_sealed ? k_icon_lock : k_icon_unlock);
  }

  void draw_host(const MapHost& host) {
    const Point p = center(host.id);
    const bool is_small = host.is_box || is_name_server(host);
    const float size = is_small ? tile_ * k_small_tile : tile_;
    const Rect tile{p.x - size / 2, p.y - size / 2, size, size};
    const bool is_bad = host.role == HostRole::attacker || host.is_box;
    const float radius = host.is_box ? size / 2 : size * 0.24f;
    if (d_.canvas.clicked("host:" + std::to_string(host.id.value), tile.inset(-6))) {
      d_.intents.add("host", std::to_string(host.id.value));
    }
    if (host.is_active)
      d_.canvas.fill(tile.inset(-5), is_bad ? c_.trouble_glow : c_.glow, radius + 5);
    d_.canvas.fill(tile, d_.canvas.hovers(tile) ? c_.sunken : c_.raised, radius);
    const std::uint32_t edge = is_bad ? c_.trouble : host.is_active ? c_.accent : c_.faint;
    d_.canvas.stroke(tile, edge, radius, host.is_active || is_bad ? 2.0f : 1.5f);
    const char* glyph =
        host.is_box ? (host.knows_secrets ? k_icon_eye : k_icon_eye_slash) : icon_of(host.role);
    d_.canvas.icon(p, size * 0.44f, is_bad ? c_.trouble_text : c_.ink, glyph);

    if (is_name_server(host)) {  // beside it: the mail hosts are below
      const Rect name{tile.right() + 8, p.y - 19, 150, 20};
      d_.canvas.text_in(name, Face::strong, 13.5f, c_.ink, host.name);
      d_.canvas.text_in({name.x, p.y - 1, 150, 18}, Face::regular, 12, c_.muted, host.caption);
      return;
    }
    const float wide = label_width(host.id);
    float y = tile.bottom() + 3;
    const bool is_crowded = area_.h < 260;
    d_.canvas.text_in({p.x - wide / 2, y, wide, 20}, Face::strong, is_crowded ? 13.0f : 14.0f,
                      c_.ink, host.name, Align::center);
    y += 18;
    if (host.caption != host.name && !host.is_box) {
      d_.canvas.text_in({p.x - wide / 2, y, wide, 18}, Face::regular, is_crowded ? 11.5f : 12.5f,
                        c_.muted, host.caption, Align::center);
    }
    draw_ports(host, tile);
    draw_letters(host, tile);
  }

  // A name may be as wide as its neighbours in the same row leave room.
  float label_width(HostId id) const {
    const Point p = center(id);
    float wide = std::min(210.0f, 2 * std::min(p.x - area_.x, area_.right() - p.x) + 8);
    for (const MapHost& other : map().hosts) {
      const Point q = center(other.id);
      if (other.id != id && !other.is_box && std::abs(q.y - p.y) < tile_) {
        wide = std::min(wide, std::abs(q.x - p.x) - 6);
      }
    }
    return std::max(wide, 56.0f);
  }

  void draw_ports(const MapHost& host, Rect tile) {
    const float gap = 4, height = 19;
    float total = -gap;
    for (const MapPort& port : host.ports) total += port_width(port) + gap;
    float x = tile.center().x - total / 2;
    for (const MapPort& port : host.ports) {
      const Rect r{x, tile.y - height - 4, port_width(port), height};
      d_.canvas.fill(r, port.is_busy ? c_.ink : c_.raised, 6);
      if (!port.is_busy) d_.canvas.stroke(r, c_.faint, 6);
      d_.canvas.text_in(r, Face::mono, 12, port.is_busy ? c_.raised : c_.muted,
                        std::to_string(port.port), Align::center);
      x += r.w + gap;
    }
  }
  float port_width(const MapPort& port) const {
    return d_.canvas.width(Face::mono, 12, std::to_string(port.port)) + 10;
  }

  // Where is the mail now? Small letters on the tile's corner: waiting, or in a mailbox.
  void draw_letters(const MapHost& host, Rect tile) {
    float x = tile.right() - 6;
    const auto badge = [&](const char* glyph, std::uint32_t count, std::uint32_t colour,
                           std::uint32_t ink) {
      if (count == 0) return;
      const std::string text = std::to_string(count);
      const Rect r{x, tile.bottom() - 14, d_.canvas.width(Face::strong, 12, text) + 30, 22};
      d_.canvas.fill(r, colour, 11);
      d_.canvas.stroke(r, c_.raised, 11, 2);
      d_.canvas.icon({r.x + 13, r.center().y}, 12, ink, glyph);
      d_.canvas.text_in({r.x + 21, r.y, r.w - 22, r.h}, Face::strong, 12, ink, text);
      x += r.w + 2;
    };
    badge(k_icon_clock_o, host.queued, c_.ink, c_.raised);
    badge(k_icon_envelope, host.stored, c_.accent, c_.on_accent);
  }

  void draw_trail(const MapPacket& packet, float t) {
    const auto [a, b] = ends(packet.from, packet.to);
    const std::uint32_t colour = colour_of(c_, packet.protocol);
    const float reach = packet.is_lost ? std::min(t, 0.5f) : t;
    const Point tip = mix(a, b, reach);
    if (packet.protocol == Protocol::dns) {
      d_.canvas.dashed(a, tip, colour, 3, 6, 4);
    } else {
      d_.canvas.line(a, tip, faded(colour, 85), packet.is_sealed ? 4.0f : 3.0f);
    }
    if (reach > 0.9f) d_.canvas.arrow_head(b, {b.x - a.x, b.y - a.y}, 13, colour);
  }

  // On a narrow map what is said stands below the hosts, not over them.
  void draw_strips(const MapPacket& packet) {
    const std::uint32_t colour = colour_of(c_, packet.protocol);
    Rect strip{area_.x + 4, area_.bottom() + 4, area_.w - 8, 30};
    d_.canvas.fill(strip, c_.paper, 8);
    d_.canvas.stroke(strip, colour, 8, 1.5f);
    const char* glyph = packet.is_lost     ? k_icon_times
                        : packet.is_sealed ? k_icon_lock
                                           : k_icon_envelope_open;
    d_.canvas.icon({strip.x + 17, strip.center().y}, 13,
                   packet.is_lost     ? c_.trouble_text
                   : packet.is_sealed ? c_.right_text
                                      : c_.ink,
                   glyph);
    d_.canvas.text_in({strip.x + 32, strip.y, strip.w - 38, strip.h},
                      packet.is_words ? Face::mono : Face::strong, 13.5f, c_.ink, packet.text);
    if (packet.seen.empty()) return;
    strip.y += 34;
    d_.canvas.fill(strip, packet.is_sealed ? c_.right_glow : c_.trouble_glow, 8);
    d_.canvas.stroke(strip, packet.is_sealed ? c_.right : c_.trouble, 8);
    d_.canvas.icon({strip.x + 17, strip.center().y}, 14,
                   packet.is_sealed ? c_.right_text : c_.trouble_text,
                   packet.is_sealed ? k_icon_eye_slash : k_icon_eye);
    d_.canvas.text_in({strip.x + 32, strip.y, strip.w - 38, strip.h}, Face::regular, 13, c_.ink,
                      host(packet.seen_by).name + " " + packet.seen);
  }

  void draw_packet(const MapPacket& packet, float t) {
    const auto [a, b] = ends(packet.from, packet.to);
    const std::uint32_t colour = colour_of(c_, packet.protocol);
    const float rest = packet.is_lost ? 0.5f : 0.8f;
    const Point at = mix(a, b, rest * t);
    // The letter: sealed or open.
    d_.canvas.disc(at, 15, packet.is_lost ? c_.trouble : colour);
    d_.canvas.ring(at, 15, c_.raised, 2);
    const char* glyph = packet.is_lost     ? k_icon_times
                        : packet.is_sealed ? k_icon_envelope
                                           : k_icon_envelope_open;
    const bool is_light = packet.protocol == Protocol::pop3 || packet.protocol == Protocol::tls ||
                          packet.protocol == Protocol::dns || d_.canvas.theme() == Theme::dark;
    d_.canvas.icon(at, 14, is_light ? 0xff17130eu : 0xffffffffu, glyph);
    if (d_.is_narrow) {
      draw_strips(packet);
      return;
    }
    draw_bubble(packet, at, colour);
    if (!packet.seen.empty() && t > 0.45f) draw_seen(packet);
  }

  void draw_bubble(const MapPacket& packet, Point at, std::uint32_t colour) {
    const Face face = packet.is_words ? Face::mono : Face::strong;
    const float lock = packet.is_sealed ? 20.0f : 0.0f;
    const float most = std::min(area_.w - 16, 420.0f);
    const std::string text = d_.canvas.fitted(face, 14, packet.text, most - 24 - lock);
    const float wide = d_.canvas.width(face, 14, text) + 24 + lock;
    const Rect r = bubble_place(at, wide, 34);
    bubble_y_ = r.y;
    tail(r, at, colour, 15);
    d_.canvas.shadow(r, 10);
    d_.canvas.fill(r, c_.raised, 10);
    d_.canvas.stroke(r, colour, 10, 1.5f);
    Rect inside = r.inset(12, 0);
    if (packet.is_sealed)
      d_.canvas.icon({inside.take_left(lock).x + 6, r.center().y}, 14, c_.right_text, k_icon_lock);
    d_.canvas.text_in(inside, face, 14, c_.ink, text);
  }

  void draw_seen(const MapPacket& packet) {
    const Point p = center(packet.seen_by);
    const float most = std::min(area_.w - 16, 330.0f);
    const std::string text = d_.canvas.fitted(Face::regular, 13, packet.seen, most - 40);
    const float wide = d_.canvas.width(Face::regular, 13, text) + 42;
    const Rect r = bubble_place({p.x, p.y + 14}, wide, 30, bubble_y_);
    tail(r, p, packet.is_sealed ? c_.right : c_.trouble,
         tile_ * 0.37f + (r.y > p.y ? 21.0f : 0.0f));
    d_.canvas.fill(r, packet.is_sealed ? c_.right_glow : c_.trouble_glow, 10);
    d_.canvas.stroke(r, packet.is_sealed ? c_.right : c_.trouble, 10);
    d_.canvas.icon({r.x + 18, r.center().y}, 14, packet.is_sealed ? c_.right_text : c_.trouble_text,
                   packet.is_sealed ? k_icon_eye_slash : k_icon_eye);
    d_.canvas.text_in({r.x + 32, r.y, r.w - 36, r.h}, Face::regular, 13, c_.ink, text);
  }

  void draw_screen_bubble(const MapHost& host) {
    const Point p = center(host.id);
    const float most = std::min(area_.w - 16, 320.0f);
    const std::string text = d_.canvas.fitted(Face::strong, 14, host.screen, most - 52);
    const float wide = d_.canvas.width(Face::strong, 14, text) + 48;
    const Rect r = bubble_place(p, wide, 36);
    const std::uint32_t edge = host.is_screen_bad ? c_.trouble : c_.right;
    tail(r, p, edge, tile_ / 2);
    d_.canvas.shadow(r, 10);
    d_.canvas.fill(r, host.is_screen_bad ? c_.trouble_glow : c_.right_glow, 10);
    d_.canvas.stroke(r, edge, 10, 1.5f);
    d_.canvas.icon({r.x + 20, r.center().y}, 16,
                   host.is_screen_bad ? c_.trouble_text : c_.right_text,
                   host.is_screen_bad ? k_icon_exclamation_circle : k_icon_check_circle);
    d_.canvas.text_in({r.x + 36, r.y, r.w - 40, r.h}, Face::strong, 14, c_.ink, text);
  }

  const Drawing& d_;
  const Palette& c_;
  Rect area_;
  float tile_;
  std::vector<Point> centers_;  // by host
  float bubble_y_ = -1;         // of the letter's bubble
};

}  // namespace

void draw_map(const Drawing& drawing, Rect r) {
  card(drawing.canvas, r);
  drawing.canvas.clip(r.inset(1));
  Rect inside = r.inset(drawing.is_narrow ? 4.0f : 12.0f, 6);
  if (drawing.is_narrow) {
    const auto& wires = drawing.screen.map.wires;
    const bool is_tapped = std::any_of(wires.begin(), wires.end(),
                                       [](const MapWire& wire) { return !wire.box.is_none(); });
    inside.take_bottom(is_tapped ? 70.0f : 36.0f);
  }
  MapDrawing(drawing, inside).draw();
  drawing.canvas.unclip();
}

}  // namespace mailscope::ui
