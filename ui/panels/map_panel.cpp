// The map: hosts as tiles, wires between them, the letter of this step on its way.
#include <cmath>

#include "build/fonts/icons.h"
#include "ui/panels/map_bubbles.h"
#include "ui/panels/map_places.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

constexpr float k_flight_s = 0.38f, k_letter = 15;

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
  // `frame`: what is seen of the area.
  MapDrawing(const Drawing& drawing, Rect area, Rect frame)
      : d_(drawing),
        c_(drawing.canvas.colours()),
        frame_(frame),
        places_(drawing.screen.map, area, drawing.is_narrow) {}

  void draw() {
    for (const MapWire& wire : map().wires) draw_wire(wire);
    const float t = map().packet ? d_.canvas.progress("packet", key(), k_flight_s) : 1;
    if (map().packet) draw_trail(*map().packet, t);
    for (const MapWire& wire : map().wires) draw_seal(wire);
    for (const MapHost& host : map().hosts) draw_host(host);
    if (map().packet) draw_packet(*map().packet, t);
    draw_screen_bubbles(d_, places_);
  }

 private:
  const MapModel& map() const { return d_.screen.map; }
  std::uint64_t key() const { return d_.screen.run_number << 32 | map().step; }

  void draw_wire(const MapWire& wire) {
    const auto [a, b] = places_.ends(wire.a, wire.b);
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

  // A letter on a short wire would lie on the padlock, and says the same.
  bool is_short(const MapWire& wire) const {
    const auto [a, b] = places_.ends(wire.a, wire.b);
    const bool has_letter =
        map().packet && ((map().packet->from == wire.a && map().packet->to == wire.b) ||
                         (map().packet->from == wire.b && map().packet->to == wire.a));
    return has_letter && std::hypot(b.x - a.x, b.y - a.y) < 130;
  }

  void draw_seal(const MapWire& wire) {
    if (wire.is_cut) {
      const auto [from, to] = places_.ends(wire.a, wire.b);
      const Point middle = mix(from, to, 0.5f);
      d_.canvas.disc(middle, 15, c_.raised);
      d_.canvas.ring(middle, 15, c_.trouble, 2);
      d_.canvas.icon(middle, 16, c_.trouble_text, k_icon_scissors);
      return;
    }
    if (wire.seal == WireSeal::idle || is_short(wire)) return;
    const auto [a, b] = places_.ends(wire.a, wire.b);
    const bool is_sealed = wire.seal == WireSeal::sealed;
    // Beside the box that sits in the middle, if there is one.
    const Point at = mix(a, b, wire.box.is_none() ? 0.5f : 0.2f);
    d_.canvas.disc(at, 13, c_.raised);
    d_.canvas.ring(at, 13, is_sealed ? c_.right : c_.trouble, 1.5f);
    d_.canvas.icon(at, 14, is_sealed ? c_.right_text : c_.trouble_text,
                   is_sealed ? k_icon_lock : k_icon_unlock);
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
    draw_names(host, tile);
    if (is_name_server(host)) return;
    draw_ports(host, tile);
    draw_letters(host, tile);
  }

  void draw_names(const MapHost& host, Rect tile) {
    if (is_name_server(host)) {  // beside it: the mail hosts are below
      const Rect name{tile.right() + 8, tile.center().y - 19, 150, 20};
      d_.canvas.text_in(name, Face::strong, 13.5f, c_.ink, host.name);
      d_.canvas.text_in({name.x, name.y + 18, 150, 18}, Face::regular, 12, c_.muted, host.caption);
      return;
    }
    const float wide = places_.label_width(host.id), x = tile.center().x - wide / 2;
    // Wires pass behind the words.
    const float shown = std::min(wide, d_.canvas.width(Face::strong, 14, host.name) + 8);
    d_.canvas.fill({tile.center().x - shown / 2, tile.bottom() + 3, shown, 20}, c_.raised, 4);
    d_.canvas.text_in({x, tile.bottom() + 3, wide, 20}, Face::strong, 14, c_.ink, host.name,
                      Align::center);
    if (host.caption != host.name && !host.is_box && places_.has_captions()) {
      const float under = std::min(wide, d_.canvas.width(Face::regular, 12.5f, host.caption) + 8);
      d_.canvas.fill({tile.center().x - under / 2, tile.bottom() + 21, under, 18}, c_.raised, 4);
      d_.canvas.text_in({x, tile.bottom() + 21, wide, 18}, Face::regular, 12.5f, c_.muted,
                        host.caption, Align::center);
    }
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
    const auto [a, b] = places_.ends(packet.from, packet.to);
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

  void draw_packet(const MapPacket& packet, float t) {
    const auto [a, b] = places_.ends(packet.from, packet.to);
    const std::uint32_t colour = colour_of(c_, packet.protocol);
    // Short of the tip of the arrow, and of what the receiver is called.
    const float length = std::max(1.0f, std::hypot(b.x - a.x, b.y - a.y));
    const float rest =
        packet.is_lost ? 0.5f : std::max(0.5f, 1 - std::max(0.2f, (k_letter + 9) / length));
    const Point at = mix(a, b, rest * t);
    // The letter: sealed or open.
    d_.canvas.disc(at, k_letter, packet.is_lost ? c_.trouble : colour);
    d_.canvas.ring(at, k_letter, c_.raised, 2);
    const char* glyph = packet.is_lost     ? k_icon_times
                        : packet.is_sealed ? k_icon_envelope
                                           : k_icon_envelope_open;
    const bool is_light = packet.protocol == Protocol::pop3 || packet.protocol == Protocol::tls ||
                          packet.protocol == Protocol::dns || is_dark(d_.canvas.theme());
    d_.canvas.icon(at, 14, is_light ? 0xff17130eu : 0xffffffffu, glyph);
    if (d_.screen.tries.can_drop) {
      const Rect grip{at.x - k_touch / 2, at.y - k_touch / 2, k_touch, k_touch};
      if (d_.canvas.clicked("letter", grip)) d_.intents.add("sheet", "changes");
      d_.canvas.hint(grip, d_.words.tr("Click it: lose this packet, or change what it says"));
    }
    if (d_.is_narrow) {
      draw_map_strips(d_, frame_);
    } else {
      draw_map_bubbles(d_, places_, at, t > 0.45f);
    }
  }

  const Drawing& d_;
  const Palette& c_;
  Rect frame_;
  MapPlaces places_;
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
    const float strip = drawing.canvas.scaled(30) + 4;
    inside.take_bottom(is_tapped ? 2 * strip + 2 : strip + 2);
  }
  const Rect at = drawing.canvas.zoomed("map", inside);
  MapDrawing(drawing, at, inside).draw();
  drawing.canvas.unclip();
  if (drawing.canvas.zoom("map") <= 1) return;
  const Rect fit{r.right() - k_touch, r.y, k_touch, k_touch};
  if (icon_button(drawing.canvas, "map-fit", fit, k_icon_compress, 16, true))
    drawing.canvas.reset_zoom("map");
  drawing.canvas.hint(fit, drawing.words.tr("The whole map"));
}

}  // namespace mailscope::ui
