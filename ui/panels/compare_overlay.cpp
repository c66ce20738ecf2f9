// Two runs side by side: as the lesson is written, and as it was changed.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

constexpr float k_row = 48, k_folded = 34, k_gutter = 36;

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
  const float wide =
      d.canvas.text_in({x, r.y + 21, r.right() - x - 6, 22},
                       step.is_words ? Face::mono : Face::regular, 13.5f, ink, step.text);
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
  const std::uint32_t target = row.after.is_there ? row.after.step : 0;
  if (target && d.canvas.clicked("compared:" + std::to_string(target), r)) {
    d.intents.add("go", std::to_string(target));
    d.intents.add("close");
  }
  if (row.is_current) {
    d.canvas.fill(r.inset(0, 1), c.glow, 8);
  } else if (d.canvas.hovers(r)) {
    d.canvas.fill(r.inset(0, 1), c.sunken, 8);
  }
  if (row.kind != RowKind::same) {
    const Point p{r.x + k_gutter / 2, r.center().y};
    d.canvas.disc(p, 10, row.kind == RowKind::gone ? c.faint : c.fresh);
    d.canvas.text_in({p.x - 10, p.y - 11, 20, 22}, Face::strong, 14,
                     row.kind == RowKind::gone ? c.ink : c.raised, sign_of(row.kind),
                     Align::center);
  }
  const float half = (r.w - k_gutter) / 2;
  draw_step(d, row.before, row.kind, {r.x + k_gutter, r.y, half - 6, r.h});
  draw_step(d, row.after, row.kind, {r.x + k_gutter + half, r.y, half - 6, r.h});
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
      d.canvas.text_in(head, Face::strong, k_headline, c.ink, d.words.tr("What has changed"));
  head.take_left(title + 16);
  d.canvas.text_in({head.x, head.y + 3, head.w, head.h}, Face::strong, k_small, c.fresh,
                   compare.summary);
  if (compare.rows.empty()) {
    draw_nothing(d, inside, k_icon_sliders,
                 d.words.tr("Nothing is changed yet: turn a knob under “What if?”, then compare."));
    return;
  }
  Rect titles = inside.take_top(34);
  titles.take_left(k_gutter);
  const float half = titles.w / 2;
  d.canvas.text_in({titles.x, titles.y, half - 12, 30}, Face::strong, k_small, c.muted,
                   compare.before_title);
  d.canvas.text_in({titles.x + half, titles.y, half - 6, 30}, Face::strong, k_small, c.fresh,
                   compare.after_title);
  d.canvas.line({inside.x, inside.y - 1}, {inside.right(), inside.y - 1}, c.line);
  const float shift = d.canvas.begin_scroll("compare", inside);
  d.canvas.line({titles.x + half - 8, inside.y}, {titles.x + half - 8, inside.bottom()}, c.line);
  float y = inside.y - shift + 4;
  for (const CompareRow& row : compare.rows) {
    const float height = row.kind == RowKind::folded ? k_folded : k_row;
    const Rect place{inside.x, y, inside.w - 8, height};
    if (place.bottom() > inside.y && place.y < inside.bottom()) draw_row(d, row, place);
    y += height;
  }
  d.canvas.end_scroll(y + shift - inside.y + 8);
}

}  // namespace mailscope::ui
