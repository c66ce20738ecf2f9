// The ladder: lanes, rungs, the marks of what a turned knob changed.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

constexpr float k_row = 36, k_gutter = 46;

class LadderDrawing {
 public:
  LadderDrawing(const Drawing& drawing, Rect body)
      : d_(drawing),
        c_(drawing.canvas.colours()),
        body_(body),
        gutter_(drawing.is_narrow ? 34.0f : k_gutter) {}

  void draw_lanes(Rect head) {
    const LadderModel& ladder = d_.screen.ladder;
    const float wide = lane_width();
    for (std::size_t lane = 0; lane < ladder.lanes.size(); ++lane) {
      const float x = x_of(lane);
      const bool is_bad = ladder.lanes[lane].role == HostRole::attacker;
      const HostId host = ladder.lanes[lane].host;
      const bool is_chosen = d_.screen.views.filter.host == host;
      const Rect name{x - wide / 2 + 2, head.y, wide - 4, head.h};
      const float size = d_.is_narrow ? 12.0f : 13.5f;
      const float shown =
          std::min(name.w, d_.canvas.width(Face::strong, size, ladder.lanes[lane].name) + 16);
      const Rect pill{x - shown / 2, name.y + 3, shown, name.h - 6};
      if (d_.canvas.clicked("lane:" + std::to_string(host.value), name.inset(0, -8)))
        d_.intents.add("filter", "host=" + std::to_string(host.value));
      if (is_chosen || d_.canvas.hovers(name))
        d_.canvas.fill(pill, is_chosen ? c_.accent : c_.sunken, pill.h / 2);
      d_.canvas.text_in(name, Face::strong, size,
                        is_chosen ? c_.on_accent
                        : is_bad  ? c_.trouble_text
                                  : c_.ink,
                        ladder.lanes[lane].name, Align::center);
    }
    d_.canvas.line({head.x, head.bottom() - 0.5f}, {head.right(), head.bottom() - 0.5f}, c_.line);
  }

  void draw_rungs() {
    const LadderModel& ladder = d_.screen.ladder;
    const float row = d_.canvas.scaled(k_row);
    const auto current = static_cast<float>(ladder.current_row) * row;
    d_.canvas.scroll_to("ladder", current, current + row,
                        d_.screen.run_number << 40 |
                            static_cast<std::uint64_t>(d_.screen.level) << 36 |
                            (d_.screen.map.step + 1));
    // Fingers that spread want to see more, fingers that close less.
    const float spread = d_.canvas.pinched(body_);
    const auto level = static_cast<int>(d_.screen.level);
    if ((spread > 1.35f && level < 2) || (spread < 0.74f && level > 0)) {
      d_.intents.add("level", std::to_string(spread > 1 ? level + 1 : level - 1));
      d_.canvas.take_pinch();
    }
    const float shift = d_.canvas.begin_scroll("ladder", body_);
    ask_for_rows(shift / row, (shift + body_.h) / row);
    for (std::size_t lane = 0; lane < ladder.lanes.size(); ++lane) {
      d_.canvas.line({x_of(lane), body_.y}, {x_of(lane), body_.bottom()}, c_.line, 1.5f);
    }
    for (std::size_t i = 0; i < ladder.rungs.size(); ++i) {
      const float y = body_.y - shift + static_cast<float>(ladder.first + i) * row;
      // One row more than is seen, for the keyboard to go on to.
      if (y + 2 * row < body_.y || y > body_.bottom() + row) continue;
      draw_rung(ladder.rungs[i], {body_.x, y, body_.w, row});
    }
    d_.canvas.end_scroll(static_cast<float>(ladder.row_count) * row + 8);
  }

 private:
  // Rows that are not there are asked for before they come into sight.
  void ask_for_rows(float first_seen, float last_seen) {
    const LadderModel& ladder = d_.screen.ladder;
    const auto first = static_cast<float>(ladder.first), margin = 24.0f,
               end = static_cast<float>(ladder.first + ladder.rungs.size()),
               all = static_cast<float>(ladder.row_count);
    const bool wants_before = ladder.first > 0 && first_seen - margin < first;
    const bool wants_after = end < all && std::min(all, last_seen + margin) > end;
    if (!wants_before && !wants_after) return;
    const float middle = std::clamp((first_seen + last_seen) / 2, 0.0f, all);
    d_.intents.add("ladder-row", std::to_string(static_cast<std::size_t>(middle)));
  }
  float lane_width() const {
    const auto count = static_cast<float>(std::max<std::size_t>(1, d_.screen.ladder.lanes.size()));
    return (body_.w - gutter_ - 8) / count;
  }
  float x_of(std::size_t lane) const {
    return body_.x + gutter_ + lane_width() * (static_cast<float>(lane) + 0.5f);
  }

  void draw_rung(const Rung& rung, Rect r) {
    if (rung.is_gone) {
      draw_gone(rung, r);
      return;
    }
    const std::string id = "rung:" + std::to_string(rung.step);
    if (d_.canvas.clicked(id, r)) d_.intents.add("pick-step", std::to_string(rung.step));
    const Rect band = r.inset(4, 1);
    if (rung.is_current) {
      d_.canvas.fill(band, c_.glow, 8);
      d_.canvas.fill({band.x, band.y + 4, 3, band.h - 8}, c_.accent, 1.5f);
    } else if (d_.canvas.hovers(r)) {
      d_.canvas.fill(band, faded(c_.sunken, 80), 8);
    }
    draw_gutter(rung, r);
    if (rung.shape == RungShape::arrow) {
      draw_arrow(rung, r);
    } else {
      draw_note(rung, r);
    }
  }

  void draw_gutter(const Rung& rung, Rect r) {
    const Rect gutter{r.x + 8, r.y, gutter_ - 12, r.h};
    if (rung.change == Change::same) {
      d_.canvas.text_in(gutter, Face::regular, 12, rung.is_current ? c_.ink : c_.muted,
                        rung.is_future ? std::string() : std::to_string(rung.index), Align::right);
      return;
    }
    const Point p{gutter.right() - 9, r.center().y};
    d_.canvas.disc(p, 9, c_.fresh);
    d_.canvas.text_in({p.x - 9, p.y - 10, 18, 20}, Face::strong, 13, c_.raised,
                      rung.change == Change::added ? "+" : "~", Align::center);
  }

  void draw_arrow(const Rung& rung, Rect r) {
    const float from = x_of(rung.from), to = x_of(rung.to), y = r.bottom() - 9;
    const std::uint32_t base = colour_of(c_, rung.protocol);
    const std::uint32_t colour = rung.is_future ? faded(base, 30) : base;
    const float sign = to > from ? 1.0f : -1.0f;
    if (rung.protocol == Protocol::dns) {
      d_.canvas.dashed({from, y}, {to - sign * 8, y}, colour, 2, 5, 3);
    } else if (rung.is_sealed) {
      d_.canvas.line({from, y - 2}, {to - sign * 8, y - 2}, colour, 1.5f);
      d_.canvas.line({from, y + 2}, {to - sign * 8, y + 2}, colour, 1.5f);
    } else {
      d_.canvas.line({from, y}, {to - sign * 8, y}, colour, 2);
    }
    d_.canvas.arrow_head({to, y}, {sign, 0}, 9, colour);
    if (rung.is_future) return;
    // Words above the line: between the lanes, or a little beyond when they are near each other.
    const float lead = rung.is_sealed || rung.is_trouble ? 18.0f : 0.0f;
    const Face face = rung.is_words ? Face::mono : Face::regular;
    const float size = d_.is_narrow ? 12.0f : 13.5f;
    const float between = std::abs(to - from) - 16;
    const float wanted = d_.canvas.width(face, size, rung.text) + lead + 2;
    const float left_edge = r.x + gutter_, right_edge = r.right() - 8;
    const float most = std::min(right_edge - left_edge,
                                std::max(between, std::min(wanted, right_edge - left_edge)));
    const float wide = std::min(wanted, most);
    float x = (from + to) / 2 - wide / 2;
    x = std::clamp(x, left_edge, right_edge - wide);
    Rect label{x, r.y + 3, wide, 20};
    d_.canvas.fill({label.x - 3, label.y, label.w + 6, label.h},
                   rung.is_current ? c_.glow : c_.raised);
    if (rung.is_trouble) {
      d_.canvas.icon({label.take_left(lead).x + 6, label.center().y}, 13, c_.trouble_text,
                     k_icon_exclamation_triangle);
    } else if (rung.is_sealed) {
      d_.canvas.icon({label.take_left(lead).x + 6, label.center().y}, 12, c_.muted, k_icon_lock);
    }
    d_.canvas.text_in(label, face, size, rung.is_trouble ? c_.trouble_text : c_.ink, rung.text);
  }

  static const char* icon_of(StepKind kind) {
    switch (kind) {
      case StepKind::act: return k_icon_user;
      case StepKind::decision: return k_icon_ban;
      case StepKind::mail: return k_icon_envelope;
      case StepKind::screen: return k_icon_desktop;
      case StepKind::attack:
      case StepKind::changed_line:
      case StepKind::misread_line: return k_icon_bolt;
      case StepKind::secret: return k_icon_eye;
      case StepKind::tls: return k_icon_lock;
      case StepKind::dns: return k_icon_globe;
      case StepKind::end: return k_icon_times_circle;
      case StepKind::connect: return k_icon_plug;
      case StepKind::setup:
      case StepKind::line:
      case StepKind::segment: return k_icon_circle;
    }
    return k_icon_circle;
  }

  void draw_note(const Rung& rung, Rect r) {
    const float x = x_of(rung.from), y = r.center().y;
    if (rung.is_future) {
      d_.canvas.disc({x, y}, 4, faded(rung.is_trouble ? c_.trouble : c_.muted, 30));
      return;
    }
    const float size = d_.is_narrow ? 12.0f : 13.5f;
    const float left_edge = r.x + gutter_, right_edge = r.right() - 8;
    const float wanted = d_.canvas.width(Face::regular, size, rung.text) + 46;
    const float wide = std::min(wanted, right_edge - left_edge);
    const float left = std::clamp(x - wide / 2, left_edge, right_edge - wide);
    const Rect pill{left, r.y + 4, wide, r.h - 8};
    const std::uint32_t edge = rung.is_trouble                   ? c_.trouble
                               : rung.protocol == Protocol::none ? c_.faint
                                                                 : colour_of(c_, rung.protocol);
    d_.canvas.fill(pill, rung.is_trouble ? c_.trouble_glow : c_.raised, pill.h / 2);
    d_.canvas.stroke(pill, edge, pill.h / 2, 1.2f);
    Rect inside = pill.inset(12, 0);
    d_.canvas.icon({inside.take_left(18).x + 5, y}, 13,
                   rung.is_trouble ? c_.trouble_text : c_.muted, icon_of(rung.kind));
    d_.canvas.text_in(inside, Face::regular, size, rung.is_trouble ? c_.trouble_text : c_.ink,
                      rung.text);
  }

  void draw_gone(const Rung& rung, Rect r) {
    const Point p{r.x + gutter_ - 13, r.center().y};
    d_.canvas.disc(p, 9, c_.faint);
    d_.canvas.text_in({p.x - 9, p.y - 10, 18, 20}, Face::strong, 13, c_.ink, "−", Align::center);
    Rect label{r.x + gutter_ + 6, r.y, r.w - gutter_ - 20, r.h};
    const float size = d_.is_narrow ? 12.0f : 13.5f;
    const float wide = d_.canvas.text_in(label, Face::regular, size, c_.muted, rung.text);
    d_.canvas.line({label.x, r.center().y}, {label.x + wide, r.center().y}, c_.muted);
  }

  const Drawing& d_;
  const Palette& c_;
  Rect body_;
  float gutter_;
};

}  // namespace

void draw_ladder(const Drawing& drawing, Rect r) {
  card(drawing.canvas, r);
  Rect inside = r.inset(6, 4);
  const Rect head = inside.take_top(ladder_head_height(drawing, inside.w - 16));
  const bool is_filtered = !drawing.screen.ladder_filter.text.empty();
  const Rect filter = is_filtered ? inside.take_top(34) : Rect{};
  const Rect lanes = inside.take_top(28);
  inside.take_bottom(2);
  LadderDrawing ladder(drawing, inside);
  ladder.draw_rungs();  // first: there the keyboard begins
  ladder.draw_lanes(lanes);
  draw_ladder_head(drawing, head.inset(8, 0));
  if (is_filtered) draw_ladder_filter(drawing, filter.inset(2, 0));
}

}  // namespace mailscope::ui
