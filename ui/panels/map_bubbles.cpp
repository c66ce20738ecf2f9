// Bubbles and strips.
#include "ui/panels/map_bubbles.h"

#include "build/fonts/icons.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

void tail(Canvas& canvas, Rect bubble, Point at, std::uint32_t colour, float gap) {
  const float x = std::clamp(at.x, bubble.x + 14, bubble.right() - 14);
  if (bubble.bottom() < at.y) {
    canvas.triangle({x - 6, bubble.bottom() - 1}, {x + 6, bubble.bottom() - 1},
                    {x, bubble.bottom() + 8}, colour);
    if (at.y - gap > bubble.bottom() + 8)
      canvas.line({x, bubble.bottom() + 7}, {at.x, at.y - gap}, colour, 1.5f);
  } else {
    canvas.triangle({x - 6, bubble.y + 1}, {x + 6, bubble.y + 1}, {x, bubble.y - 8}, colour);
    if (at.y + gap < bubble.y - 8) canvas.line({x, bubble.y - 7}, {at.x, at.y + gap}, colour, 1.5f);
  }
}

Rect draw_words(const Drawing& d, const MapPlaces& places, const MapPacket& packet, Point at) {
  const Palette& c = d.canvas.colours();
  const std::uint32_t colour = colour_of(c, packet.protocol);
  const Face face = packet.is_words ? Face::mono : Face::strong;
  const float lock = packet.is_sealed ? 20.0f : 0.0f;
  const float most = std::min(places.area().w - 16, 420.0f);
  const std::string text = d.canvas.fitted(face, 14, packet.text, most - 24 - lock);
  const float wide = d.canvas.width(face, 14, text) + 24 + lock;
  const Rect r = places.bubble(at, wide, d.canvas.scaled(34));
  tail(d.canvas, r, at, colour, 15);
  d.canvas.shadow(r, 10);
  d.canvas.fill(r, c.raised, 10);
  d.canvas.stroke(r, colour, 10, 1.5f);
  Rect inside = r.inset(12, 0);
  if (packet.is_sealed)
    d.canvas.icon({inside.take_left(lock).x + 6, r.center().y}, 14, c.right_text, k_icon_lock);
  d.canvas.text_in(inside, face, 14, c.ink, text);
  return r;
}

void draw_seen(const Drawing& d, const MapPlaces& places, const MapPacket& packet,
               std::optional<Point> tap, Rect words) {
  const Palette& c = d.canvas.colours();
  const Point p = tap.value_or(places.center(packet.seen_by));
  const float most = std::min(places.area().w - 16, 330.0f);
  // Where the box itself does not stand, it is named.
  const std::string name = tap ? d.screen.map.hosts[packet.seen_by.value - 1].name + " " : "";
  const std::string text = d.canvas.fitted(Face::regular, 13, name + packet.seen, most - 40);
  const float wide = d.canvas.width(Face::regular, 13, text) + 42;
  const Rect r = places.bubble({p.x, p.y + 14}, wide, d.canvas.scaled(30), words);
  const std::uint32_t edge = packet.is_sealed ? c.right : c.trouble;
  const float size = tap ? 10 : places.tile() * 0.37f + (r.y > p.y ? 21.0f : 0.0f);
  tail(d.canvas, r, p, edge, size);
  d.canvas.fill(r, packet.is_sealed ? c.right_glow : c.trouble_glow, 10);
  d.canvas.stroke(r, edge, 10);
  d.canvas.icon({r.x + 18, r.center().y}, 14, packet.is_sealed ? c.right_text : c.trouble_text,
                packet.is_sealed ? k_icon_eye_slash : k_icon_eye);
  d.canvas.text_in({r.x + 32, r.y, r.w - 36, r.h}, Face::regular, 13, c.ink, text);
}

}  // namespace

void draw_map_bubbles(const Drawing& d, const MapPlaces& places, const Flight& flight,
                      float progress) {
  const MapPacket& packet = *d.screen.map.packet;
  const Rect words = draw_words(d, places, packet, flight.at(progress));
  const bool has_seen = progress > 0.45f;
  if (!packet.seen.empty() && has_seen) draw_seen(d, places, packet, flight.way.tap, words);
}

void draw_map_strips(const Drawing& d, Rect area) {
  const MapPacket& packet = *d.screen.map.packet;
  const Palette& c = d.canvas.colours();
  Rect strip{area.x + 4, area.bottom() + 4, area.w - 8, d.canvas.scaled(30)};
  d.canvas.fill(strip, c.paper, 8);
  d.canvas.stroke(strip, colour_of(c, packet.protocol), 8, 1.5f);
  const char* glyph = packet.is_lost     ? k_icon_times
                      : packet.is_sealed ? k_icon_lock
                                         : k_icon_envelope_open;
  d.canvas.icon({strip.x + 17, strip.center().y}, 13,
                packet.is_lost     ? c.trouble_text
                : packet.is_sealed ? c.right_text
                                   : c.ink,
                glyph);
  d.canvas.text_in({strip.x + 32, strip.y, strip.w - 38, strip.h},
                   packet.is_words ? Face::mono : Face::strong, 13.5f, c.ink, packet.text);
  if (packet.seen.empty()) return;
  strip.y += strip.h + 4;
  d.canvas.fill(strip, packet.is_sealed ? c.right_glow : c.trouble_glow, 8);
  d.canvas.stroke(strip, packet.is_sealed ? c.right : c.trouble, 8);
  d.canvas.icon({strip.x + 17, strip.center().y}, 14,
                packet.is_sealed ? c.right_text : c.trouble_text,
                packet.is_sealed ? k_icon_eye_slash : k_icon_eye);
  d.canvas.text_in({strip.x + 32, strip.y, strip.w - 38, strip.h}, Face::regular, 13, c.ink,
                   d.screen.map.hosts[packet.seen_by.value - 1].name + " " + packet.seen);
}

void draw_screen_strip(const Drawing& d, Rect area) {
  const Palette& c = d.canvas.colours();
  for (const MapHost& host : d.screen.map.hosts) {
    if (host.screen.empty()) continue;
    const Rect strip{area.x + 4, area.bottom() + 4, area.w - 8, d.canvas.scaled(30)};
    d.canvas.fill(strip, host.is_screen_bad ? c.trouble_glow : c.right_glow, 8);
    d.canvas.stroke(strip, host.is_screen_bad ? c.trouble : c.right, 8, 1.5f);
    d.canvas.icon({strip.x + 17, strip.center().y}, 15,
                  host.is_screen_bad ? c.trouble_text : c.right_text,
                  host.is_screen_bad ? k_icon_exclamation_circle : k_icon_check_circle);
    d.canvas.text_in({strip.x + 32, strip.y, strip.w - 38, strip.h}, Face::strong, 13.5f, c.ink,
                     host.name + ": " + host.screen);
  }
}

void draw_screen_bubbles(const Drawing& d, const MapPlaces& places) {
  const Palette& c = d.canvas.colours();
  for (const MapHost& host : d.screen.map.hosts) {
    if (host.screen.empty()) continue;
    const Point p = places.center(host.id);
    const float most = std::min(places.area().w - 16, 320.0f);
    const std::string text = d.canvas.fitted(Face::strong, 14, host.screen, most - 52);
    const float wide = d.canvas.width(Face::strong, 14, text) + 48;
    const Rect r = places.bubble(p, wide, d.canvas.scaled(36));
    const std::uint32_t edge = host.is_screen_bad ? c.trouble : c.right;
    tail(d.canvas, r, p, edge, places.tile() / 2);
    d.canvas.shadow(r, 10);
    d.canvas.fill(r, host.is_screen_bad ? c.trouble_glow : c.right_glow, 10);
    d.canvas.stroke(r, edge, 10, 1.5f);
    d.canvas.icon({r.x + 20, r.center().y}, 16, host.is_screen_bad ? c.trouble_text : c.right_text,
                  host.is_screen_bad ? k_icon_exclamation_circle : k_icon_check_circle);
    d.canvas.text_in({r.x + 36, r.y, r.w - 40, r.h}, Face::strong, 14, c.ink, text);
  }
}

}  // namespace mailscope::ui
