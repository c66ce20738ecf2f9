// The bar on top: lesson, place, transport, language, theme, help; and the timeline below it.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

void play_button(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const bool is_clicked = d.canvas.clicked("play", r);
  const float radius = std::min(r.w, r.h) / 2;
  d.canvas.disc(r.center(), radius, c.accent);
  if (d.canvas.hovers(r)) d.canvas.disc(r.center(), radius, faded(c.ink, 14));
  const float nudge = d.screen.is_playing ? 0 : 1.5f;
  d.canvas.icon({r.center().x + nudge, r.center().y}, 17, c.on_accent,
                d.screen.is_playing ? k_icon_pause : k_icon_play);
  if (is_clicked) d.intents.add("play");
}

}  // namespace

void draw_transport(const Drawing& d, Rect r) {
  const ScreenModel& s = d.screen;
  if (!s.has_lesson) return;
  const float button = k_touch, total = 4 * button + 48 + 56;
  float x = r.x + (r.w - total) / 2;
  const float y = r.y + (r.h - button) / 2;
  const auto next = [&](float width) {
    const Rect cell{x, y, width, button};
    x += width;
    return cell;
  };
  const auto step = [&](const char* id, const char* glyph, float size, bool is_enabled,
                        std::string_view title) {
    const Rect cell = next(button);
    if (icon_button(d.canvas, id, cell, glyph, size, false, is_enabled)) d.intents.add(id);
    d.canvas.hint(cell, title);
  };
  step("first", k_icon_fast_backward, 17, s.can_back, d.words.tr("To the beginning"));
  step("back", k_icon_step_backward, 19, s.can_back, d.words.tr("Previous step"));
  play_button(d, next(48).inset(3, 1));
  step("forward", k_icon_step_forward, 19, s.can_forward, d.words.tr("Next step"));
  step("last", k_icon_fast_forward, 17, s.can_forward, d.words.tr("To the end"));
  const Rect speed = next(56).inset(4, 6);
  if (d.canvas.clicked("speed", speed)) d.intents.add("speed");
  d.canvas.fill(speed, d.canvas.hovers(speed) ? d.canvas.colours().line : d.canvas.colours().sunken,
                8);
  d.canvas.text_in(speed, Face::strong, k_small, d.canvas.colours().ink, s.speed, Align::center);
}

void draw_top_bar(const Drawing& d, Rect r) {
  const ScreenModel& s = d.screen;
  const Palette& c = d.canvas.colours();
  const bool is_phone = d.is_narrow && !d.is_short;
  Rect bar = r.inset(d.is_narrow ? 4 : 12, 0);
  const auto button = [&](const char* id, Rect cell, const char* glyph, float size,
                          std::string_view title) {
    const bool is_clicked = icon_button(d.canvas, id, cell, glyph, size);
    d.canvas.hint(cell, title);
    return is_clicked;
  };
  const auto square = [&](Rect cell) {
    return Rect{cell.x, cell.y + (cell.h - k_touch) / 2, cell.w, k_touch};
  };
  if (button("lessons", square(bar.take_left(k_touch)), k_icon_bars, 18, d.words.tr("Lessons")))
    d.intents.add("lessons");
  bar.take_left(6);
  // The page's own sheets: everything that can be done, and (where there is room) changing the run.
  if (button("palette", square(bar.take_right(k_touch)), k_icon_list, 18,
             d.words.tr("Everything that can be done"))) {
    d.intents.add("sheet", "palette");
  }
  if (!d.is_narrow) {
    if (button("help", square(bar.take_right(k_touch)), k_icon_question_circle, 20,
               d.words.tr("Keys"))) {
      d.intents.add("help");
    }
    if (s.has_lesson && button("changes", square(bar.take_right(k_touch)), k_icon_wrench, 18,
                               d.words.tr("Change this run: packets, words, settings"))) {
      d.intents.add("sheet", "changes");
    }
  }
  // On the narrowest phones the title needs the room; the list has it, too.
  if (r.w >= 380 && button("theme", square(bar.take_right(k_touch)),
                           is_dark(d.canvas.theme()) ? k_icon_sun_o : k_icon_moon_o, 19,
                           d.words.tr("Light or dark"))) {
    d.intents.add("theme");
  }
  const Rect language = square(bar.take_right(52)).inset(4, 6);
  if (d.canvas.clicked("language", language)) d.intents.add("language");
  d.canvas.fill(language, d.canvas.hovers(language) ? c.line : c.sunken, 8);
  d.canvas.text_in(language, Face::strong, k_small, c.ink, s.other_language, Align::center);
  bar.take_right(8);

  if (!is_phone && s.has_lesson) {
    const float transport = 292;
    // In the middle of the window where there is room, else beside the buttons.
    const float middle = std::min(r.x + (r.w - transport) / 2, bar.right() - transport);
    draw_transport(d, {middle, r.y, transport, r.h});
    bar.w = middle - bar.x - 12;
  }
  if (d.is_narrow) {
    Rect lines = bar.inset(0, 6);
    d.canvas.text_in(lines.take_top(lines.h * 0.56f), Face::strong, 16, c.ink, s.lesson_title);
    if (s.has_lesson) d.canvas.text_in(lines, Face::regular, 12.5f, c.muted, s.timeline.position);
    return;
  }
  Rect lines = bar.inset(0, 9);
  d.canvas.text_in(lines.take_top(lines.h * 0.56f), Face::strong, k_title, c.ink, s.lesson_title);
  if (s.has_lesson)
    d.canvas.text_in(lines, Face::regular, 13, c.muted,
                     s.timeline.position + " · " + s.timeline.time);
}

void draw_timeline(const Drawing& d, Rect r) {
  const ScreenModel& s = d.screen;
  const Palette& c = d.canvas.colours();
  const std::size_t count = s.timeline.count;
  if (!s.has_lesson || count < 2) return;
  const float left = r.x + 10, right = r.right() - 10, middle = r.y + r.h / 2;
  const auto x_of = [&](std::size_t i) {
    return left + (right - left) * static_cast<float>(i) / static_cast<float>(count - 1);
  };
  const float here = x_of(s.timeline.current);
  d.canvas.fill({left, middle - 2, right - left, 4}, c.line, 2);
  d.canvas.fill({left, middle - 2, here - left, 4}, faded(c.accent, 60), 2);

  const TimelineMarks& marks = *s.timeline.marks;
  const float pitch = (right - left) / static_cast<float>(marks.size() - 1);
  const float radius = std::clamp(pitch * 0.32f, 1.2f, 4.5f);
  for (const TimelineMark& mark : marks) {
    if (mark.index == 0) continue;
    const Point at{x_of(mark.index), middle};
    const bool is_past = mark.index <= s.timeline.current;
    const std::uint32_t colour = faded(colour_of(c, mark.protocol), is_past ? 100 : 55);
    if (mark.is_trouble) {
      const float half = std::max(radius + 1, 3.0f);
      const std::uint32_t red = faded(c.trouble, is_past ? 100 : 70);
      d.canvas.triangle({at.x - half, at.y + half}, {at.x, at.y - half - 1},
                        {at.x + half, at.y + half}, red);
    } else {
      protocol_mark(d.canvas, at, mark.protocol, radius, colour);
    }
    if (mark.change != Change::same) d.canvas.diamond({at.x, middle - 13}, 3.5f, c.fresh);
    if (mark.has_question) {
      d.canvas.text({at.x - 4, middle + 3}, Face::strong, 11, c.accent, "?");
    }
  }
  d.canvas.disc({here, middle}, 9, c.paper);
  d.canvas.disc({here, middle}, 7.5f, c.accent);
  d.canvas.disc({here, middle}, 3, c.on_accent);

  if (d.canvas.drags("drag:timeline", {r.x, r.y, r.w, r.h})) {
    const float t = std::clamp((d.canvas.pointer().x - left) / (right - left), 0.0f, 1.0f);
    const auto index = static_cast<std::size_t>(t * static_cast<float>(count - 1) + 0.5f);
    if (index != s.timeline.current) d.intents.add("go-shown", std::to_string(index));
  }
}

}  // namespace mailscope::ui
