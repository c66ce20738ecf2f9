// The map: hosts as tiles, wires between them, the letter of this step on its way.
#include <cmath>

#include "build/fonts/icons.h"
#include "ui/panels/map_bubbles.h"
#include "ui/panels/map_zoom.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

constexpr float k_flight_s = 0.38f, k_tap = 10;

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
  // `frame`: what is seen of the area. What is said stands in bubbles over it, or in strips below it.
  MapDrawing(const Drawing& drawing, Rect area, Rect frame, bool has_strips)
      : d_(drawing),
        c_(drawing.canvas.colours()),
        frame_(frame),
        has_strips_(has_strips),
        places_(drawing.screen.map, area, drawing.is_narrow, drawing.canvas),
        ways_(places_) {}

  // Where something happens in this step.
  Rect wanted() const {
    float left = 1e6f, top = 1e6f, right = -1e6f, bottom = -1e6f;
    for (const MapHost& host : map().hosts) {
      if (!host.is_active) continue;
      const Rect tile = places_.tile_rect(host).inset(-24, -30);
      left = std::min(left, tile.x), right = std::max(right, tile.right());
      top = std::min(top, tile.y), bottom = std::max(bottom, tile.bottom());
    }
    return left < right ? Rect{left, top, right - left, bottom - top} : frame_;
  }
  // The corner in which buttons cover least; of equals the upper right one.
  Rect corner(float wide, float high) const {
    BubblePlaces free(ways_, frame_);
    const Flight flight = map().packet ? ways_.flight(*map().packet) : Flight{};
    const MapBubbles bubbles = bubbles_of(d_.canvas, ways_, frame_, flight);
    if (bubbles.words) free.keep(bubbles.words->r);
    if (bubbles.seen) free.keep(bubbles.seen->r);
    for (const ScreenBubble& screen : bubbles.screens) free.keep(screen.bubble.r);
    return free.corner(wide, high);
  }

  void draw() {
    for (const MapWire& wire : map().wires) draw_wire(wire);
    const float t = map().packet ? d_.canvas.progress("packet", key(), k_flight_s) : 1;
    if (map().packet) draw_trail(*map().packet, t);
    for (const MapWire& wire : map().wires) draw_seal(wire);
    for (const MapWire& wire : map().wires) draw_tap(wire);
    for (const MapHost& host : map().hosts) draw_host(host);
    const Flight flight = map().packet ? ways_.flight(*map().packet) : Flight{};
    if (map().packet) draw_packet(*map().packet, flight.at(t));
    for (const MapHost& host : map().hosts) draw_names(host);
    if (has_strips_) {
      if (map().packet) draw_map_strips(d_, frame_);
      draw_screen_strip(d_, frame_);
    } else {
      draw_map_bubbles(d_, bubbles_of(d_.canvas, ways_, frame_, flight), flight, t, frame_);
    }
  }

 private:
  const MapModel& map() const { return d_.screen.map; }
  std::uint64_t key() const { return d_.screen.run_number << 32 | map().step; }

  void draw_wire(const MapWire& wire) {
    const Way way = ways_.way(wire.a, wire.b);
    const std::uint32_t colour = colour_of(c_, wire.protocol);
    switch (wire.seal) {
      case WireSeal::idle:
        if (wire.protocol == Protocol::dns) {
          dashed(way, c_.faint, 1, 3, 5);
        } else {
          line(way, c_.faint, 1.5f);
        }
        return;
      case WireSeal::open: line(way, colour, 2.5f); return;
      case WireSeal::sealed: {  // a tube: nothing can be read from outside
        line(way, colour, 9);
        line(way, c_.raised, 5);
        line(way, faded(colour, 45), 2);
        return;
      }
    }
  }

  void line(const Way& way, std::uint32_t colour, float thickness) {
    if (way.is_bent) d_.canvas.line(way.from, way.bend, colour, thickness);
    d_.canvas.line(way.is_bent ? way.bend : way.from, way.to, colour, thickness);
  }
  void dashed(const Way& way, std::uint32_t colour, float thickness, float dash, float gap) {
    if (way.is_bent) d_.canvas.dashed(way.from, way.bend, colour, thickness, dash, gap);
    d_.canvas.dashed(way.is_bent ? way.bend : way.from, way.to, colour, thickness, dash, gap);
  }

  // A letter on a short wire would lie on the padlock, and says the same.
  bool is_short(const MapWire& wire) const {
    const bool has_letter =
        map().packet && ((map().packet->from == wire.a && map().packet->to == wire.b) ||
                         (map().packet->from == wire.b && map().packet->to == wire.a));
    return has_letter && ways_.way(wire.a, wire.b).length() < 130;
  }

  void draw_seal(const MapWire& wire) {
    if (wire.is_cut) {
      const Point middle = ways_.seal_at(wire);
      d_.canvas.disc(middle, 15, c_.raised);
      d_.canvas.ring(middle, 15, c_.trouble, 2);
      d_.canvas.icon(middle, 16, c_.trouble_text, k_icon_scissors);
      return;
    }
    if (wire.seal == WireSeal::idle || is_short(wire)) return;
    const bool is_sealed = wire.seal == WireSeal::sealed;
    const Point at = ways_.seal_at(wire);
    d_.canvas.disc(at, 13, c_.raised);
    d_.canvas.ring(at, 13, is_sealed ? c_.right : c_.trouble, 1.5f);
    d_.canvas.icon(at, 14, is_sealed ? c_.right_text : c_.trouble_text,
                   is_sealed ? k_icon_lock : k_icon_unlock);
  }

  // The box that stands on another wire of its victim is on this one, too.
  void draw_tap(const MapWire& wire) {
    const Way way = ways_.way(wire.a, wire.b);
    if (!way.tap) return;
    const MapHost& box = map().hosts[wire.box.value - 1];
    d_.canvas.disc(*way.tap, k_tap, c_.raised);
    d_.canvas.ring(*way.tap, k_tap, c_.trouble, 1.5f);
    d_.canvas.icon(*way.tap, 11, c_.trouble_text,
                   box.knows_secrets ? k_icon_eye : k_icon_eye_slash);
    const Rect grip{way.tap->x - k_touch / 2, way.tap->y - k_touch / 2, k_touch, k_touch};
    d_.canvas.hint(
        grip, fill(d_.words.tr("What passes here passes through {box}, too"), {{"box", box.name}}));
  }

  void draw_host(const MapHost& host) {
    const Rect tile = places_.tile_rect(host);
    const float size = tile.w;
    const bool is_bad = host.role == HostRole::attacker || host.is_box;
    const float radius = host.is_box ? size / 2 : size * 0.24f;
    const float reach = std::max(0.0f, (k_touch - size) / 2);
    if (d_.canvas.clicked("host:" + std::to_string(host.id.value), tile.inset(-6 - reach))) {
      d_.intents.add("host", std::to_string(host.id.value));
    }
    if (host.is_active)
      d_.canvas.fill(tile.inset(-5), is_bad ? c_.trouble_glow : c_.glow, radius + 5);
    d_.canvas.fill(tile, d_.canvas.hovers(tile) ? c_.sunken : c_.raised, radius);
    const std::uint32_t edge = is_bad ? c_.trouble : host.is_active ? c_.accent : c_.faint;
    d_.canvas.stroke(tile, edge, radius, host.is_active || is_bad ? 2.0f : 1.5f);
    const char* glyph =
        host.is_box ? (host.knows_secrets ? k_icon_eye : k_icon_eye_slash) : icon_of(host.role);
    d_.canvas.icon(tile.center(), size * 0.44f, is_bad ? c_.trouble_text : c_.ink, glyph);
    if (is_name_server(host)) return;
    draw_ports(host);
    draw_letters(host, tile);
  }

  void draw_names(const MapHost& host) {
    const HostWords& words = places_.words_of(host);
    const bool is_helper = is_name_server(host);
    const Align align = is_helper ? Align::left : Align::center;
    const float lead = is_helper ? 2.0f : 0.0f;
    // Wires and letters pass behind the words.
    d_.canvas.fill(words.name, c_.raised, 4);
    d_.canvas.text_in(words.name.inset(lead, 0), Face::strong, is_helper ? 13.5f : 14.0f, c_.ink,
                      host.name, align);
    if (words.caption.is_empty()) return;
    d_.canvas.fill(words.caption, c_.raised, 4);
    d_.canvas.text_in(words.caption.inset(lead, 0), Face::regular, is_helper ? 12.0f : 12.5f,
                      c_.muted, host.caption, align);
  }

  void draw_ports(const MapHost& host) {
    Rect row = places_.ports_rect(host);
    for (const MapPort& port : host.ports) {
      const Rect r = row.take_left(places_.port_width(port));
      row.take_left(k_port_gap);
      d_.canvas.fill(r, port.is_busy ? c_.ink : c_.raised, 6);
      if (!port.is_busy) d_.canvas.stroke(r, c_.faint, 6);
      d_.canvas.text_in(r, Face::mono, 12, port.is_busy ? c_.raised : c_.muted,
                        std::to_string(port.port), Align::center);
    }
  }

  // Where is the mail now? Small letters on the tile's corner: waiting, or in a mailbox.
  void draw_letters(const MapHost& host, Rect tile) {
    const auto width_of = [&](std::uint32_t count) {
      return count ? d_.canvas.width(Face::strong, 12, std::to_string(count)) + 32 : 0.0f;
    };
    float x = std::min(tile.right() - 6,
                       places_.area().right() + 4 - width_of(host.queued) - width_of(host.stored));
    const auto badge = [&](const char* glyph, std::uint32_t count, std::uint32_t colour,
                           std::uint32_t ink) {
      if (count == 0) return;
      const std::string text = std::to_string(count);
      const Rect r{x, tile.bottom() - 14, width_of(count) - 2, 22};
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
    const Way way = ways_.way(packet.from, packet.to);
    const std::uint32_t colour = colour_of(c_, packet.protocol);
    const float reach = packet.is_lost ? std::min(t, 0.5f) : t;
    if (packet.protocol == Protocol::dns) {
      dashed(way.start(reach), colour, 3, 6, 4);
    } else {
      line(way.start(reach), faded(colour, 85), packet.is_sealed ? 4.0f : 3.0f);
    }
    if (reach > 0.9f) d_.canvas.arrow_head(way.to, way.direction(), 13, colour);
  }

  void draw_packet(const MapPacket& packet, Point at) {
    const std::uint32_t colour = colour_of(c_, packet.protocol);
    const Rect grip{at.x - k_touch / 2, at.y - k_touch / 2, k_touch, k_touch};
    if (d_.screen.tries.can_drop) {
      if (d_.canvas.clicked("letter", grip)) d_.intents.add("sheet", "changes");
      if (d_.canvas.hovers(grip)) d_.canvas.disc(at, k_letter + 4, c_.glow);
      d_.canvas.hint(grip, d_.words.tr("Click it: lose this packet, or change what it says"));
    }
    // The letter: sealed or open.
    d_.canvas.disc(at, k_letter, packet.is_lost ? c_.trouble : colour);
    d_.canvas.ring(at, k_letter, c_.raised, 2);
    const char* glyph = packet.is_lost     ? k_icon_times
                        : packet.is_sealed ? k_icon_envelope
                                           : k_icon_envelope_open;
    const bool is_light = packet.protocol == Protocol::pop3 || packet.protocol == Protocol::tls ||
                          packet.protocol == Protocol::dns || is_dark(d_.canvas.theme());
    d_.canvas.icon(at, 14, is_light ? 0xff17130eu : 0xffffffffu, glyph);
  }

  const Drawing& d_;
  const Palette& c_;
  Rect frame_;
  bool has_strips_;
  MapPlaces places_;
  MapWays ways_;
};

}  // namespace

void draw_map(const Drawing& drawing, Rect r) {
  card(drawing.canvas, r);
  drawing.canvas.clip(r.inset(1));
  Rect inside = r.inset(drawing.is_narrow ? 4.0f : 12.0f, 6);
  const bool has_strips =
      drawing.is_narrow || inside.w < k_bubbles_least.x || inside.h < k_bubbles_least.y;
  if (has_strips) {
    const auto& wires = drawing.screen.map.wires;
    const bool is_tapped = std::any_of(wires.begin(), wires.end(),
                                       [](const MapWire& wire) { return !wire.box.is_none(); });
    const float strip = drawing.canvas.scaled(30) + 4;
    inside.take_bottom(is_tapped ? 2 * strip + 2 : strip + 2);
  }
  const Rect at = drawing.canvas.zoomed("map", inside);
  MapDrawing map(drawing, at, inside, has_strips);
  map.draw();
  drawing.canvas.keep_seen("map", inside, map.wanted(), step_key(drawing) + 1);
  draw_map_zoom(drawing, r, inside, [&](float wide, float high) { return map.corner(wide, high); });
  drawing.canvas.unclip();
}

}  // namespace mailscope::ui
