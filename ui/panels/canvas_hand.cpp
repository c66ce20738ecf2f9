// The hand on the canvas: clicks, drags, fingers, scrolling, and what moves after it.
#include <cmath>

#include "ui/panels/canvas.h"

namespace mailscope::ui {
namespace {

constexpr float k_zoom_max = 4, k_wheel_zoom = 1.18f;

}  // namespace

bool Canvas::hovers(Rect r) const {
  return is_reachable_ && r.holds(pointer_) && clips_.back().holds(pointer_) &&
         scrolling_id_.empty();
}

bool Canvas::clicked(std::string_view id, Rect r) {
  const bool is_over = hovers(r);
  if (is_over) wants_hand_ = true;
  if (went_down_ && is_over) pressed_id_ = id;
  if (walks_on(id, r)) return true;
  return went_up_ && is_over && pressed_id_ == id && !has_dragged_ && !is_long_press_;
}

void Canvas::hint(Rect r, std::string_view text) {
  const bool is_pointed_at = hovers(r) && (!is_touch_ || is_long_press_);
  if (text.empty() || (!is_pointed_at && !is_walked(r))) return;
  hint_text_ = text;
  hint_place_ = r;
}

void Canvas::pinch(Point center, float factor) {
  pinch_at_ = center;
  pinch_factor_ *= factor;
  pinch_step_ *= factor;
  // The first finger is no click and scrolls nothing.
  has_dragged_ = true;
  pressed_id_ = "drag:pinch";
}

float Canvas::pinched(Rect r) const {
  const bool is_here = is_reachable_ && r.holds(pinch_at_) && clips_.back().holds(pinch_at_);
  return is_here && !is_pinch_taken_ ? pinch_factor_ : 1;
}

// What is between the fingers, or under the pointer, stays there.
void Canvas::enlarge(Zoom& zoom, Point about, float factor) {
  const float was = zoom.scale;
  zoom.is_following = false;
  zoom.scale = std::clamp(was * factor, 1.0f, k_zoom_max);
  if (factor < 1 && zoom.scale < 1.02f) zoom.scale = 1;
  zoom.shift.x = about.x - (about.x - zoom.shift.x) * zoom.scale / was;
  zoom.shift.y = about.y - (about.y - zoom.shift.y) * zoom.scale / was;
}

Rect Canvas::zoomed(std::string_view id, Rect r) {
  Zoom& zoom = zooms_[std::string(id)];
  if (pinch_step_ != 1 && pinched(r) != 1) {
    enlarge(zoom, {pinch_at_.x - r.x, pinch_at_.y - r.y}, pinch_step_);
  } else if (wheel_ != 0 && r.holds(pointer_) && hovers(r)) {
    enlarge(zoom, {pointer_.x - r.x, pointer_.y - r.y}, std::pow(k_wheel_zoom, wheel_));
  } else if (zoom.scale > 1) {
    const bool is_here = is_reachable_ && r.holds(press_at_);
    if (went_down_ && is_here) zoom.grab = zoom.shift;
    if (is_down_ && is_here && has_dragged_ && pressed_id_ != "drag:pinch") {
      pressed_id_ = "drag:" + std::string(id);
      zoom.is_following = false;
      zoom.shift = {zoom.grab.x + pointer_.x - press_at_.x, zoom.grab.y + pointer_.y - press_at_.y};
    }
  }
  if (walked_region_ == id && walk_pan_ != Point{}) {
    const Point from = zoom.is_following ? zoom.goal : zoom.shift;
    zoom.goal = {std::clamp(from.x + walk_pan_.x, r.w * (1 - zoom.scale), 0.0f),
                 std::clamp(from.y + walk_pan_.y, r.h * (1 - zoom.scale), 0.0f)};
    zoom.is_following = true;
  }
  follow(zoom);
  zoom.shift.x = std::clamp(zoom.shift.x, r.w * (1 - zoom.scale), 0.0f);
  zoom.shift.y = std::clamp(zoom.shift.y, r.h * (1 - zoom.scale), 0.0f);
  return {r.x + zoom.shift.x, r.y + zoom.shift.y, r.w * zoom.scale, r.h * zoom.scale};
}

void Canvas::zoom_by(std::string_view id, Rect r, float factor, std::uint64_t key) {
  Zoom& zoom = zooms_[std::string(id)];
  if (zoom.asked == key) return;
  zoom.asked = key;
  if (factor == 0) zoom.scale = 1;
  enlarge(zoom, {r.w / 2, r.h / 2}, factor == 0 ? 1.0f : factor);
  zoom.seen = 0;  // what happens is looked for again
  keep_moving();
}

void Canvas::keep_seen(std::string_view id, Rect r, Rect wanted, std::uint64_t key) {
  Zoom& zoom = zooms_[std::string(id)];
  if (zoom.seen == key) return;
  zoom.seen = key;
  const bool is_seen = wanted.x >= r.x && wanted.right() <= r.right() && wanted.y >= r.y &&
                       wanted.bottom() <= r.bottom();
  if (zoom.scale <= 1 || is_seen) return;
  const auto goal = [](float shift, float away, float room, float scale) {
    return std::clamp(shift + away, room * (1 - scale), 0.0f);
  };
  zoom.goal = {goal(zoom.shift.x, r.center().x - wanted.center().x, r.w, zoom.scale),
               goal(zoom.shift.y, r.center().y - wanted.center().y, r.h, zoom.scale)};
  zoom.is_following = true;
  keep_moving();
}

void Canvas::follow(Zoom& zoom) {
  if (!zoom.is_following) return;
  const auto elapsed = static_cast<float>(std::min(0.05, time_s_ - last_time_s_));
  const float share = is_motion_reduced_ ? 1.0f : std::min(1.0f, elapsed * 9);
  zoom.shift.x += (zoom.goal.x - zoom.shift.x) * share;
  zoom.shift.y += (zoom.goal.y - zoom.shift.y) * share;
  const bool is_there =
      std::abs(zoom.goal.x - zoom.shift.x) < 0.5f && std::abs(zoom.goal.y - zoom.shift.y) < 0.5f;
  if (is_there) zoom.shift = zoom.goal, zoom.is_following = false;
  keep_moving();
}

float Canvas::zoom(std::string_view id) const {
  const auto found = zooms_.find(id);
  return found == zooms_.end() ? 1 : found->second.scale;
}

bool Canvas::drags(std::string_view id, Rect r) {
  if (hovers(r)) wants_hand_ = true;
  if (went_down_ && hovers(r)) pressed_id_ = id;
  return pressed_id_ == id && (is_down_ || went_up_);
}

// ---- scrolling -------------------------------------------------------------------------------------

float Canvas::begin_scroll(std::string_view id, Rect r) {
  scroll_id_ = id;
  scroll_ = &scrolls_[scroll_id_];
  scroll_rect_ = r;
  scroll_->view = r.h;
  const bool is_over = is_reachable_ && r.holds(pointer_) && clips_.back().holds(pointer_);
  if (is_over && wheel_ != 0) scroll_->target -= wheel_ * 60;
  if (went_down_ && is_over) scroll_grab_ = scroll_->target;
  // Dragging the content: a finger that moves mostly up or down, on nothing that is dragged itself.
  const bool pressed_here = is_down_ && r.holds(press_at_) && is_reachable_;
  if (pressed_here && scrolling_id_.empty() && has_dragged_ && pressed_id_.rfind("drag:", 0) != 0 &&
      std::abs(pointer_.y - press_at_.y) > std::abs(pointer_.x - press_at_.x) &&
      scroll_->content > scroll_->view) {
    scrolling_id_ = scroll_id_;
    scroll_grab_ = scroll_->target + (pointer_.y - press_at_.y);
  }
  if (scrolling_id_ == scroll_id_) {
    scroll_->target = scroll_grab_ - (pointer_.y - press_at_.y);
    scroll_->offset = scroll_->target;
  }
  settle(*scroll_);
  clip(r);
  return scroll_->offset;
}

void Canvas::settle(Scroll& scroll) {
  const float most = std::max(0.0f, scroll.content - scroll.view);
  scroll.target = std::clamp(scroll.target, 0.0f, most);
  scroll.offset = std::clamp(scroll.offset, 0.0f, most);
  const float gap = scroll.target - scroll.offset;
  if (is_motion_reduced_ || std::abs(gap) < 0.5f || !scroll.is_settled) {
    scroll.offset = scroll.target;
  } else {
    // From far away only the last stretch is seen.
    const float stretch = 2 * scroll.view;
    if (std::abs(gap) > stretch) scroll.offset = scroll.target - std::copysign(stretch, gap);
    const auto elapsed = static_cast<float>(std::min(0.05, time_s_ - last_time_s_));
    scroll.offset += (scroll.target - scroll.offset) * std::min(1.0f, elapsed * 16);
    keep_moving();
  }
  scroll.offset = std::round(scroll.offset);
}

void Canvas::end_scroll(float content_height) {
  unclip();
  Scroll& scroll = *scroll_;
  const bool was_known = scroll.content > 0;
  if (scroll.content != content_height) keep_moving();
  scroll.content = content_height;
  scroll.has_come = false;
  if (scroll.wants_end) {
    scroll.target = std::max(0.0f, content_height - scroll.view);
    scroll.wants_end = false;
    keep_moving();
  } else if (scroll.wanted_top >= 0) {
    // The span a little away from the edges.
    const float margin = std::min(48.0f, scroll.view / 4);
    if (scroll.wanted_top - margin < scroll.target) scroll.target = scroll.wanted_top - margin;
    if (scroll.wanted_bottom + margin > scroll.target + scroll.view) {
      scroll.target = scroll.wanted_bottom + margin - scroll.view;
    }
    scroll.wanted_top = -1;
    keep_moving();
  }
  if (!was_known) {
    scroll.is_settled = false;
    settle(scroll);
    scroll.is_settled = true;
  }
  const float most = content_height - scroll.view;
  if (most > 1) {
    const Rect& r = scroll_rect_;
    const float length = std::max(28.0f, r.h * scroll.view / content_height);
    const float at = r.y + (r.h - length) * std::clamp(scroll.offset / most, 0.0f, 1.0f);
    fill({r.right() - 5, at + 2, 4, length - 4}, faded(colours().muted, 50), 2);
  }
  scroll_ = nullptr;
}

void Canvas::scroll_to(std::string_view id, float top, float bottom, std::uint64_t key) {
  Scroll& scroll = scrolls_[std::string(id)];
  if (scroll.key == key) return;
  scroll.key = key;
  scroll.wanted_top = std::max(0.0f, top);
  scroll.wanted_bottom = bottom;
}

void Canvas::scroll_to_top(std::string_view id, std::uint64_t key) {
  Scroll& scroll = scrolls_[std::string(id)];
  if (scroll.key == key) return;
  scroll.key = key;
  scroll.target = scroll.offset = 0;
  scroll.has_come = true;
}

void Canvas::reveal(std::string_view id, float top, float bottom, std::uint64_t key) {
  Scroll& scroll = scrolls_[std::string(id)];
  if (scroll.revealed == key) return;
  scroll.revealed = key;
  if (scroll.has_come) return;
  scroll.wanted_top = std::max(0.0f, top);
  scroll.wanted_bottom = bottom;
}

void Canvas::scroll_to_end(std::string_view id, std::uint64_t key) {
  Scroll& scroll = scrolls_[std::string(id)];
  if (scroll.key == key) return;
  scroll.key = key;
  scroll.wants_end = true;
}

float Canvas::progress(std::string_view id, std::uint64_t key, float seconds) {
  Motion& motion = motions_[std::string(id)];
  if (motion.key != key) motion = {key, time_s_};
  if (is_motion_reduced_) return 1;
  const auto t = static_cast<float>((time_s_ - motion.since_s) / static_cast<double>(seconds));
  if (t >= 1) return 1;
  keep_moving();
  const float x = std::max(0.0f, t);
  return x < 0.5f ? 4 * x * x * x : 1 - std::pow(-2 * x + 2, 3.0f) / 2;
}

void Canvas::finish_motion(std::string_view id) { motions_[std::string(id)].since_s = -1000; }

}  // namespace mailscope::ui
