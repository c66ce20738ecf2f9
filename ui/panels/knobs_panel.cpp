// What if? The knobs of the lesson, and how many steps they have changed.
#include "build/fonts/icons.h"
#include "ui/panels/column.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {

namespace {

// What can be done to the run at this very step.
void put_tries(const Drawing& d, Column& column) {
  const Palette& c = d.canvas.colours();
  const TriesModel& tries = d.screen.tries;
  struct Try {
    bool is_there;
    const char *action, *argument, *glyph;
    std::string title;
  };
  const Try all[] = {
      {tries.can_drop, "drop-packet", "", k_icon_scissors, d.words.tr("Lose this packet")},
      {tries.can_type, "tab", "8", k_icon_terminal, d.words.tr("Type here yourself")},
      {tries.can_undo, "undo", "", k_icon_undo, d.words.tr("Undo")},
      {tries.can_redo, "redo", "", k_icon_refresh, d.words.tr("Redo")},
  };
  const float height = d.canvas.scaled(36);
  float x = 0;
  bool is_any = false;
  for (const Try& one : all) {
    if (!one.is_there) continue;
    const float wide = d.canvas.width(Face::regular, k_small, one.title) + 44;
    if (x > 0 && x + wide > column.width()) x = 0, column.advance(height + 6);
    const Rect r{column.x() + x, column.y(), wide, height};
    if (column.draws()) {
      if (d.canvas.clicked("try:" + one.title, r.inset(-2, -4)))
        d.intents.add(one.action, one.argument);
      d.canvas.fill(r, d.canvas.hovers(r) ? c.glow : c.raised, 9);
      d.canvas.stroke(r, c.line, 9);
      d.canvas.icon({r.x + 18, r.center().y}, 14, c.accent, one.glyph);
      d.canvas.text_in({r.x + 32, r.y, r.w - 36, r.h}, Face::regular, k_small, c.ink, one.title);
    }
    x += wide + 6;
    is_any = true;
  }
  // On a desk its place is kept, so that nothing jumps where there is nothing to try.
  if (is_any || !d.is_narrow) column.advance(height + 10);
}

void put_buttons(const Drawing& d, Column& column, const ShownKnob& knob) {
  column.paragraph(Face::regular, 15, d.canvas.colours().ink, knob.title);
  column.gap(5);
  std::vector<Segment> choices;
  for (const ShownKnobValue& value : knob.values) choices.push_back({value.label, value.is_chosen});
  if (column.draws()) {
    const int clicked =
        segments(d.canvas, "knob:" + knob.id, {column.x(), column.y()}, column.width(), choices);
    if (clicked >= 0)
      d.intents.add("knob", knob.id + "=" + knob.values[static_cast<std::size_t>(clicked)].id);
  }
  column.advance(segments_height(d.canvas, column.width(), choices));
  column.gap(12);
}

}  // namespace

bool has_what_if(const ScreenModel& screen) {
  const TriesModel& tries = screen.tries;
  return !screen.knobs.knobs.empty() || !screen.goals.goals.empty() || tries.can_drop ||
         tries.can_type || tries.can_undo || tries.can_redo;
}

void put_knobs(const Drawing& d, Column& column, KnobLook look) {
  if (!has_what_if(d.screen)) return;
  const Palette& c = d.canvas.colours();
  const bool is_folded = d.screen.views.are_knobs_folded && !d.is_narrow;
  if (column.draws()) {
    if (!d.is_narrow) {  // a phone scrolls them: nothing is gained by folding
      const Rect bar{column.x() - 8, column.y() - 10, column.width() + 16, k_touch};
      if (d.canvas.clicked("fold-knobs", bar)) d.intents.add("fold-knobs");
      d.canvas.icon({column.x() + column.width() - 6, column.y() + 12}, 13, c.muted,
                    is_folded ? k_icon_chevron_down : k_icon_chevron_up);
    }
    d.canvas.icon({column.x() + 9, column.y() + 12}, 17, c.accent, k_icon_sliders);
    d.canvas.text_in({column.x() + 26, column.y(), column.width() * 0.5f, 24}, Face::strong, k_text,
                     c.ink, d.words.tr("What if?"));
    // What has changed, or the way to the table of before and after: it opens the comparison.
    const bool is_turned = !d.screen.difference.empty();
    const std::string label = is_turned             ? d.screen.difference
                              : d.screen.has_attack ? d.words.tr("Before and after")
                                                    : std::string();
    if (!label.empty()) {
      const std::uint32_t ink = is_turned ? c.fresh : c.accent;
      const float wide = d.canvas.width(Face::strong, 13, label) + 8;
      const Rect r{std::max(column.x() + 110, column.x() + column.width() - wide - 24), column.y(),
                   std::min(wide, column.width() - 134), 24};
      if (d.canvas.clicked("compare", r.inset(-4, -10))) d.intents.add("compare");
      d.canvas.text_in(r, Face::strong, 13, ink, label, Align::right);
      d.canvas.line({r.x + r.w - std::min(wide - 8, r.w), r.bottom() - 2},
                    {r.right(), r.bottom() - 2}, ink);
    }
  }
  column.advance(is_folded ? 24.0f : 32.0f);
  if (is_folded) return;
  // First of all, what is to be filled in; and where there is little height, what can be turned.
  const bool is_form = has_form(d.screen) || look == KnobLook::rows;
  if (!is_form && !has_goals_card(d.screen)) put_goals(d, column);
  for (const ShownKnob& knob : d.screen.knobs.knobs) {
    if (knob.is_field || look == KnobLook::rows) {
      put_field(d, column, knob);
    } else {
      put_buttons(d, column, knob);
    }
  }
  if (is_form) {
    column.gap(10);
    if (!has_goals_card(d.screen)) put_goals(d, column);
  }
  put_tries(d, column);
}

float knobs_height(const Drawing& drawing, float width, KnobLook look) {
  Column column(drawing, {0, 0}, width - 36, false);
  put_knobs(drawing, column, look);
  return column.y() + 18;
}

void draw_knobs(const Drawing& drawing, Rect r, KnobLook look) {
  draw_column_card(drawing, r, "knobs", 12,
                   [look](const Drawing& d, Column& column) { put_knobs(d, column, look); });
}

}  // namespace mailscope::ui
