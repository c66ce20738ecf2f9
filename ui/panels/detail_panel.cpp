// The detail region: dialogue, host, secrets, bytes, one tab at a time.
#include "build/fonts/icons.h"
#include "sim/base/text.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

std::uint64_t step_key(const Drawing& d) {
  return d.screen.run_number << 32 | (d.screen.map.step + 1);
}

void nothing_here(const Drawing& d, Rect r, const char* glyph, std::string_view sentence) {
  const Palette& c = d.canvas.colours();
  const float wide = std::min(r.w - 24, 380.0f);
  const float height = d.canvas.paragraph_height(wide, Face::regular, 15, sentence);
  const float y = r.y + std::max(8.0f, (r.h - height - 40) / 2);
  d.canvas.icon({r.center().x, y + 14}, 24, c.faint, glyph);
  d.canvas.paragraph({r.x + (r.w - wide) / 2, y + 36}, wide, Face::regular, 15, c.muted, sentence);
}

// Lines of a mail or a reply, each with its end shown faintly.
float lines_of(const Drawing& d, Point at, float width, std::string_view text, std::uint32_t ink,
               bool draws) {
  float y = at.y;
  for (const std::string_view raw : split(text, '\n')) {
    const bool has_return = !raw.empty() && raw.back() == '\r';
    const std::string line = visible(has_return ? raw.substr(0, raw.size() - 1) : raw);
    const float height = std::max(d.canvas.line_height(k_mono),
                                  d.canvas.paragraph_height(width, Face::mono, k_mono, line));
    if (draws) d.canvas.paragraph({at.x, y}, width, Face::mono, k_mono, ink, line);
    y += height;
  }
  return y - at.y;
}

}  // namespace

void draw_dialogue(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const DialogueModel& dialogue = d.screen.dialogue;
  if (dialogue.connection.is_none()) {
    nothing_here(d, r, k_icon_comments,
                 d.words.tr("Nobody has said anything yet. Go on a step or two."));
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
  for (const DialogueLine& line : dialogue.lines) {
    const std::uint32_t ink = line.is_unreadable ? c.muted
                              : line.is_altered  ? c.trouble_text
                                                 : c.ink;
    const float height = lines_of(d, {left, y + 4}, width, line.text, ink, false) + 8;
    const Rect row{r.x, y, r.w - 8, height};
    if (row.bottom() > r.y && row.y < r.bottom()) {
      if (d.canvas.clicked("line:" + std::to_string(line.step) + ":" +
                               std::to_string(static_cast<int>(y + shift)),
                           row)) {
        d.intents.add("go", std::to_string(line.step));
      }
      if (line.is_current) {
        d.canvas.fill(row, c.glow, 8);
      } else if (d.canvas.hovers(row)) {
        d.canvas.fill(row, c.sunken, 8);
      }
      const bool is_client = line.speaker == Speaker::client;
      d.canvas.text({r.x + 10, y + 4}, Face::mono, k_mono, is_client ? c.accent : c.right_text,
                    is_client ? "C:" : "S:");
      lines_of(d, {left, y + 4}, width, line.text, ink, true);
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
  if (dialogue.lines.empty()) {
    d.canvas.paragraph({r.x + 10, y + 4}, r.w - 20, Face::regular, 15, c.muted,
                       d.words.tr("Connected, but nothing has been said yet."));
    y += 32;
  }
  d.canvas.end_scroll(y + shift - r.y + 6);
}

namespace {

class HostDrawing {
 public:
  HostDrawing(const Drawing& drawing, Rect view, float top)
      : d_(drawing), c_(drawing.canvas.colours()), view_(view), y_(top) {}
  float y() const { return y_; }

  void section(const char* glyph, std::string_view title) {
    y_ += 10;
    d_.canvas.icon({view_.x + 10, y_ + 11}, 14, c_.muted, glyph);
    d_.canvas.text_in({view_.x + 26, y_, view_.w - 30, 22}, Face::strong, k_small, c_.muted, title);
    y_ += 26;
  }
  void mail(const ShownMail& mail) {
    const float height = mail.note.empty() ? 46.0f : 64.0f;
    const Rect r{view_.x + 4, y_, view_.w - 14, height};
    d_.canvas.fill(r, c_.sunken, 8);
    d_.canvas.icon({r.x + 20, r.y + 23}, 16, mail.is_new ? c_.accent : c_.muted,
                   mail.is_new ? k_icon_envelope : k_icon_envelope_open_o);
    const std::string subject = mail.subject.empty() ? d_.words.tr("(no subject)") : mail.subject;
    d_.canvas.text_in({r.x + 40, r.y + 3, r.w - 48, 22}, mail.is_new ? Face::strong : Face::regular,
                      15, c_.ink, subject);
    d_.canvas.text_in({r.x + 40, r.y + 23, r.w - 48, 20}, Face::regular, 13, c_.muted,
                      mail.from + " → " + mail.to);
    if (!mail.note.empty())
      d_.canvas.text_in({r.x + 40, r.y + 41, r.w - 48, 20}, Face::regular, 13, c_.trouble_text,
                        mail.note);
    y_ += height + 6;
  }
  void pair(const ShownPair& pair) {
    const float key = std::min(190.0f, view_.w * 0.42f), width = view_.w - key - 20;
    const float height =
        std::max(24.0f, d_.canvas.paragraph_height(width, Face::mono, 13.5f, pair.value) + 4);
    d_.canvas.text_in({view_.x + 10, y_, key - 14, 22}, Face::regular, k_small, c_.muted, pair.key);
    d_.canvas.paragraph({view_.x + key, y_ + 1}, width, Face::mono, 13.5f, c_.ink, pair.value);
    y_ += height;
  }
  void sentence(std::string_view text) {
    y_ += d_.canvas.paragraph({view_.x + 10, y_}, view_.w - 24, Face::regular, 15, c_.muted, text) +
          4;
  }
  void say(std::string_view text) {
    y_ +=
        d_.canvas.paragraph({view_.x + 10, y_}, view_.w - 24, Face::regular, 15, c_.ink, text) + 4;
  }

 private:
  const Drawing& d_;
  const Palette& c_;
  Rect view_;
  float y_;
};

}  // namespace

void draw_host(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const HostModel& host = d.screen.host;
  if (host.id.is_none()) {
    nothing_here(d, r, k_icon_server, d.words.tr("Choose a host on the map."));
    return;
  }
  // Every host in a row: choose another one here as well as on the map.
  Rect head = r.take_top(44);
  float x = head.x + 2;
  for (const MapHost& other : d.screen.map.hosts) {
    const float wide = d.canvas.width(Face::strong, k_small, other.name) + 22;
    const Rect button{x, head.y + 5, wide, 32};
    if (button.right() > head.right()) break;
    if (d.canvas.clicked("host-tab:" + other.name, button))
      d.intents.add("host", std::to_string(other.id.value));
    const bool is_chosen = other.id == host.id;
    if (is_chosen) {
      d.canvas.fill(button, c.ink, 8);
    } else if (d.canvas.hovers(button)) {
      d.canvas.fill(button, c.sunken, 8);
    }
    d.canvas.text_in(button, is_chosen ? Face::strong : Face::regular, k_small,
                     is_chosen ? c.raised : c.ink, other.name, Align::center);
    x += wide + 4;
  }
  d.canvas.scroll_to_top("host", host.id.value);
  const float shift = d.canvas.begin_scroll("host", r);
  HostDrawing column(d, r, r.y - shift + 2);
  column.pair({host.caption, host.address});
  if (!host.queue.empty()) {
    column.section(k_icon_clock_o, d.words.tr("Queue"));
    for (const ShownMail& mail : host.queue) column.mail(mail);
  }
  for (const ShownMailbox& mailbox : host.mailboxes) {
    column.section(k_icon_inbox, mailbox.title);
    if (mailbox.mails.empty()) column.sentence(d.words.tr("empty"));
    for (const ShownMail& mail : mailbox.mails) column.mail(mail);
  }
  if (!host.screens.empty()) {
    column.section(k_icon_desktop, d.words.tr("On its screen"));
    for (const std::string& screen : host.screens) column.say(screen);
  }
  if (!host.doors.empty()) {
    column.section(k_icon_plug, d.words.tr("Doors"));
    for (const ShownPair& door : host.doors) column.pair(door);
  }
  if (!host.dns_cache.empty()) {
    column.section(k_icon_globe, d.words.tr("DNS cache"));
    for (const ShownPair& cached : host.dns_cache) column.pair(cached);
  }
  if (!host.settings.empty()) {
    column.section(k_icon_cog, d.words.tr("Settings"));
    for (const ShownPair& setting : host.settings) column.pair(setting);
  }
  d.canvas.end_scroll(column.y() + shift - r.y + 10);
}

void draw_secrets(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const SecretsModel& secrets = d.screen.secrets;
  if (secrets.knowers.empty()) {
    nothing_here(d, r, k_icon_eye_slash,
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

void draw_detail_content(const Drawing& drawing, Rect r, Tab tab) {
  switch (tab) {
    case Tab::watch:
    case Tab::ladder:
    case Tab::dialogue: draw_dialogue(drawing, r); return;
    case Tab::host: draw_host(drawing, r); return;
    case Tab::bytes: draw_bytes(drawing, r); return;
    case Tab::secrets: draw_secrets(drawing, r); return;
  }
}

void draw_detail(const Drawing& drawing, Rect r) {
  static constexpr Tab k_tabs[] = {Tab::dialogue, Tab::host, Tab::bytes, Tab::secrets};
  card(drawing.canvas, r);
  Rect inside = r.inset(12, 2);
  std::vector<std::string> titles;
  int chosen = 0;
  for (std::size_t i = 0; i < std::size(k_tabs); ++i) {
    titles.push_back(tab_title(drawing.words, k_tabs[i]));
    if (k_tabs[i] == drawing.screen.tab) chosen = static_cast<int>(i);
  }
  const int clicked = tabs(drawing.canvas, "detail", inside.take_top(44), titles, chosen);
  if (clicked >= 0) drawing.intents.add("tab", std::to_string(static_cast<int>(k_tabs[clicked])));
  inside.take_bottom(4);
  draw_detail_content(drawing, inside, k_tabs[chosen]);
}

}  // namespace mailscope::ui
