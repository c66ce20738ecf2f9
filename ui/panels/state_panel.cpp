// The session's state machine: rows from the start down, where it stands, what may be said now.
#include <cmath>

#include "build/fonts/icons.h"
#include "ui/panels/column.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

constexpr float k_state_row = 64, k_node = 34, k_lanes = 36;

class StateDrawing {
 public:
  StateDrawing(const Drawing& drawing, Rect area)
      : d_(drawing), c_(drawing.canvas.colours()), area_(area) {
    const StateModel& state = d_.screen.state;
    std::vector<std::size_t> members(state.row_count, 0);
    for (const StateNode& node : state.nodes) ++members[node.row];
    for (const StateNode& node : state.nodes) {
      const auto count = static_cast<float>(members[node.row]);
      const float wide = std::min(d_.canvas.width(Face::strong, k_small, node.label) + 32,
                                  (area_.w - k_lanes) / count - 4);
      const float x =
          area_.x + (area_.w - k_lanes) * (static_cast<float>(node.place) + 0.5f) / count;
      const float left = std::max(area_.x, std::min(x - wide / 2, area_.right() - k_lanes - wide));
      rects_.push_back({left, area_.y + 8 + static_cast<float>(node.row) * row(), wide,
                        d_.canvas.scaled(k_node)});
    }
  }

  float height() const { return static_cast<float>(d_.screen.state.row_count) * row() + 8; }

  void draw() {
    const StateModel& state = d_.screen.state;
    for (const bool is_open : {false, true}) {
      for (const StateArrow& arrow : state.arrows) {
        if (arrow.is_open == is_open) draw_arrow(arrow);
      }
    }
    for (std::size_t i = 0; i < state.nodes.size(); ++i) draw_node(state.nodes[i], rects_[i]);
    for (const StateArrow& arrow : state.arrows) {
      if (arrow.is_open) draw_verbs(arrow);
    }
  }

 private:
  float row() const { return d_.canvas.scaled(k_state_row); }

  void draw_node(const StateNode& node, Rect r) {
    const float radius = r.h / 2;
    if (node.is_current) {
      d_.canvas.fill(r.inset(-4), c_.glow, radius + 4);
      d_.canvas.fill(r, c_.accent, radius);
    } else {
      d_.canvas.fill(r, node.was_visited ? c_.sunken : c_.raised, radius);
      d_.canvas.stroke(r, node.is_next ? c_.accent : c_.faint, radius, node.is_next ? 2.0f : 1.0f);
    }
    const std::uint32_t ink = node.is_current                    ? c_.on_accent
                              : node.is_next || node.was_visited ? c_.ink
                                                                 : c_.muted;
    d_.canvas.text_in(r.inset(4, 0), node.is_current ? Face::strong : Face::regular, k_small, ink,
                      node.label, Align::center);
  }

  // Down: a straight line. Back up: around at the right.
  void draw_arrow(const StateArrow& arrow) {
    const Rect from = rects_[arrow.from], to = rects_[arrow.to];
    const bool is_down =
        d_.screen.state.nodes[arrow.to].row > d_.screen.state.nodes[arrow.from].row;
    const bool is_far =
        d_.screen.state.nodes[arrow.to].row > d_.screen.state.nodes[arrow.from].row + 1;
    if ((!is_down || is_far) && !arrow.is_open && !arrow.was_taken) return;
    const std::uint32_t colour = arrow.is_open ? c_.accent : arrow.was_taken ? c_.ink : c_.faint;
    const float thickness = arrow.is_open || arrow.was_taken ? 2.0f : 1.0f;
    if (is_down && !is_far) {
      const Point a{from.center().x, from.bottom()}, b{to.center().x, to.y - 2};
      line(a, b, colour, thickness, arrow.is_open);
      d_.canvas.arrow_head(b, {b.x - a.x, b.y - a.y}, 9, colour);
      return;
    }
    // Around: out below, up or down a lane at the right, in at the side.
    const auto nth = static_cast<float>(lane_++ % 4);
    const float lane = area_.right() - 6 - 8 * nth, below = from.bottom() + 8 + 4 * nth;
    const Point a{from.center().x + 12, from.bottom()},
        b{to.right() + 2, to.center().y + 5 * nth - 4};
    line(a, {a.x, below}, colour, thickness, arrow.is_open);
    line({a.x, below}, {lane, below}, colour, thickness, arrow.is_open);
    line({lane, below}, {lane, b.y}, colour, thickness, arrow.is_open);
    line({lane, b.y}, b, colour, thickness, arrow.is_open);
    d_.canvas.arrow_head(b, {-1, 0}, 9, colour);
  }
  void line(Point a, Point b, std::uint32_t colour, float thickness, bool is_dashed) {
    if (is_dashed) {
      d_.canvas.dashed(a, b, colour, thickness, 6, 4);
    } else {
      d_.canvas.line(a, b, colour, thickness);
    }
  }

  void draw_verbs(const StateArrow& arrow) {
    const Rect from = rects_[arrow.from], to = rects_[arrow.to];
    const auto row_of = [&](std::size_t node) { return d_.screen.state.nodes[node].row; };
    const bool is_near = row_of(arrow.to) == row_of(arrow.from) + 1;
    if (!is_near) return;
    const std::string text = d_.canvas.fitted(Face::mono, 12.5f, arrow.verbs, 150);
    const float wide = d_.canvas.width(Face::mono, 12.5f, text) + 10;
    const Point middle{(from.center().x + to.center().x) / 2,
                       (from.bottom() + to.y) / 2 - d_.canvas.line_height(12.5f) / 2};
    float x = std::clamp(middle.x - wide / 2, area_.x, area_.right() - wide);
    if (std::abs(from.center().x - to.center().x) < 12) x = middle.x + 8;
    const Rect label{x, middle.y, wide, d_.canvas.line_height(12.5f)};
    // Where they would lie on each other, the list below says them all.
    for (const Rect& other : labels_) {
      if (label.x < other.right() && other.x < label.right() && label.y < other.bottom() &&
          other.y < label.bottom())
        return;
    }
    labels_.push_back(label);
    d_.canvas.fill(label, c_.raised, 4);
    d_.canvas.text_in(label, Face::mono, 12.5f, c_.ink, text, Align::center);
  }

  const Drawing& d_;
  const Palette& c_;
  Rect area_;
  std::vector<Rect> rects_, labels_;
  int lane_ = 0;
};

// Words as chips, wrapped.
void put_verbs(const Drawing& d, Column& column, bool is_allowed) {
  const Palette& c = d.canvas.colours();
  float x = 0;
  const float height = d.canvas.scaled(28);
  for (const StateVerb& verb : d.screen.state.verbs) {
    if (verb.is_allowed != is_allowed) continue;
    const float wide = d.canvas.width(Face::mono, 13, verb.name) + 18;
    if (x > 0 && x + wide > column.width()) {
      x = 0;
      column.advance(height + 6);
    }
    const Rect r{column.x() + x, column.y(), wide, height};
    if (is_allowed) {
      d.canvas.fill(r, c.glow, 7);
      d.canvas.stroke(r, c.accent, 7);
    }
    d.canvas.text_in(r, Face::mono, 13, is_allowed ? c.ink : c.muted, verb.name, Align::center);
    x += wide + 6;
  }
  column.advance(height + 12);
}

void put_trail(const Drawing& d, Column& column) {
  const Palette& c = d.canvas.colours();
  float x = 0;
  const float height = d.canvas.scaled(32);
  for (std::size_t i = 0; i < d.screen.state.trail.size(); ++i) {
    const StateStop& stop = d.screen.state.trail[i];
    const std::string text = std::to_string(stop.index) + "  " + stop.label;
    const float wide = d.canvas.width(Face::regular, 13, text) + 20;
    if (x > 0 && x + wide > column.width()) {
      x = 0;
      column.advance(height + 4);
    }
    const Rect r{column.x() + x, column.y(), wide, height};
    if (d.canvas.clicked("stop:" + std::to_string(i), r))
      d.intents.add("go", std::to_string(stop.step));
    d.canvas.fill(r, d.canvas.hovers(r) ? c.line : c.sunken, 8);
    d.canvas.text_in(r, Face::regular, 13, c.ink, text, Align::center);
    x += wide + 4;
  }
  column.advance(height + 12);
}

}  // namespace

void draw_state(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const StateModel& state = d.screen.state;
  if (state.nodes.empty()) {
    draw_nothing(d, r, k_icon_sitemap,
                 d.words.tr("No session has begun yet: its states appear with its first words."));
    return;
  }
  const float shift = d.canvas.begin_scroll("state", r);
  Column column(d, {r.x + 4, r.y - shift + 8}, r.w - 16, true);
  column.paragraph(Face::regular, k_small, c.muted, state.title);
  if (!state.current.empty()) {
    column.gap(2);
    column.paragraph(Face::regular, 15, c.ink, "**" + state.current + ".** " + state.meaning);
  }
  column.gap(4);
  StateDrawing drawing(d, {column.x(), column.y(), column.width(), 0});
  drawing.draw();
  column.advance(drawing.height());
  column.paragraph(Face::strong, k_small, c.muted, d.words.tr("The client may say now"));
  column.gap(6);
  put_verbs(d, column, true);
  column.paragraph(Face::strong, k_small, c.muted, d.words.tr("Not in this state"));
  column.gap(2);
  put_verbs(d, column, false);
  column.paragraph(Face::strong, k_small, c.muted, d.words.tr("How it came here"));
  column.gap(6);
  put_trail(d, column);
  d.canvas.end_scroll(column.y() + shift - r.y + 8);
}

}  // namespace mailscope::ui
