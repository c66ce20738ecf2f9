// The detail region: one tab at a time.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {

std::uint64_t step_key(const Drawing& d) {
  return d.screen.run_number << 32 | (d.screen.map.step + 1);
}

void draw_nothing(const Drawing& d, Rect r, const char* glyph, std::string_view sentence) {
  const Palette& c = d.canvas.colours();
  // As wide as the sentence, so that it stands below the icon.
  const float wide = std::min({r.w - 24, 380.0f, d.canvas.width(Face::regular, 15, sentence) + 1});
  const float height = d.canvas.paragraph_height(wide, Face::regular, 15, sentence);
  const float y = r.y + std::max(8.0f, (r.h - height - 40) / 2);
  d.canvas.icon({r.center().x, y + 14}, 24, c.faint, glyph);
  d.canvas.paragraph({r.x + (r.w - wide) / 2, y + 36}, wide, Face::regular, 15, c.muted, sentence);
}

void draw_detail_content(const Drawing& drawing, Rect r, Tab tab) {
  switch (tab) {
    case Tab::watch:
    case Tab::ladder:
    case Tab::dialogue: draw_dialogue(drawing, r); return;
    case Tab::host: draw_host(drawing, r); return;
    case Tab::bytes: draw_bytes(drawing, r); return;
    case Tab::secrets: draw_secrets(drawing, r); return;
    case Tab::state: draw_state(drawing, r); return;
    case Tab::message: draw_message(drawing, r); return;
    case Tab::terminal: draw_terminal(drawing, r); return;
  }
}

void draw_detail(const Drawing& drawing, Rect r) {
  static constexpr Tab k_tabs[] = {Tab::dialogue, Tab::bytes,   Tab::host,    Tab::state,
                                   Tab::message,  Tab::secrets, Tab::terminal};
  card(drawing.canvas, r);
  Rect inside = r.inset(12, 2);
  Rect head = inside.take_top(k_touch);
  const bool is_large = drawing.screen.views.is_detail_large;
  if (icon_button(drawing.canvas, "enlarge", head.take_right(k_touch - 6),
                  is_large ? k_icon_compress : k_icon_expand, 15)) {
    drawing.intents.add("enlarge");
  }
  std::vector<std::string> titles;
  int chosen = 0;
  for (std::size_t i = 0; i < std::size(k_tabs); ++i) {
    titles.push_back(tab_title(drawing.words, k_tabs[i]));
    if (k_tabs[i] == drawing.screen.views.tab) chosen = static_cast<int>(i);
  }
  const int clicked = tabs(drawing.canvas, "detail", head, titles, chosen);
  if (clicked >= 0) drawing.intents.add("tab", std::to_string(static_cast<int>(k_tabs[clicked])));
  inside.take_bottom(4);
  drawing.canvas.clip(inside);
  draw_detail_content(drawing, inside, k_tabs[chosen]);
  drawing.canvas.unclip();
}

}  // namespace mailscope::ui
