// Who has learnt what; each secret leads to the step at which it was learnt.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
void draw_secrets(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const SecretsModel& secrets = d.screen.secrets;
  if (secrets.knowers.empty()) {
    draw_nothing(d, r, k_icon_eye_slash,
                 d.words.tr("Nobody listens on the wires of this lesson, and nothing has leaked."));
    return;
  }
  const float shift = d.canvas.begin_scroll("secrets", r);
  float y = r.y - shift + 6;
  for (const Knower& knower : secrets.knowers) {
    const bool knows = !knower.secrets.empty();
    d.canvas.icon({r.x + 14, y + 13}, 19, knows ? c.trouble_text : c.right_text,
                  knows ? k_icon_eye : k_icon_eye_slash);
    const std::string sentence =
        knows ? fill(d.words.tr("{name} has learnt so far:"), {{"name", knower.name}})
              : fill(d.words.tr("{name} has learnt nothing so far."), {{"name", knower.name}});
    d.canvas.text_in({r.x + 34, y, r.w - 44, 26}, Face::strong, k_text, c.ink, sentence);
    y += 34;
    for (const ShownSecret& secret : knower.secrets) {
      const Rect row{r.x + 4, y, r.w - 16, 52};
      if (d.canvas.clicked("secret:" + knower.name + std::to_string(static_cast<int>(y + shift)),
                           row)) {
        d.intents.add("go", std::to_string(secret.step));
      }
      d.canvas.fill(row, d.canvas.hovers(row) ? c.trouble_glow : c.sunken, 8);
      d.canvas.icon({row.x + 20, row.center().y}, 16, c.trouble_text,
                    secret.kind == SecretKind::password ? k_icon_key : k_icon_envelope_open_o);
      std::string title = secret.name;
      if (!secret.owner.empty()) title += " · " + secret.owner;
      d.canvas.text_in({row.x + 42, row.y + 4, row.w - 120, 22}, Face::regular, k_small, c.muted,
                       title);
      d.canvas.text_in({row.x + 42, row.y + 24, row.w - 52, 24}, Face::mono, k_mono, c.ink,
                       secret.value);
      d.canvas.text_in({row.right() - 82, row.y + 4, 74, 22}, Face::regular, 13, c.muted,
                       fill(d.words.tr("step {n}"), {{"n", std::to_string(secret.index)}}),
                       Align::right);
      y += 58;
    }
    y += 8;
  }
  d.canvas.end_scroll(y + shift - r.y);
}

}  // namespace mailscope::ui
