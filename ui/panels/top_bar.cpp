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
  if (d.is_narrow) {
    const Palette& c = d.canvas.colours();
    d.canvas.fill(r, c.paper);
  }
  const float button = k_touch, total = 4 * button + 48 + 56;
  float x = r.x + (r.w - total) / 2;
  const float y = r.y + (r.h - button) / 2;
  const auto next = [&](float width) {
    const Rect cell{x, y, width, button};
    x += width;
    return cell;
  };
  if (icon_button(d.canvas, "first", next(button), k_icon_fast_backward, 17, false, s.can_back))
    d.intents.add("first");
  if (icon_button(d.canvas, "back", next(button), k_icon_step_backward, 19, false, s.can_back))
    d.intents.add("back");
  play_button(d, next(48).inset(3, 1));
  if (icon_button(d.canvas, "forward", next(button), k_icon_step_forward, 19, false, s.can_forward))
    d.intents.add("forward");
  if (icon_button(d.canvas, "last", next(button), k_icon_fast_forward, 17, false, s.can_forward))
    d.intents.add("last");
  const Rect speed = next(56).inset(4, 6);
  if (d.canvas.clicked("speed", speed)) d.intents.add("speed");
  d.canvas.fill(speed, d.canvas.hovers(speed) ? d.canvas.colours().line : d.canvas.colours().sunken,
                8);
  d.canvas.text_in(speed, Face::strong, k_small, d.canvas.colours().ink, s.speed, Align::center);
}

void draw_top_bar(const Drawing& d, Rect r) {
  const ScreenModel& s = d.screen;
  const Palette& c = d.canvas.colours();
  Rect bar = r.inset(d.is_narrow ? 4 : 12, 0);
  const auto square = [&](Rect cell) {
    return Rect{cell.x, cell.y + (cell.h - k_touch) / 2, cell.w, k_touch};
  };
  if (icon_button(d.canvas, "lessons", square(bar.take_left(k_touch)), k_icon_bars, 18))
    d.intents.add("lessons");
  bar.take_left(6);
  // The page's own sheets: everything that can be done, and (where there is room) changing the run.
  if (icon_button(d.canvas, "palette", square(bar.take_right(k_touch)), k_icon_list, 18))
    d.intents.add("sheet", "palette");
  if (!d.is_narrow) {
    if (icon_button(d.canvas, "help", square(bar.take_right(k_touch)), k_icon_question_circle, 20))
      d.intents.add("help");
    if (s.has_lesson &&
        icon_button(d.canvas, "changes", square(bar.take_right(k_touch)), k_icon_wrench, 18)) {
      d.intents.add("sheet", "changes");
    }
  }
  if (icon_button(d.canvas, "theme", square(bar.take_right(k_touch)),
                  d.canvas.theme() == Theme::dark ? k_icon_sun_o : k_icon_moon_o, 19)) {
    d.intents.add("theme");
  }
  const Rect language = square(bar.take_right(52)).inset(4, 6);
  if (d.canvas.clicked("language", language)) d.intents.add("language");
  d.canvas.fill(language, d.canvas.hovers(language) ? c.line : c.sunken, 8);
  d.canvas.text_in(language, Face::strong, k_small, c.ink, s.other_language, Align::center);
  bar.take_right(8);

  if (!d.is_narrow && s.has_lesson) {
    const float transport = 292;
    // In the middle of the window where there is room, else beside the buttons.
    const float middle = std::min(r.x + (r.w - transport) / 2, bar.right() - transport);
    draw_transport(d, {middle, r.y, transport, r.h});
    bar.w = middle - bar.x - 12;
  }
  if (d.is_narrow) {
    Rect lines = bar.inset(0, 7);
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
