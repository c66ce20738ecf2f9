// Taking over a connection: the dialogue so far, a line to type, help with it.
#include "build/fonts/icons.h"
#include "sim/base/text.h"
#include "ui/panels/column.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

// Chips with what may be said now; a tap begins the line.
float draw_completions(const Drawing& d, Point at, float width, bool draws) {
  const Palette& c = d.canvas.colours();
  const float height = d.canvas.scaled(34);
  float x = 0, y = 0;
  for (const Completion& completion : d.screen.terminal.completions) {
    const float wide = d.canvas.width(Face::mono, 13.5f, completion.label) + 20;
    if (x > 0 && x + wide > width) x = 0, y += height + 6;
    const Rect r{at.x + x, at.y + y, wide, height};
    if (draws) {
      if (d.canvas.clicked("complete:" + completion.label, r.inset(-3, -5)))
        d.intents.add("type", completion.text);
      d.canvas.fill(r, d.canvas.hovers(r) ? c.line : c.glow, 8);
      d.canvas.stroke(r, c.accent, 8);
      d.canvas.text_in(r, Face::mono, 13.5f, c.ink, completion.label, Align::center);
    }
    x += wide + 6;
  }
  return x > 0 ? y + height + 8 : 0;
}

// Below the line: how the command is written, what it does, what the server would say to it.
void put_help(const Drawing& d, Column& column) {
  const Palette& c = d.canvas.colours();
  const TerminalModel& terminal = d.screen.terminal;
  if (!terminal.form.empty()) {
    column.paragraph(Face::mono, 14, c.ink, terminal.form);
    column.paragraph(Face::regular, 15, c.muted, terminal.purpose);
  } else if (terminal.typed.empty() && !terminal.state.empty()) {
    column.paragraph(Face::regular, 15, c.muted, "**" + terminal.state + ".** " + terminal.meaning);
  }
  if (!terminal.fault.empty() && !terminal.typed.empty()) {
    column.gap(2);
    column.paragraph(
        Face::regular, 15, c.trouble_text,
        fill(d.words.tr("The server would answer: {reply}"), {{"reply", terminal.fault}}));
  }
}

void draw_lines(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  d.canvas.scroll_to_end("terminal", step_key(d));
  const float shift = d.canvas.begin_scroll("terminal", r);
  float y = r.y - shift + 4;
  for (const DialogueLine& line : d.screen.terminal.lines) {
    const bool is_client = line.speaker == Speaker::client;
    d.canvas.text({r.x + 6, y}, Face::mono, k_mono, is_client ? c.accent : c.right_text,
                  is_client ? "C:" : "S:");
    for (const std::string_view raw : split(line.text, '\n')) {
      d.canvas.text_in({r.x + 34, y, r.w - 44, d.canvas.line_height(k_mono)}, Face::mono, k_mono,
                       line.is_current ? c.ink : c.muted, visible(trim(raw)));
      y += d.canvas.line_height(k_mono);
    }
  }
  d.canvas.end_scroll(y + shift - r.y + 4);
}

}  // namespace

void draw_terminal(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const TerminalModel& terminal = d.screen.terminal;
  if (!terminal.is_open) {
    draw_nothing(
        d, r, k_icon_terminal,
        d.words.tr("No connection is open at this step. Go to a step where two hosts talk, and "
                   "speak for one of them."));
    return;
  }
  const float width = r.w - 12;
  const float chips = draw_completions(d, {}, width, false);
  Column measured(d, {0, 0}, width, false);
  put_help(d, measured);
  Rect head = r.take_top(k_touch);
  const std::string say = d.words.tr("You speak for:");
  head.take_left(d.canvas.width(Face::regular, k_small, say) + 10);
  d.canvas.text_in({r.x + 2, head.y, head.x - r.x, head.h}, Face::regular, k_small, c.muted, say);
  const int side = segments(d.canvas, "side", {head.x, head.y + 4}, head.w,
                            {{d.words.tr("the client"), terminal.side == Speaker::client},
                             {d.words.tr("the server"), terminal.side == Speaker::server}});
  if (side >= 0) d.intents.add("side", side == 0 ? "client" : "server");
  Rect below = r.take_bottom(std::min(r.h * 0.72f, chips + measured.y() + k_touch + 20));
  draw_lines(d, r);

  Rect line = below.take_top(k_touch + 4).inset(0, 2);
  const std::string send = d.words.tr("Say it");
  const float button = text_button_width(d.canvas, send);
  if (text_button(d.canvas, "say", line.take_right(button), send, true) &&
      !terminal.typed.empty()) {
    d.intents.add("type-done", terminal.typed);
  }
  line.take_right(8);
  text_field(d, line,
             {.action = "type",
              .value = terminal.typed,
              .hint = d.words.tr("Type a line …"),
              .is_mono = true,
              .wants_focus = true});
  below.take_top(8);
  draw_completions(d, {below.x + 2, below.y}, width, true);
  below.take_top(chips);
  Column help(d, {below.x + 2, below.y}, width, true);
  put_help(d, help);
}

}  // namespace mailscope::ui
