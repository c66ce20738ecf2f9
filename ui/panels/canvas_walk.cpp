// The keyboard's hand: a ring that walks through the regions of the picture and through what can be clicked there.
//
// Every place of a frame tells itself by being asked whether it was clicked; so whatever the hand can click, the
// keyboard can, and nothing has to be registered twice.
#include <algorithm>

#include "ui/panels/canvas.h"

namespace mailscope::ui {
namespace {

constexpr float k_ring = 3, k_pan = 90;

Rect both(Rect a, Rect b) {
  const float x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::max(0.0f, std::min(a.right(), b.right()) - x),
          std::max(0.0f, std::min(a.bottom(), b.bottom()) - y)};
}

}  // namespace

void Canvas::region(std::string_view name, Rect r) {
  if (is_reachable_) regions_.push_back({std::string(name), r});
}

void Canvas::walk(const std::string& moves, std::uint64_t count) {
  if (count == walk_count_) return;
  const auto fresh = static_cast<std::size_t>(
      std::min<std::uint64_t>(count > walk_count_ ? count - walk_count_ : 0, moves.size()));
  walk_count_ = count;
  walk_moves_ += moves.substr(moves.size() - fresh);
  keep_moving();
}

void Canvas::stop_walking() {
  walked_id_.clear();
  walked_region_.clear();
}

bool Canvas::walks_on(std::string_view id, Rect r) {
  // Beside an open overlay there is nothing to walk to.
  if (!is_reachable_ || regions_.empty() || id == "overlay-outside") return false;
  Walkable place{std::string(id), regions_.back().name, scroll_ ? scroll_id_ : std::string(), r,
                 both(r, clips_.back())};
  if (scroll_) place.top = r.y - scroll_rect_.y + scroll_->offset;
  // What is out of sight and cannot be scrolled to is not there.
  if (place.seen.is_empty() && !scroll_) return false;
  walkables_.push_back(std::move(place));
  if (walk_presses_ != id) return false;
  walk_presses_.clear();
  return true;
}

bool Canvas::is_walked(Rect r) const {
  return !walked_id_.empty() && !walked_at_.is_empty() && is_reachable_ &&
         r.holds(walked_at_.center()) && r.w < walked_at_.w * 3;
}

// With the frame drawn, it is known where one can go.
void Canvas::end_walk() {
  walk_presses_.clear();
  walk_pan_ = {};
  for (const char move : std::exchange(walk_moves_, {})) make_move(move);
  walked_at_ = {};
  if (!walked_region_.empty()) {
    const std::uint32_t colour = colours().accent;
    for (const Walkable& place : walkables_) {
      if (place.id != walked_id_ || place.region != walked_region_) continue;
      walked_at_ = place.seen;
      if (!place.seen.is_empty()) stroke(place.seen.inset(-k_ring), colour, 8, k_ring);
      break;
    }
    for (const Region& each : regions_) {
      if (each.name == walked_region_) stroke(each.r, colour, k_radius, 1.5f);
    }
  }
  walkables_.clear();
  regions_.clear();
}

void Canvas::make_move(char move) {
  keep_moving();
  switch (move) {
    case 'R': step_region(1); return;
    case 'r': step_region(-1); return;
    case 'n': step_place(1); return;
    case 'p': step_place(-1); return;
    case 'e': walk_presses_ = walked_id_; return;
    case '<': walk_pan_.x += k_pan; return;
    case '>': walk_pan_.x -= k_pan; return;
    case '^': walk_pan_.y += k_pan; return;
    case 'v': walk_pan_.y -= k_pan; return;
    default: stop_walking(); return;
  }
}

// To the next region in which something can be done, there to the first place in sight; at first to the map, which has
// no other keys.
void Canvas::step_region(int direction) {
  std::vector<const Walkable*> firsts;
  std::size_t at = 0, map = 0;
  bool is_known = false;
  const auto is_seen = [](const Walkable& place) { return place.seen.h >= place.r.h - 0.5f; };
  for (const Walkable& place : walkables_) {
    const auto first = std::find_if(firsts.begin(), firsts.end(), [&](const Walkable* other) {
      return other->region == place.region;
    });
    if (first != firsts.end()) {
      if (!is_seen(**first) && is_seen(place)) *first = &place;
      continue;
    }
    if (place.region == walked_region_) at = firsts.size(), is_known = true;
    if (place.region == "map") map = firsts.size();
    firsts.push_back(&place);
  }
  if (firsts.empty()) return;
  const std::size_t count = firsts.size();
  const std::size_t next = !is_known       ? map
                           : direction > 0 ? (at + 1) % count
                                           : (at + count - 1) % count;
  stand_on(*firsts[next]);
}

void Canvas::step_place(int direction) {
  std::vector<const Walkable*> places;
  std::size_t at = 0;
  bool is_known = false;
  for (const Walkable& place : walkables_) {
    if (place.region != walked_region_) continue;
    // A word may stand in a text twice; once is enough.
    if (std::any_of(places.begin(), places.end(),
                    [&](const Walkable* other) { return other->id == place.id; }))
      continue;
    if (place.id == walked_id_) at = places.size(), is_known = true;
    places.push_back(&place);
  }
  if (places.empty()) {
    step_region(direction);
    return;
  }
  const std::size_t count = places.size();
  const std::size_t next = !is_known       ? 0
                           : direction > 0 ? (at + 1) % count
                                           : (at + count - 1) % count;
  stand_on(*places[next]);
}

void Canvas::stand_on(const Walkable& place) {
  walked_id_ = place.id;
  walked_region_ = place.region;
  if (place.scroll.empty() || place.seen.h >= place.r.h - 0.5f) return;
  Scroll& scroll = scrolls_[place.scroll];
  scroll.wanted_top = std::max(0.0f, place.top);
  scroll.wanted_bottom = place.top + place.r.h;
}

}  // namespace mailscope::ui
