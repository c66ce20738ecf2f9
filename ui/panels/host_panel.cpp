// One host from the inside, section by section.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
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
    draw_nothing(d, r, k_icon_server, d.words.tr("Choose a host on the map."));
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

}  // namespace mailscope::ui
