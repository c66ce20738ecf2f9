// Above the ladder: how fine its steps are, what its colours mean, and which of them are shown only.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {

namespace {

std::vector<Segment> levels_of(const Drawing& d) {
  return {{d.words.tr("Mail"), d.screen.level == StepLevel::mail},
          {d.words.tr("+ TLS and DNS"), d.screen.level == StepLevel::detail},
          {d.words.tr("+ TCP"), d.screen.level == StepLevel::segment}};
}

// In one row where they fit.
float width_of(const Drawing& d, const std::vector<Segment>& levels, float most) {
  float wide = 0;
  for (const Segment& level : levels)
    wide += d.canvas.width(Face::strong, k_small, level.text) + d.canvas.scaled(24) + 6;
  return std::min(wide, most);
}

float entry_width(const Drawing& d, Protocol protocol) {
  return d.canvas.width(Face::regular, 13, protocol_name(protocol)) + (d.is_narrow ? 28 : 32);
}

float legend_width(const Drawing& d) {
  float wide = k_touch - 2 - 6;
  for (const Protocol protocol : d.screen.protocols) wide += entry_width(d, protocol);
  return wide + (d.screen.ladder_filter.connection.empty() ? 0 : k_touch);
}

float legend_height(const Drawing& d) { return d.canvas.scaled(34); }

// Where it does not fit beside the levels.
bool has_own_row(const Drawing& d, float width, float levels) {
  return legend_width(d) > width - levels - 8;
}

// What the colours and shapes of this run mean; each shows only its own when it is chosen.
void draw_legend(const Drawing& d, Rect r) {
  const SearchFilter& filter = d.screen.views.filter;
  const Palette& c = d.canvas.colours();
  float x = r.x - 6;
  const Rect find{x, r.y + (r.h - k_touch) / 2, k_touch - 4, k_touch};
  if (icon_button(d.canvas, "ladder-find", find, k_icon_filter, 16, is_any(filter)))
    d.intents.add("find");
  d.canvas.hint(find, d.words.tr("Search this run"));
  x += k_touch - 2;
  for (const Protocol protocol : d.screen.protocols) {
    const std::string name(protocol_name(protocol));
    const float width = entry_width(d, protocol);
    if (x + width > r.right() + 4) return;
    const bool is_chosen = filter.protocol == protocol;
    const Rect cell{x, r.y + (r.h - 28) / 2, width - 2, 28};
    if (d.canvas.clicked("legend:" + name, cell.inset(0, -8)))
      d.intents.add("filter", "protocol=" + std::string(name_of(protocol)));
    if (is_chosen || d.canvas.hovers(cell)) d.canvas.fill(cell, is_chosen ? c.glow : c.sunken, 9);
    protocol_mark(d.canvas, {x + 12, r.center().y}, protocol, 4.5f, colour_of(c, protocol));
    d.canvas.text_in({x + 22, r.y, width - 24, r.h}, is_chosen ? Face::strong : Face::regular, 13,
                     is_chosen ? c.ink : c.muted, name);
    x += width;
  }
  const LadderFilterModel& only = d.screen.ladder_filter;
  if (only.connection.empty() || x + k_touch > r.right() + 4) return;
  const Rect cell{x, r.y + (r.h - k_touch) / 2, k_touch - 4, k_touch};
  if (icon_button(d.canvas, "ladder-connection", cell, k_icon_comments, 16,
                  !filter.connection.is_none())) {
    d.intents.add("filter", only.connection_argument);
  }
  d.canvas.hint(cell, d.words.tr("Only this conversation") + ": " + only.connection);
}

}  // namespace

float ladder_head_height(const Drawing& d, float width) {
  const std::vector<Segment> levels = levels_of(d);
  const float wide = width_of(d, levels, width);
  return segments_height(d.canvas, wide, levels) + 8 +
         (has_own_row(d, width, wide) ? legend_height(d) : 0);
}

void draw_ladder_head(const Drawing& d, Rect r) {
  const std::vector<Segment> levels = levels_of(d);
  const float wide = width_of(d, levels, r.w);
  if (has_own_row(d, r.w, wide)) {
    Rect legend = r.take_bottom(legend_height(d));
    legend.y -= 2;
    draw_legend(d, legend);
  } else {
    draw_legend(d, {r.x, r.y, r.w - wide - 8, r.h});
  }
  const int clicked = segments(d.canvas, "level", {r.right() - wide, r.y + 4}, wide, levels);
  if (clicked >= 0) d.intents.add("level", std::to_string(clicked));
}

// What is left out, and how to have it back.
void draw_ladder_filter(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  d.canvas.fill(r, c.glow, 8);
  d.canvas.icon({r.x + 16, r.center().y}, 13, c.accent, k_icon_filter);
  Rect inside = r;
  inside.take_left(30);
  const std::string all = d.words.tr("Show all");
  const Rect button = inside.take_right(d.canvas.width(Face::strong, k_small, all) + 28);
  if (d.canvas.clicked("filter-none", button.inset(0, -5))) d.intents.add("filter");
  if (d.canvas.hovers(button)) d.canvas.fill(button, c.sunken, 8);
  d.canvas.text_in(button, Face::strong, k_small, c.accent, all, Align::center);
  d.canvas.text_in(inside, Face::regular, k_small, c.ink, d.screen.ladder_filter.text);
}

}  // namespace mailscope::ui
