// What is pointed at, explained beside it; a word of the glossary in the middle when it was tapped.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"
#include "ui/text/glossary.h"

namespace mailscope::ui {

void draw_hint(const Drawing& d, Rect whole) {
  Rect place = d.canvas.hint_place();
  std::string text = d.canvas.hint_text();
  if (!d.canvas.hovered_term().empty()) {
    place = d.canvas.hovered_word();
    text = term_of(d.words, d.canvas.hovered_term()).meaning;
  }
  if (text.empty()) return;
  const Palette& c = d.canvas.colours();
  const float pad = 14;
  const float wide =
      std::min({340.0f, whole.w - 24,
                std::max(48.0f, d.canvas.width(Face::regular, 15, text) + 1) + 2 * pad});
  const float height = d.canvas.paragraph_height(wide - 2 * pad, Face::regular, 15, text) + 18;
  const float x = std::clamp(place.center().x - wide / 2, 12.0f, whole.w - 12 - wide);
  // Below a pointer, above a finger: it must not lie under the hand.
  const bool fits_below = place.bottom() + height + 10 < whole.bottom();
  const bool fits_above = place.y - height - 10 > 0;
  const bool is_above = d.canvas.is_touch() ? fits_above : !fits_below;
  const Rect r{x, is_above ? place.y - height - 8 : place.bottom() + 6, wide, height};
  d.canvas.shadow(r, 10);
  d.canvas.fill(r, c.ink, 10);
  d.canvas.paragraph({r.x + pad, r.y + 9}, wide - 2 * pad, Face::regular, 15, c.paper, text);
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
