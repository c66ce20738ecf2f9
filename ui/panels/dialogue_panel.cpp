// One conversation, line by line; each line leads to its step.
#include "build/fonts/icons.h"
#include "sim/base/text.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

// Quiet: it matters only where it is not the usual one.
void put_end(const Drawing& d, Point at, std::string_view end) {
  const Palette& c = d.canvas.colours();
  d.canvas.text({at.x + 1, at.y}, Face::mono, k_mono, end == "␍␊" ? c.faint : c.trouble_text, end);
}

// Lines of a mail or a reply, each with its end shown faintly.
float lines_of(const Drawing& d, Point at, float width, const DialogueLine& said, std::uint32_t ink,
               bool draws) {
  float y = at.y;
  const auto lines = split(said.text, '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view raw = lines[i];
    const bool is_last = i + 1 == lines.size();
    const bool has_return = !is_last && !raw.empty() && raw.back() == '\r';
    const std::string line = visible(has_return ? raw.substr(0, raw.size() - 1) : raw);
    const float height = std::max(d.canvas.line_height(k_mono),
                                  d.canvas.paragraph_height(width, Face::mono, k_mono, line));
    if (draws) {
      if (line.empty()) {
        put_end(d, {at.x, y}, is_last ? said.end : has_return ? "␍␊" : "␊");
      } else {
        d.canvas.paragraph({at.x, y}, width, Face::mono, k_mono, ink, line);
        put_end(d, d.canvas.flow_end(), is_last ? said.end : has_return ? "␍␊" : "␊");
      }
    }
    y += height;
  }
  return y - at.y;
}

}  // namespace

void draw_dialogue(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const DialogueModel& dialogue = d.screen.dialogue;
  if (dialogue.connection.is_none()) {
    draw_nothing(d, r, k_icon_comments, dialogue.nothing);
    return;
  }
  Rect head = r.take_top(40);
  const bool is_eavesdropper = dialogue.listener == Listener::eavesdropper;
  const std::string as = d.words.tr("As an eavesdropper sees it");
  const float switch_width = std::min(d.canvas.width(Face::regular, k_small, as) + 50, r.w * 0.62f);
  if (toggle(d.canvas, "eavesdropper", head.take_right(switch_width), as, is_eavesdropper))
    d.intents.add("eavesdropper");
  protocol_mark(d.canvas, {head.x + 8, head.center().y}, dialogue.protocol, 4.5f,
                colour_of(c, dialogue.protocol));
  d.canvas.text_in({head.x + 20, head.y, head.w - 26, head.h}, Face::strong, k_small, c.ink,
                   dialogue.title);

  d.canvas.scroll_to_end("dialogue", step_key(d) << 1 | (is_eavesdropper ? 1u : 0u));
  const float shift = d.canvas.begin_scroll("dialogue", r);
  float y = r.y - shift;
  const float left = r.x + 34, width = r.w - 34 - 30;
  if (dialogue.earlier > 0) {
    y += d.canvas.paragraph({r.x + 10, y + 4}, r.w - 20, Face::regular, k_small, c.muted,
                            d.words.trn("{n} line before", "{n} lines before", dialogue.earlier)) +
         8;
  }
  for (const DialogueLine& line : dialogue.lines) {
    const std::uint32_t ink = line.is_unreadable ? c.muted
                              : line.is_altered  ? c.trouble_text
                                                 : c.ink;
    const float height = lines_of(d, {left, y + 4}, width, line, ink, false) + 8;
    const Rect row{r.x, y, r.w - 8, height};
    if (row.bottom() > r.y && row.y < r.bottom()) {
      if (d.canvas.clicked("line:" + std::to_string(line.step) + ":" +
                               std::to_string(static_cast<int>(y + shift)),
                           row)) {
        d.intents.add("pick-step", std::to_string(line.step));
      }
      if (line.is_current) {
        d.canvas.fill(row, c.glow, 8);
      } else if (d.canvas.hovers(row)) {
        d.canvas.fill(row, c.sunken, 8);
      }
      const bool is_client = line.speaker == Speaker::client;
      d.canvas.text({r.x + 10, y + 4}, Face::mono, k_mono, is_client ? c.accent : c.right_text,
                    is_client ? "C:" : "S:");
      lines_of(d, {left, y + 4}, width, line, ink, true);
      if (line.is_encrypted) {
        d.canvas.icon({row.right() - 14, y + 4 + d.canvas.line_height(k_mono) / 2}, 13,
                      c.right_text, k_icon_lock);
      } else if (line.is_altered) {
        d.canvas.icon({row.right() - 14, y + 4 + d.canvas.line_height(k_mono) / 2}, 13,
                      c.trouble_text, k_icon_bolt);
      }
    }
    y += height;
  }
  if (!dialogue.nothing.empty()) {
    y += 8 + d.canvas.paragraph({r.x + 10, y + 4}, r.w - 20, Face::regular, 15, c.muted,
                                dialogue.nothing);
  }
  d.canvas.end_scroll(y + shift - r.y + 6);
}

}  // namespace mailscope::ui
