// A place to type: the page lays a real input over it; natively the window's keys go to the one that wants them.
#include "ui/panels/screen.h"

namespace mailscope::ui {

void text_field(const Drawing& d, std::string_view action, Rect r, std::string_view value,
                std::string_view hint, FieldFace face, bool wants_focus) {
  const Palette& c = d.canvas.colours();
  d.canvas.fill(r, c.raised, 8);
  d.canvas.stroke(r, wants_focus ? c.accent : c.muted, 8, 1.5f);
  const Face shown = face == FieldFace::mono ? Face::mono : Face::regular;
  const float size = face == FieldFace::mono ? k_mono : k_text;
  Rect inside = r.inset(12, 0);
  const float wide = d.canvas.text_in(inside, shown, size, value.empty() ? c.muted : c.ink,
                                      value.empty() ? hint : value);
  if (wants_focus) {  // a caret that does not blink
    const float x = inside.x + (value.empty() ? 0 : wide + 1);
    d.canvas.line({x, r.y + 11}, {x, r.bottom() - 11}, c.accent, 1.5f);
  }
  d.intents.place(TextPlace{std::string(action), std::string(value), std::string(hint), r.x, r.y,
                            r.w, r.h, face == FieldFace::mono, wants_focus});
}

}  // namespace mailscope::ui
