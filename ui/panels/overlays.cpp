// What lies above the page for a while: the list of lessons, and the keys.
#include <algorithm>

#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

// Beside it stand the minutes.
float title_width(float width) { return width - 140; }

void draw_lesson(const Drawing& d, const ListedLesson& lesson, Rect r) {
  const Palette& c = d.canvas.colours();
  if (d.canvas.clicked("lesson:" + lesson.id, r)) d.intents.add("lesson", lesson.id);
  d.canvas.fill(r, lesson.is_open ? c.glow : d.canvas.hovers(r) ? c.sunken : c.raised, 10);
  d.canvas.stroke(r, lesson.is_open ? c.accent : c.line, 10);
  const Point dot{r.x + 24, r.y + 26};
  if (lesson.is_done) {
    d.canvas.icon(dot, 20, c.right_text, k_icon_check_circle);
  } else {
    d.canvas.icon({dot.x + 1, dot.y}, 15, lesson.is_open ? c.accent : c.muted, k_icon_play);
  }
  const float title = d.canvas.paragraph({r.x + 48, r.y + 10}, title_width(r.w), Face::strong,
                                         k_text, c.ink, lesson.title);
  d.canvas.text_in({r.right() - 96, r.y + 10, 84, 24}, Face::regular, 13, c.muted, lesson.minutes,
                   Align::right);
  d.canvas.paragraph({r.x + 48, r.y + 14 + title}, r.w - 62, Face::regular, k_small, c.muted,
                     lesson.summary);
}

}  // namespace

void draw_lessons(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  Rect head = r.take_top(64).inset(20, 8);
  if (icon_button(d.canvas, "close-lessons",
                  {head.right() - k_touch + 8, head.y + 2, k_touch, k_touch}, k_icon_times, 18))
    d.intents.add("close");
  d.canvas.text_in(head, Face::strong, k_headline, c.ink, d.words.tr("Lessons"));
  const Rect view = r.inset(2, 0);
  const float shift = d.canvas.begin_scroll("lessons", view);
  float y = view.y - shift;
  for (const ListedChapter& chapter : d.screen.lessons.chapters) {
    d.canvas.text_in({view.x + 20, y + 6, view.w - 40, 28}, Face::strong, k_small, c.muted,
                     chapter.title);
    y += 40;
    for (const ListedLesson& lesson : chapter.lessons) {
      const float text =
          d.canvas.paragraph_height(view.w - 36 - 62, Face::regular, k_small, lesson.summary);
      const float title =
          d.canvas.paragraph_height(title_width(view.w - 36), Face::strong, k_text, lesson.title);
      const Rect box{view.x + 18, y, view.w - 36, 14 + title + text + 12};
      draw_lesson(d, lesson, box);
      y += box.h + 8;
    }
    y += 10;
  }
  d.canvas.end_scroll(y + shift - view.y + 16);
}

void draw_help(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  Rect inside = r.inset(24, 12);
  Rect head = inside.take_top(52);
  if (icon_button(d.canvas, "close-help",
                  {head.right() - k_touch + 12, head.y + 2, k_touch, k_touch}, k_icon_times, 18))
    d.intents.add("close");
  d.canvas.text_in(head, Face::strong, k_headline, c.ink, d.words.tr("Keys"));
  const float shift = d.canvas.begin_scroll("help", inside);
  float y = inside.y - shift;
  for (const KeyHelp& help : d.screen.keys) {
    const float wide = d.canvas.width(Face::mono, 13, help.keys) + 18;
    const float text = d.canvas.paragraph({inside.x, y + 5}, inside.w - wide - 26, Face::regular,
                                          k_text, c.ink, help.title);
    const Rect key{inside.right() - wide - 10, y + 4, wide, 26};
    d.canvas.fill(key, c.sunken, 6);
    d.canvas.stroke(key, c.line, 6);
    d.canvas.text_in(key, Face::mono, 13, c.ink, help.keys, Align::center);
    y += std::max(36.0f, text + 12);
  }
  d.canvas.end_scroll(y + shift - inside.y + 8);
}

}  // namespace mailscope::ui
