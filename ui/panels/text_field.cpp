// A place to type: the page lays a real input over it; natively the window's keys go to the one that wants them.
#include "ui/panels/screen.h"

namespace mailscope::ui {

void text_field(const Drawing& d, Rect r, TextPlace place) {
  const Palette& c = d.canvas.colours();
  d.canvas.fill(r, c.raised, 8);
  d.canvas.stroke(r, place.wants_focus ? c.accent : c.muted, 8, 1.5f);
  const Face face = place.is_mono ? Face::mono : Face::regular;
  const bool is_empty = place.value.empty();
  const Rect inside = r.inset(12, 0);
  const float wide =
      d.canvas.text_in(inside, face, place.is_mono ? k_mono : k_text, is_empty ? c.muted : c.ink,
                       is_empty ? place.hint : place.value);
  if (place.wants_focus) {  // a caret that does not blink
    const float x = inside.x + (is_empty ? 0 : wide + 1);
    d.canvas.line({x, r.y + 11}, {x, r.bottom() - 11}, c.accent, 1.5f);
  }
  place.x = r.x, place.y = r.y, place.w = r.w, place.h = r.h;
  d.intents.place(std::move(place));
}

}  // namespace mailscope::ui
