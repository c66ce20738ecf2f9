// A word of the glossary, explained: beside the pointer, or in the middle when it was tapped.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"
#include "ui/text/glossary.h"

namespace mailscope::ui {

void draw_term_hint(const Drawing& d, Rect whole) {
  if (d.canvas.hovered_term().empty()) return;
  const Term term = term_of(d.words, d.canvas.hovered_term());
  if (term.id.empty()) return;
  const Palette& c = d.canvas.colours();
  const Rect word = d.canvas.hovered_word();
  const float wide = std::min(340.0f, whole.w - 24);
  const float height = d.canvas.paragraph_height(wide - 32, Face::regular, 15, term.meaning) + 24;
  const float x = std::clamp(word.center().x - wide / 2, 12.0f, whole.w - 12 - wide);
  const bool fits_below = word.bottom() + height + 10 < whole.bottom();
  const Rect r{x, fits_below ? word.bottom() + 6 : word.y - height - 6, wide, height};
  d.canvas.shadow(r, 10);
  d.canvas.fill(r, c.ink, 10);
  d.canvas.paragraph({r.x + 16, r.y + 12}, wide - 32, Face::regular, 15, c.paper, term.meaning);
}

void draw_term(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const Term term = term_of(d.words, d.screen.views.term);
  Rect inside = r.inset(24, 14);
  Rect head = inside.take_top(k_touch);
  if (icon_button(d.canvas, "close-term", {head.right() - k_touch + 12, head.y, k_touch, k_touch},
                  k_icon_times, 18))
    d.intents.add("close");
  d.canvas.icon({head.x + 10, head.center().y}, 17, c.accent, k_icon_book);
  d.canvas.text_in({head.x + 32, head.y, head.w - 80, head.h}, Face::strong, k_title, c.ink,
                   d.words.tr("In other words"));
  d.canvas.paragraph({inside.x, inside.y + 4}, inside.w, Face::regular, k_text, c.ink,
                     term.meaning);
}

}  // namespace mailscope::ui
