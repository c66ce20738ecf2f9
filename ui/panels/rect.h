// Rectangles and points in logical pixels: what the layout is made of. Knows no drawing.
#pragma once

#include <algorithm>

namespace mailscope::ui {

struct Point {
  float x = 0, y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  Point center() const { return {x + w / 2, y + h / 2}; }
  bool holds(Point p) const { return p.x >= x && p.x < x + w && p.y >= y && p.y < y + h; }
  bool is_empty() const { return w <= 0 || h <= 0; }
  Rect inset(float dx, float dy) const {
    return {x + dx, y + dy, std::max(0.0f, w - 2 * dx), std::max(0.0f, h - 2 * dy)};
  }
  Rect inset(float d) const { return inset(d, d); }

  // Cut off a side: the piece is returned, this keeps the rest.
  Rect take_top(float height) {
    const Rect piece{x, y, w, std::min(height, h)};
    y += piece.h, h -= piece.h;
    return piece;
  }
  Rect take_bottom(float height) {
    const float taken = std::min(height, h);
    h -= taken;
    return {x, y + h, w, taken};
  }
  Rect take_left(float width) {
    const Rect piece{x, y, std::min(width, w), h};
    x += piece.w, w -= piece.w;
    return piece;
  }
  Rect take_right(float width) {
    const float taken = std::min(width, w);
    w -= taken;
    return {x + w, y, taken, h};
  }
  friend bool operator==(const Rect&, const Rect&) = default;
};

}  // namespace mailscope::ui
