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
  if (!terminal.note.empty()) {
    column.paragraph(Face::regular, 15, terminal.role.is_sealed ? c.trouble_text : c.muted,
                     terminal.note);
  }
  if (!terminal.form.empty()) {
    column.paragraph(Face::mono, 14, c.ink, terminal.form);
    column.paragraph(Face::regular, 15, c.muted, terminal.purpose);
  } else if (terminal.typed.empty() && !terminal.state.empty()) {
    column.paragraph(Face::regular, 15, c.muted, "**" + terminal.state + ".** " + terminal.meaning);
  }
  if (!terminal.fault.empty() && !terminal.typed.empty()) {
    column.gap(2);
    column.paragraph(Face::regular, 15, c.trouble_text,
                     fill(terminal.role.side == Speaker::client
                              ? d.words.tr("The server would answer: {reply}")
                              : d.words.tr("No client takes this for a reply: {why}"),
                          {{"reply", terminal.fault}, {"why", terminal.fault}}));
  }
}

// Rows of choices: for whom one speaks; as the attacker also in whose name, and what happens to the others.
float put_roles(const Drawing& d, Point at, float width, bool draws) {
  const TerminalModel& terminal = d.screen.terminal;
  const TerminalRole& role = terminal.role;
  float y = 0;
  const auto row = [&](const char* id, const char* action, const std::vector<Segment>& choices,
                       const std::vector<const char*>& arguments) {
    if (draws) {
      const int chosen = segments(d.canvas, id, {at.x, at.y + y}, width, choices);
      if (chosen >= 0) d.intents.add(action, arguments[static_cast<std::size_t>(chosen)]);
    }
    y += segments_height(d.canvas, width, choices) + 4;
  };
  row("side", "side",
      {{d.words.tr("the client"), !role.is_attacker && role.side == Speaker::client},
       {d.words.tr("the server"), !role.is_attacker && role.side == Speaker::server},
       {d.words.tr("the attacker"), role.is_attacker}},
      {"client", "server", "attacker"});
  if (!role.is_attacker || role.box.empty()) return y;
  const auto as = [&](const std::string& who) {
    return fill(d.words.tr("in the name of {who}"), {{"who", who}});
  };
  row("pose", "pose",
      {{as(terminal.client), role.side == Speaker::client},
       {as(terminal.server), role.side == Speaker::server}},
      {"client", "server"});
  if (!role.is_sealed) {
    row("slip", "slip",
        {{d.words.tr("keep the two apart"), !role.slips_in},
         {d.words.tr("let all pass"), role.slips_in}},
        {"no", "yes"});
  }
  return y;
}

// Nobody stands there: what a learner can do all the same.
void draw_no_box(const Drawing& d, Rect r) {
  Column column(d, {r.x + 2, r.y + 6}, r.w - 12, true);
  column.paragraph(Face::regular, 15, d.canvas.colours().ink, d.screen.terminal.note);
  column.gap(8);
  const std::string lose = d.words.tr("Lose this packet"), change = d.words.tr("Change it …");
  float x = column.x();
  if (d.screen.tries.can_drop) {
    const float wide = text_button_width(d.canvas, lose);
    if (text_button(d.canvas, "no-box-lose", {x, column.y(), wide, k_touch}, lose))
      d.intents.add("drop-packet");
    x += wide + 8;
    if (text_button(d.canvas, "no-box-change",
                    {x, column.y(), text_button_width(d.canvas, change), k_touch}, change))
      d.intents.add("sheet", "changes");
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
  if (!d.screen.tries.can_type) {
    draw_nothing(d, r, k_icon_terminal,
                 d.words.tr("A recording holds what has happened: nothing can be said in it any "
                            "more. In a lesson you can speak for one of the hosts."));
    return;
  }
  const float width = r.w - 12;
  const float chips = draw_completions(d, {}, width, false);
  Column measured(d, {0, 0}, width, false);
  put_help(d, measured);
  const std::string say = d.words.tr("You speak for:");
  const float label = d.canvas.width(Face::regular, k_small, say) + 12;
  const float roles = put_roles(d, {}, r.w - label, false);
  Rect head = r.take_top(roles + 4);
  d.canvas.text_in({head.x + 2, head.y + 4, label, d.canvas.scaled(34)}, Face::regular, k_small,
                   c.muted, say);
  put_roles(d, {head.x + label, head.y + 4}, head.w - label, true);
  if (terminal.role.is_attacker && terminal.role.box.empty()) return draw_no_box(d, r);
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
