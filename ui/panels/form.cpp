// A form, as programs have it for their settings: labels on the left, on the right what is chosen, with a list
// that opens below it. A lesson asks for it by giving its knobs sections ("Incoming mail").
#include <algorithm>
#include <functional>
#include <string>

#include "build/fonts/icons.h"
#include "ui/panels/column.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {

namespace {

constexpr float k_field_gap = 4;

void put_section(const Drawing& d, Column& column, const std::string& title) {
  const Palette& c = d.canvas.colours();
  column.gap(4);
  if (column.draws()) {
    const float wide = d.canvas.text_in({column.x(), column.y(), column.width(), 22}, Face::strong,
                                        k_small, c.muted, title);
    const float middle = column.y() + 11;
    d.canvas.line({column.x() + wide + 10, middle}, {column.x() + column.width(), middle}, c.line);
  }
  column.advance(26);
}

float list_row(const Drawing& d) { return d.canvas.scaled(d.is_narrow ? k_touch : 31); }

// The list that an open field shows; choosing closes it.
void put_list(const Drawing& d, Column& column, const ShownKnob& knob, float x, float width) {
  const Palette& c = d.canvas.colours();
  const float height = list_row(d);
  const auto count = static_cast<float>(knob.values.size());
  if (column.draws()) {
    d.canvas.fill({x, column.y(), width, height * count}, c.raised, 8);
    for (std::size_t i = 0; i < knob.values.size(); ++i) {
      const ShownKnobValue& value = knob.values[i];
      const Rect r{x, column.y() + height * static_cast<float>(i), width, height};
      if (d.canvas.clicked("knob:" + knob.id + ":" + value.id, r)) {
        if (!value.is_chosen) d.intents.add("knob", knob.id + "=" + value.id);
        d.intents.add("open-field", knob.id);
      }
      if (d.canvas.hovers(r)) d.canvas.fill(r.inset(2, 1), c.glow, 7);
      if (value.is_chosen) d.canvas.icon({r.x + 16, r.center().y}, 12, c.accent, k_icon_check);
      d.canvas.text_in({r.x + 30, r.y, r.w - 38, r.h},
                       value.is_chosen ? Face::strong : Face::regular, k_small, c.ink, value.label);
    }
    d.canvas.stroke({x, column.y(), width, height * count}, c.accent, 8);
    const float y = column.y() - d.canvas.scroll_view().y + d.canvas.scroll_offset();
    d.canvas.reveal(d.is_narrow ? "story" : "knobs", y - height, y + height * count + k_field_gap,
                    std::hash<std::string>()(knob.id));
  }
  column.advance(height * count + k_field_gap);
}

}  // namespace

float open_list_height(const Drawing& d, KnobLook look) {
  for (const ShownKnob& knob : d.screen.knobs.knobs) {
    if (knob.id != d.screen.views.open_field || !(knob.is_field || look == KnobLook::rows))
      continue;
    return list_row(d) * static_cast<float>(knob.values.size()) + k_field_gap;
  }
  return 0;
}

bool has_form(const ScreenModel& screen) {
  return std::any_of(screen.knobs.knobs.begin(), screen.knobs.knobs.end(),
                     [](const ShownKnob& knob) { return knob.is_field; });
}

void put_field(const Drawing& d, Column& column, const ShownKnob& knob) {
  const Palette& c = d.canvas.colours();
  if (!knob.section.empty()) put_section(d, column, knob.section);
  float label = column.width() * 0.38f, gap = 10;
  float title = d.canvas.paragraph_height(label, Face::regular, k_small, knob.title);
  // A command, or a long question, stands above what is chosen.
  if (title > 2.5f * d.canvas.line_height(k_small)) {
    column.paragraph(Face::regular, k_small, c.ink, knob.title);
    column.gap(3);
    label = title = gap = 0;
  }
  const float x = column.x() + label + gap, width = column.width() - label - gap;
  const float height = std::max(d.canvas.scaled(d.is_narrow ? k_touch : 31), title + 4);
  const bool is_open = d.screen.views.open_field == knob.id;
  if (column.draws()) {
    const Rect box{x, column.y(), width, height};
    const Rect row{column.x(), column.y(), column.width(), height};
    if (d.canvas.clicked("field:" + knob.id, row)) d.intents.add("open-field", knob.id);
    if (label > 0)
      d.canvas.paragraph({column.x(), column.y() + (height - title) / 2}, label, Face::regular,
                         k_small, c.ink, knob.title);
    d.canvas.fill(box, d.canvas.hovers(row) ? c.glow : c.sunken, 8);
    d.canvas.stroke(box, is_open || knob.is_turned ? c.accent : c.line, 8);
    for (const ShownKnobValue& value : knob.values) {
      if (!value.is_chosen) continue;
      d.canvas.text_in({box.x + 12, box.y, box.w - 38, box.h},
                       knob.is_turned ? Face::strong : Face::regular, k_small, c.ink, value.label);
    }
    d.canvas.icon({box.right() - 16, box.center().y}, 11, c.muted,
                  is_open ? k_icon_chevron_up : k_icon_chevron_down);
  }
  column.advance(height + k_field_gap);
  if (is_open) put_list(d, column, knob, x, width);
}

}  // namespace mailscope::ui
