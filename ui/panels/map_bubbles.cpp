// Bubbles and strips.
#include "ui/panels/map_bubbles.h"

#include <algorithm>
#include <cmath>

#include "build/fonts/icons.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

constexpr float k_lead = 30, k_lock = 20;  // room for an icon before the text

// From the side of the bubble that is nearest.
void tail(Canvas& canvas, Rect bubble, Point at, std::uint32_t colour, float gap) {
  const bool is_beside = at.y >= bubble.y && at.y <= bubble.bottom();
  const Point root{
      std::clamp(at.x, bubble.x + (is_beside ? 0 : 14), bubble.right() - (is_beside ? 0 : 14)),
      std::clamp(at.y, bubble.y + (is_beside ? 10 : 0), bubble.bottom() - (is_beside ? 10 : 0))};
  const Point way = is_beside ? Point{at.x < bubble.x ? -1.0f : 1.0f, 0}
                              : Point{0, at.y < bubble.y ? -1.0f : 1.0f};
  const Point tip{root.x + way.x * 8, root.y + way.y * 8};
  const Point foot{root.x - way.x, root.y - way.y};
  canvas.triangle({foot.x - way.y * 6, foot.y - way.x * 6},
                  {foot.x + way.y * 6, foot.y + way.x * 6}, tip, colour);
  const float length = std::hypot(at.x - tip.x, at.y - tip.y);
  if (length > gap + 1)
    canvas.line({tip.x - way.x, tip.y - way.y}, mix(at, tip, gap / length), colour, 1.5f);
}

// What lies on a wire follows its letter without leaving the frame.
Rect moved(Rect r, Point by, Rect frame) {
  return {std::clamp(r.x + by.x, frame.x, std::max(frame.x, frame.right() - r.w)),
          std::clamp(r.y + by.y, frame.y, std::max(frame.y, frame.bottom() - r.h)), r.w, r.h};
}

Face face_of(const MapPacket& packet) { return packet.is_words ? Face::mono : Face::strong; }

void draw_words(const Drawing& d, const Bubble& bubble, Rect r, Point at) {
  const Palette& c = d.canvas.colours();
  const MapPacket& packet = *d.screen.map.packet;
  const std::uint32_t colour = colour_of(c, packet.protocol);
  tail(d.canvas, r, at, colour, bubble.gap);
  d.canvas.shadow(r, 10);
  d.canvas.fill(r, c.raised, 10);
  d.canvas.stroke(r, colour, 10, 1.5f);
  Rect inside = r.inset(12, 0);
  if (packet.is_sealed)
    d.canvas.icon({inside.take_left(k_lock).x + 6, r.center().y}, 14, c.right_text, k_icon_lock);
  d.canvas.text_in(inside, face_of(packet), 14, c.ink, bubble.text);
}

void draw_seen(const Drawing& d, const Bubble& bubble) {
  const Palette& c = d.canvas.colours();
  const MapPacket& packet = *d.screen.map.packet;
  const std::uint32_t edge = packet.is_sealed ? c.right : c.trouble;
  const Rect& r = bubble.r;
  tail(d.canvas, r, bubble.of, edge, bubble.gap);
  d.canvas.fill(r, packet.is_sealed ? c.right_glow : c.trouble_glow, 10);
  d.canvas.stroke(r, edge, 10);
  d.canvas.icon({r.x + 18, r.center().y}, 14, packet.is_sealed ? c.right_text : c.trouble_text,
                packet.is_sealed ? k_icon_eye_slash : k_icon_eye);
  d.canvas.text_in({r.x + k_lead + 2, r.y, r.w - k_lead - 6, r.h}, Face::regular, 13, c.ink,
                   bubble.text);
}

void draw_screen_bubble(const Drawing& d, const MapHost& host, const Bubble& bubble) {
  const Palette& c = d.canvas.colours();
  const std::uint32_t edge = host.is_screen_bad ? c.trouble : c.right;
  const Rect& r = bubble.r;
  tail(d.canvas, r, bubble.of, edge, bubble.gap);
  d.canvas.shadow(r, 10);
  d.canvas.fill(r, host.is_screen_bad ? c.trouble_glow : c.right_glow, 10);
  d.canvas.stroke(r, edge, 10, 1.5f);
  d.canvas.icon({r.x + 20, r.center().y}, 16, host.is_screen_bad ? c.trouble_text : c.right_text,
                host.is_screen_bad ? k_icon_exclamation_circle : k_icon_check_circle);
  d.canvas.text_in({r.x + 36, r.y, r.w - 40, r.h}, Face::strong, 14, c.ink, bubble.text);
}

}  // namespace

MapBubbles bubbles_of(const Canvas& canvas, const MapWays& ways, Rect frame, const Flight& flight) {
  const MapPlaces& places = ways.places();
  const MapModel& map = places.map();
  BubblePlaces free(ways, frame);
  MapBubbles bubbles;
  const auto put = [&](Face face, float size, const std::string& text, float room, float most,
                       float high, Point of, float gap) {
    most = std::min(frame.w - 16, most);
    Bubble bubble{{}, canvas.fitted(face, size, text, most - room), of, gap};
    bubble.r = free.put(of, canvas.width(face, size, bubble.text) + room, canvas.scaled(high));
    return bubble;
  };
  if (map.packet) {
    const MapPacket& packet = *map.packet;
    const Point rest = flight.at(1);
    free.keep({rest.x - k_letter, rest.y - k_letter, 2 * k_letter, 2 * k_letter});
    // On a wide map more of a long line is read.
    const float most = std::clamp(frame.w * 0.6f, 360.0f, 860.0f);
    bubbles.words = put(face_of(packet), 14, packet.text, 24 + (packet.is_sealed ? k_lock : 0),
                        most, 34, rest, k_letter);
  }
  for (const MapHost& host : map.hosts) {
    if (host.screen.empty()) continue;
    bubbles.screens.push_back({host.id, put(Face::strong, 14, host.screen, 52, 340, 36,
                                            places.center(host.id), places.tile() / 2)});
  }
  if (map.packet && !map.packet->seen.empty()) {
    const MapPacket& packet = *map.packet;
    const auto tap = flight.way.tap;
    // Where the box itself does not stand, it is named.
    const std::string name = tap ? map.hosts[packet.seen_by.value - 1].name + " " : "";
    bubbles.seen =
        put(Face::regular, 13, name + packet.seen, 42, std::clamp(frame.w * 0.45f, 340.0f, 640.0f),
            30, tap.value_or(places.center(packet.seen_by)), tap ? 10 : places.tile() * 0.37f);
  }
  return bubbles;
}

void draw_map_bubbles(const Drawing& d, const MapBubbles& bubbles, const Flight& flight,
                      float progress, Rect frame) {
  if (bubbles.words) {
    const Point at = flight.at(progress), rest = flight.at(1);
    draw_words(d, *bubbles.words,
               progress < 1 ? moved(bubbles.words->r, {at.x - rest.x, at.y - rest.y}, frame)
                            : bubbles.words->r,
               at);
  }
  if (bubbles.seen && progress > 0.45f) draw_seen(d, *bubbles.seen);
  for (const ScreenBubble& screen : bubbles.screens)
    draw_screen_bubble(d, d.screen.map.hosts[screen.host.value - 1], screen.bubble);
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

}  // namespace mailscope::ui
