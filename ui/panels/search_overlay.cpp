// Search over all text of the run: a field, filters, and the steps that hold it.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

// Filters as chips; as many rows as the width needs. Returns the height.
float draw_choices(const Drawing& d, Point at, float width) {
  const Palette& c = d.canvas.colours();
  const float height = d.canvas.scaled(32), gap = 6;
  float x = 0, y = 0;
  for (const FilterChoice& choice : d.screen.search.choices) {
    const bool has_mark = choice.protocol != Protocol::none;
    const float lead = has_mark ? 16.0f : 0.0f;
    const float wide = std::min(width, d.canvas.width(Face::regular, 13, choice.label) + 20 + lead);
    if (x > 0 && x + wide > width) x = 0, y += height + gap;
    const Rect r{at.x + x, at.y + y, wide, height};
    if (d.canvas.clicked("filter:" + choice.argument, r.inset(-2, -5)))
      d.intents.add("filter", choice.argument);
    d.canvas.fill(r, choice.is_chosen ? c.accent : d.canvas.hovers(r) ? c.glow : c.sunken, 9);
    if (has_mark)
      protocol_mark(d.canvas, {r.x + 15, r.center().y}, choice.protocol, 4,
                    choice.is_chosen ? c.on_accent : colour_of(c, choice.protocol));
    d.canvas.text_in({r.x + 8 + lead, r.y, r.w - 16 - lead, r.h},
                     choice.is_chosen ? Face::strong : Face::regular, 13,
                     choice.is_chosen ? c.on_accent : c.ink, choice.label, Align::center);
    x += wide + gap;
  }
  return y + height;
}

void draw_hit(const Drawing& d, const SearchHit& hit, Rect r) {
  const Palette& c = d.canvas.colours();
  if (d.canvas.clicked("hit:" + std::to_string(hit.step), r)) {
    d.intents.add("go", std::to_string(hit.step));
    d.intents.add("close");
  }
  if (hit.is_current) {
    d.canvas.fill(r, c.glow, 8);
  } else if (d.canvas.hovers(r)) {
    d.canvas.fill(r, c.sunken, 8);
  }
  d.canvas.text_in({r.x + 4, r.y, 36, 26}, Face::regular, 13, c.muted, std::to_string(hit.index),
                   Align::right);
  if (hit.is_trouble) {
    d.canvas.icon({r.x + 56, r.y + 13}, 13, c.trouble_text, k_icon_exclamation_triangle);
  } else {
    protocol_mark(d.canvas, {r.x + 56, r.y + 13}, hit.protocol, 4.5f, colour_of(c, hit.protocol));
  }
  d.canvas.text_in({r.x + 72, r.y, r.w - 80, 26}, Face::regular, 15, c.ink, hit.title);
  if (!hit.line.empty())
    d.canvas.text_in({r.x + 72, r.y + 24, r.w - 80, 20}, Face::mono, 13, c.muted, hit.line);
}

}  // namespace

void draw_search(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const SearchModel& search = d.screen.search;
  Rect inside = r.inset(d.is_narrow ? 14.0f : 24.0f, 12);
  Rect head = inside.take_top(52);
  if (icon_button(d.canvas, "close-search",
                  {head.right() - k_touch + 10, head.y + 2, k_touch, k_touch}, k_icon_times, 18))
    d.intents.add("close");
  d.canvas.text_in(head, Face::strong, k_headline, c.ink, d.words.tr("Search this run"));
  text_field(d, inside.take_top(k_touch),
             {.action = "search",
              .value = search.query,
              .hint = d.words.tr("Words, addresses, replies, headers …"),
              .wants_focus = true});
  inside.take_top(10);
  inside.take_top(draw_choices(d, {inside.x, inside.y}, inside.w) + 8);
  d.canvas.text_in(inside.take_top(26), Face::strong, k_small, c.muted,
                   search.hits.empty() ? d.words.tr("No step holds this.") : search.summary);
  d.canvas.line({inside.x, inside.y}, {inside.right(), inside.y}, c.line);
  const float shift = d.canvas.begin_scroll("search", inside);
  float y = inside.y - shift + 4;
  for (const SearchHit& hit : search.hits) {
    const float height = hit.line.empty() ? 30.0f : 48.0f;
    const Rect row{inside.x, y, inside.w - 8, height};
    if (row.bottom() > inside.y && row.y < inside.bottom()) draw_hit(d, hit, row);
    y += height;
  }
  d.canvas.end_scroll(y + shift - inside.y + 8);
}

}  // namespace mailscope::ui
