// Every place of a grid is tried; the nearest that costs least is taken.
#include "ui/panels/bubble_places.h"

#include <algorithm>
#include <cmath>

namespace mailscope::ui {
namespace {

constexpr float k_step_x = 16, k_step_y = 6;  // of the grid
constexpr float k_away = 27;                  // from the point to a bubble above or below it
constexpr float k_margin = 4;                 // from the frame's edge
// What covering costs: whole words far more than any way, a tile as much as a way of some length.
constexpr float k_words = 1e6f, k_words_pixel = 100, k_tile_pixel = 4, k_way = 6, k_struck = 6000;

}  // namespace

BubblePlaces::BubblePlaces(const MapWays& ways, Rect frame) : frame_(frame) {
  const MapPlaces& places = ways.places();
  for (const MapHost& host : places.map().hosts) {
    const HostWords& words = places.words_of(host);
    for (const Rect r : {words.name, words.caption}) {
      if (!r.is_empty()) things_.push_back({r.inset(-2), k_words_pixel, true});
    }
    things_.push_back({places.tile_rect(host).inset(-4), k_tile_pixel, false});
    if (const Rect ports = places.ports_rect(host); !ports.is_empty())
      things_.push_back({ports.inset(-2), k_tile_pixel, false});
  }
  for (const MapWire& wire : places.map().wires) {
    if (!wire.is_cut && wire.seal == WireSeal::idle) continue;
    const Point p = ways.seal_at(wire);
    things_.push_back({{p.x - 14, p.y - 14, 28, 28}, k_tile_pixel, false});
  }
}

float BubblePlaces::cost(Rect bubble) const {
  float sum = 0;
  for (const Thing& thing : things_) {
    const float area = overlap(thing.r, bubble);
    if (area > 0) sum += area * thing.dear + (thing.is_words ? k_words : 0);
  }
  for (const Rect& taken : taken_) {
    if (overlap(bubble.inset(-3), taken) > 0) sum += 1.5f * k_words;
  }
  return sum;
}

// A tail strikes through words there, or through another bubble.
bool BubblePlaces::crosses_words(Point from, Point to) const {
  const bool strikes_words = std::any_of(things_.begin(), things_.end(), [&](const Thing& thing) {
    return thing.is_words && way_out(from, to, thing.r.inset(2)) > 0;
  });
  return strikes_words || std::any_of(taken_.begin(), taken_.end(), [&](Rect taken) {
           return !taken.holds(to) && way_out(from, to, taken) > 0;
         });
}

Rect BubblePlaces::put(Point at, float wide, float high) {
  const float left = frame_.x + k_margin, right = std::max(left, frame_.right() - k_margin - wide),
              top = frame_.y - k_margin, bottom = std::max(top, frame_.bottom() + k_margin - high);
  const float x0 = std::clamp(at.x - wide / 2, left, right);
  Rect best{x0, std::clamp(at.y - k_away - high, top, bottom), wide, high};
  float least = 1e30f;
  const auto attempt = [&](float x, float y) {
    const Rect r{x, y, wide, high};
    const Point tail{std::clamp(at.x, r.x + 14, r.right() - 14), std::clamp(at.y, r.y, r.bottom())};
    // Above, if that is as good as anywhere else.
    const float way =
        std::hypot(tail.x - at.x, tail.y - at.y) + std::abs(x - x0) * 0.1f + (y > at.y ? 1.0f : 0);
    if (way * k_way >= least) return;
    const float sum = way * k_way + cost(r) + (crosses_words(tail, at) ? k_struck : 0.0f);
    if (sum < least) least = sum, best = r;
  };
  const auto row = [&](float y) {
    attempt(x0, y);
    for (float x = x0 - k_step_x; x > left; x -= k_step_x) attempt(x, y);
    for (float x = x0 + k_step_x; x < right; x += k_step_x) attempt(x, y);
    attempt(left, y), attempt(right, y);
  };
  for (const float y : {at.y - k_away - high, at.y + k_away}) {
    if (y >= top && y <= bottom) row(y);
  }
  for (float y = top; y < bottom; y += k_step_y) row(y);
  row(bottom);
  keep(best);
  return best;
}

Rect BubblePlaces::corner(float wide, float high) const {
  const float right = frame_.right() - wide, low = frame_.bottom() - high;
  Rect best{right, frame_.y, wide, high};
  for (const Point at : {Point{frame_.x, frame_.y}, Point{right, low}, Point{frame_.x, low}}) {
    const Rect r{at.x, at.y, wide, high};
    if (cost(r) < cost(best) - 1) best = r;
  }
  return best;
}

}  // namespace mailscope::ui
