// Two runs side by side: their steps, their dialogue, and what came of each.
#include <algorithm>

#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

constexpr float k_compare_row = 48, k_folded = 34, k_compare_gutter = 36;

const char* sign_of(RowKind kind) {
  switch (kind) {
    case RowKind::changed: return "~";
    case RowKind::added: return "+";
    case RowKind::gone: return "−";
    case RowKind::same:
    case RowKind::folded: return "";
  }
  return "";
}

constexpr float k_step_text = 13.5f;

// Where the columns are narrow, on as many lines as the text needs.
float step_height(const Drawing& d, const ComparedStep& step, float width) {
  if (!step.is_there || !d.is_narrow) return k_compare_row;
  const float text = d.canvas.paragraph_height(width - 28 - (step.is_sealed ? 16.0f : 0.0f),
                                               step.is_words ? Face::mono : Face::regular,
                                               k_step_text, step.text, Markup::none);
  return std::max(k_compare_row, 21 + text + 8);
}

void draw_step(const Drawing& d, const ComparedStep& step, RowKind kind, Rect r) {
  const Palette& c = d.canvas.colours();
  if (!step.is_there) {
    d.canvas.line({r.x + 8, r.center().y}, {r.x + 28, r.center().y}, c.faint, 1.5f);
    return;
  }
  const std::uint32_t ink = kind == RowKind::gone   ? c.muted
                            : step.is_trouble       ? c.trouble_text
                            : kind == RowKind::same ? c.muted
                                                    : c.ink;
  protocol_mark(d.canvas, {r.x + 10, r.y + 14}, step.protocol, 4, colour_of(c, step.protocol));
  d.canvas.text_in({r.x + 22, r.y + 3, r.w - 26, 20}, Face::regular, 12.5f, c.muted,
                   std::to_string(step.index) + " · " + step.who);
  float x = r.x + 22;
  if (step.is_sealed) {
    d.canvas.icon({x + 5, r.y + 32}, 12, c.right_text, k_icon_lock);
    x += 16;
  }
  const Face face = step.is_words ? Face::mono : Face::regular;
  if (d.is_narrow) {
    d.canvas.paragraph({x, r.y + 22}, r.right() - x - 6, face, k_step_text, ink, step.text,
                       Markup::none);
    return;
  }
  const float wide =
      d.canvas.text_in({x, r.y + 21, r.right() - x - 6, 22}, face, k_step_text, ink, step.text);
  if (kind == RowKind::gone) d.canvas.line({x, r.y + 32}, {x + wide, r.y + 32}, c.muted);
}

void draw_row(const Drawing& d, const CompareRow& row, Rect r) {
  const Palette& c = d.canvas.colours();
  if (row.kind == RowKind::folded) {
    d.canvas.dashed({r.x + 8, r.center().y}, {r.right() - 8, r.center().y}, c.line, 1, 3, 4);
    const float wide = d.canvas.width(Face::regular, 13, row.folded) + 24;
    const Rect label{r.center().x - wide / 2, r.y + 4, wide, r.h - 8};
    d.canvas.fill(label, row.is_current ? c.glow : c.paper, 8);
    d.canvas.text_in(label, Face::regular, 13, c.muted, row.folded, Align::center);
    return;
  }
  const bool is_after = row.after.is_there;
  const std::uint32_t target = is_after ? row.after.step : row.before.step;
  const std::string way = (is_after ? "right:" : "left:") + std::to_string(target);
  if (d.canvas.clicked("compared:" + way, r)) d.intents.add("show-compared", way);
  if (row.is_current) {
    d.canvas.fill(r.inset(0, 1), c.glow, 8);
  } else if (d.canvas.hovers(r)) {
    d.canvas.fill(r.inset(0, 1), c.sunken, 8);
  }
  if (row.kind != RowKind::same) {
    const Point p{r.x + k_compare_gutter / 2, r.center().y};
    d.canvas.disc(p, 10, row.kind == RowKind::gone ? c.faint : c.fresh);
    d.canvas.text_in({p.x - 10, p.y - 11, 20, 22}, Face::strong, 14,
                     row.kind == RowKind::gone ? c.ink : c.raised, sign_of(row.kind),
                     Align::center);
  }
  const float half = (r.w - k_compare_gutter) / 2;
  draw_step(d, row.before, row.kind, {r.x + k_compare_gutter, r.y, half - 6, r.h});
  draw_step(d, row.after, row.kind, {r.x + k_compare_gutter + half, r.y, half - 6, r.h});
}

// What became of it, in two columns; where both do not fit beside the subject, below it.
float put_outcome(const Drawing& d, const ShownOutcome& row, Rect at, bool draws) {
  const Palette& c = d.canvas.colours();
  float y = at.y;
  if (!row.section.empty()) {
    y += 10;
    if (draws) d.canvas.text_in({at.x, y, at.w, 24}, Face::strong, k_small, c.muted, row.section);
    y += 28;
  }
  const float top = y;
  const float name = d.is_narrow ? at.w - 16 : at.w * 0.4f;
  const float cell = d.is_narrow ? (at.w - 16) / 2 : at.w * 0.3f;
  const auto put = [&](float x, float from, float wide, Face face, std::uint32_t ink,
                       const std::string& text) {
    if (draws) return d.canvas.paragraph({x, from}, wide, face, 15, ink, text);
    return d.canvas.paragraph_height(wide, face, 15, text);
  };
  const float name_height = put(at.x + 16, y + 6, name - 32,
                                row.is_changed ? Face::strong : Face::regular, c.ink, row.subject);
  const float from = d.is_narrow ? y + 6 + name_height + 2 : y + 6;
  const float left = d.is_narrow ? at.x + 16 : at.x + name;
  const float before = put(left, from, cell - 12, Face::regular, c.muted, row.before);
  const float after = put(left + cell, from, cell - 12, Face::regular,
                          row.is_changed ? c.fresh : c.muted, row.after);
  y = std::max(top + 6 + name_height, from + std::max(before, after)) + 8;
  if (!draws) return y - at.y;
  if (row.is_changed) d.canvas.diamond({at.x + 6, top + 17}, 4, c.fresh);
  d.canvas.line({at.x, y - 0.5f}, {at.right(), y - 0.5f}, c.line);
  const auto leads = [&](float x, const char* side, std::uint32_t step) {
    const Rect box{x, top, cell - 8, y - top};
    const std::string way = side + std::to_string(step);
    if (step != 0 && d.canvas.clicked("outcome:" + row.subject + way, box))
      d.intents.add("show-compared", way);
  };
  leads(left, "left:", row.before_step);
  leads(left + cell, "right:", row.after_step);
  return y - at.y;
}

// Which two runs: a row of choices for each side.
void draw_sides(const Drawing& d, Rect& inside) {
  const Palette& c = d.canvas.colours();
  const CompareModel& compare = d.screen.compare;
  if (compare.sides.size() < 3) return;
  const auto row = [&](const std::string& title, const char* action, bool is_left) {
    std::vector<Segment> choices;
    for (const CompareSide& side : compare.sides)
      choices.push_back({side.title, is_left ? side.is_left : side.is_right});
    const float lead = d.is_narrow ? 64.0f : 84.0f, width = inside.w - lead;
    const float height = segments_height(d.canvas, width, choices);
    Rect line = inside.take_top(height + 8);
    d.canvas.text_in({line.x, line.y, lead - 6, d.canvas.scaled(36)}, Face::regular, k_small,
                     c.muted, title);
    const int clicked = segments(d.canvas, action, {line.x + lead, line.y}, width, choices);
    if (clicked >= 0) d.intents.add(action, compare.sides[static_cast<std::size_t>(clicked)].id);
  };
  row(d.words.tr("Left"), "compare-left", true);
  row(d.words.tr("Right"), "compare-right", false);
}

void draw_views(const Drawing& d, Rect r) {
  const int clicked =
      tabs(d.canvas, "compare-view", r,
           {d.words.tr("Steps"), d.words.tr("Dialogue"), d.words.tr("What came of it")},
           static_cast<int>(d.screen.compare.view));
  if (clicked >= 0) d.intents.add("compare-view", std::to_string(clicked));
}

// The two runs' names above their columns, which begin at `left` and are `half` wide.
void draw_titles(const Drawing& d, Rect& inside, float left, float half) {
  const Palette& c = d.canvas.colours();
  const CompareModel& compare = d.screen.compare;
  const float wide = half - 12;
  const float height =
      std::max(d.canvas.paragraph_height(wide, Face::strong, k_small, compare.before_title),
               d.canvas.paragraph_height(wide, Face::strong, k_small, compare.after_title));
  const Rect titles = inside.take_top(height + 14);
  d.canvas.paragraph({left, titles.y + 6}, wide, Face::strong, k_small, c.muted,
                     compare.before_title);
  d.canvas.paragraph({left + half, titles.y + 6}, wide, Face::strong, k_small, c.fresh,
                     compare.after_title);
  d.canvas.line({inside.x, inside.y - 1}, {inside.right(), inside.y - 1}, c.line);
}

void draw_outcomes(const Drawing& d, Rect inside) {
  const float name = d.is_narrow ? 16.0f : (inside.w - 8) * 0.4f;
  draw_titles(d, inside, inside.x + name,
              d.is_narrow ? (inside.w - 24) / 2 : (inside.w - 8) * 0.3f);
  const float shift = d.canvas.begin_scroll("compare-outcome", inside);
  float y = inside.y - shift + 2;
  for (const ShownOutcome& row : d.screen.compare.outcome.rows)
    y += put_outcome(d, row, {inside.x, y, inside.w - 8, 0}, true);
  d.canvas.end_scroll(y + shift - inside.y + 8);
}

void draw_rows(const Drawing& d, Rect inside) {
  const float half = (inside.w - k_compare_gutter) / 2;
  draw_titles(d, inside, inside.x + k_compare_gutter, half);
  const float shift = d.canvas.begin_scroll("compare", inside);
  const float middle = inside.x + k_compare_gutter + half - 8;
  d.canvas.line({middle, inside.y}, {middle, inside.bottom()}, d.canvas.colours().line);
  float y = inside.y - shift + 4;
  for (const CompareRow& row : d.screen.compare.rows) {
    const float height =
        row.kind == RowKind::folded
            ? k_folded
            : std::max(step_height(d, row.before, half - 6), step_height(d, row.after, half - 6));
    const Rect place{inside.x, y, inside.w - 8, height};
    if (place.bottom() > inside.y && place.y < inside.bottom()) draw_row(d, row, place);
    y += height;
  }
  d.canvas.end_scroll(y + shift - inside.y + 8);
}

}  // namespace

void draw_compare(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const CompareModel& compare = d.screen.compare;
  Rect inside = r.inset(d.is_narrow ? 8.0f : 24.0f, 12);
  Rect head = inside.take_top(52);
  if (icon_button(d.canvas, "close-compare",
                  {head.right() - k_touch + 10, head.y + 2, k_touch, k_touch}, k_icon_times, 18))
    d.intents.add("close");
  head.take_right(k_touch);
  const float title =
      d.canvas.text_in(head, Face::strong, k_headline, c.ink, d.words.tr("Two runs compared"));
  head.take_left(title + 16);
  // Beside the title, or below it.
  const bool is_beside = d.canvas.width(Face::strong, k_small, compare.summary) <= head.w;
  const Rect summary =
      is_beside ? Rect{head.x, head.y + 3, head.w, head.h} : inside.take_top(d.canvas.scaled(28));
  d.canvas.text_in(summary, Face::strong, k_small, c.fresh, compare.summary);
  if (compare.before_title.empty()) {
    draw_nothing(d, inside, k_icon_sliders,
                 d.words.tr("Nothing is changed yet: turn a knob under “What if?”, then compare."));
    return;
  }
  draw_sides(d, inside);
  draw_views(d, inside.take_top(k_touch));
  if (compare.view == CompareView::outcome) {
    draw_outcomes(d, inside);
  } else if (compare.rows.empty()) {
    draw_nothing(d, inside, k_icon_comments, d.words.tr("Nobody says anything in either run."));
  } else {
    draw_rows(d, inside);
  }
}

}  // namespace mailscope::ui
