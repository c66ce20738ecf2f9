// One host from the inside, section by section.
#include "build/fonts/icons.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"
#include "ui/text/setting_names.h"

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
    const float key = key_width(), width = view_.w - key - 20;
    const float height =
        std::max(24.0f, d_.canvas.paragraph_height(width, Face::mono, 13.5f, pair.value) + 4);
    d_.canvas.text_in({view_.x + 10, y_, key - 14, 22}, Face::regular, k_small, c_.muted, pair.key);
    d_.canvas.paragraph({view_.x + key, y_ + 1}, width, Face::mono, 13.5f, c_.ink, pair.value);
    y_ += height;
  }
  // A tap opens what it can be changed to.
  void setting(const ShownSetting& setting) {
    const bool is_edited = setting.can_change && d_.screen.views.edited_setting == setting.key;
    const std::string value = setting_value(d_.words, setting.key, setting.value);
    const Face face = value == setting.value ? Face::mono : Face::regular;
    const float size = face == Face::mono ? 13.5f : k_small;
    const float key = key_width();
    const float width = view_.w - key - (setting.can_change ? 44.0f : 20.0f);
    const float tall =
        std::max({26.0f, d_.canvas.paragraph_height(width, face, size, value) + 6,
                  d_.canvas.paragraph_height(key - 16, Face::regular, k_small, setting.name) + 6});
    if (setting.can_change) {
      const Rect row{view_.x + 2, y_, view_.w - 12, tall};
      if (d_.canvas.clicked("setting:" + setting.key, row.inset(0, -4)))
        d_.intents.add("edit-setting", is_edited ? "" : setting.key + "=" + setting.value);
      if (is_edited || d_.canvas.hovers(row)) d_.canvas.fill(row, c_.sunken, 8);
      d_.canvas.icon({row.right() - 14, row.center().y}, 13, c_.accent, k_icon_pencil);
    }
    d_.canvas.paragraph({view_.x + 10, y_ + 3}, key - 16, Face::regular, k_small, c_.muted,
                        setting.name);
    d_.canvas.paragraph({view_.x + key, y_ + 3}, width, face, size, c_.ink, value);
    y_ += tall;
    if (is_edited) edit(setting);
  }
  void log(const LogLine& line) {
    const float left = view_.x + 70, width = view_.w - 84, top = y_;
    const float text =
        d_.canvas.paragraph_height(width, Face::regular, k_small, line.text, Markup::none);
    const float detail = d_.canvas.paragraph_height(width, Face::mono, 12.5f, line.detail);
    const std::string keeps =
        line.keeps.empty() ? std::string()
                           : fill(d_.words.tr("stays in the log: {what}"), {{"what", line.keeps}});
    const float kept = d_.canvas.paragraph_height(width, Face::regular, 13, keeps);
    const Rect row{view_.x + 2, top, view_.w - 12, text + detail + kept + 8};
    y_ += row.h;
    if (row.bottom() < view_.y || row.y > view_.bottom()) return;
    if (d_.canvas.clicked("log:" + std::to_string(line_++), row))
      d_.intents.add("go", std::to_string(line.step));
    if (line.is_current || d_.canvas.hovers(row))
      d_.canvas.fill(row, line.is_current ? c_.glow : c_.sunken, 8);
    d_.canvas.text_in({view_.x + 6, top + 4, 58, 20}, Face::mono, 12, c_.muted, line.time,
                      Align::right);
    d_.canvas.paragraph({left, top + 4}, width, Face::regular, k_small,
                        line.is_trouble ? c_.trouble_text : c_.ink, line.text, Markup::none);
    d_.canvas.paragraph({left, top + 4 + text}, width, Face::mono, 12.5f, c_.muted, line.detail);
    d_.canvas.paragraph({left, top + 4 + text + detail}, width, Face::regular, 13, c_.trouble_text,
                        keeps);
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
  // Of the names, in every section: the values stand below each other.
  float key_width() const { return std::min(200.0f, view_.w * 0.44f); }
  // One of several, or any text.
  void edit(const ShownSetting& setting) {
    const float left = view_.x + 10, width = view_.w - 28;
    y_ += 6;
    const auto change = [&](const std::string& value) {
      d_.intents.add("change-setting", d_.screen.host.name + "." + setting.key + "=" + value);
    };
    if (!setting.choices.empty()) {
      std::vector<Segment> choices;
      for (const std::string& choice : setting.choices)
        choices.push_back({setting_value(d_.words, setting.key, choice), choice == setting.value});
      const int chosen = segments(d_.canvas, "choice:" + setting.key, {left, y_}, width, choices);
      if (chosen >= 0) change(setting.choices[static_cast<std::size_t>(chosen)]);
      y_ += segments_height(d_.canvas, width, choices) + 6;
    } else {
      const std::string set = d_.words.tr("Set it");
      const float button = text_button_width(d_.canvas, set);
      const Rect field{left, y_, width - button - 8, k_touch};
      text_field(d_, field,
                 {.action = "setting-value",
                  .value = d_.screen.views.edited_value,
                  .hint = setting.name,
                  .is_mono = true,
                  .wants_focus = true});
      if (text_button(d_.canvas, "set-setting", {field.right() + 8, y_, button, k_touch}, set,
                      true))
        change(d_.screen.views.edited_value);
      y_ += k_touch + 6;
    }
    say_small(d_.words.tr("From this step on; the run is made again with it."));
    y_ += 6;
  }
  void say_small(std::string_view text) {
    y_ += d_.canvas.paragraph({view_.x + 10, y_}, view_.w - 28, Face::regular, 13, c_.muted, text);
  }

  const Drawing& d_;
  const Palette& c_;
  Rect view_;
  float y_;
  int line_ = 0;
};

// Every host in a row, or in two: choose another one here as well as on the map.
void draw_hosts(const Drawing& d, Rect& r) {
  const Palette& c = d.canvas.colours();
  constexpr float k_high = 32, k_gap = 4;
  float x = r.x + 2, y = r.y + 5;
  for (const MapHost& other : d.screen.map.hosts) {
    const float wide = d.canvas.width(Face::strong, k_small, other.name) + 22;
    if (x > r.x + 2 && x + wide > r.right()) x = r.x + 2, y += k_high + k_gap;
    const Rect button{x, y, wide, k_high};
    if (d.canvas.clicked("host-tab:" + other.name, button.inset(0, -k_gap)))
      d.intents.add("host", std::to_string(other.id.value));
    const bool is_chosen = other.id == d.screen.host.id;
    if (is_chosen) {
      d.canvas.fill(button, c.ink, 8);
    } else if (d.canvas.hovers(button)) {
      d.canvas.fill(button, c.sunken, 8);
    }
    d.canvas.text_in(button, is_chosen ? Face::strong : Face::regular, k_small,
                     is_chosen ? c.raised : c.ink, other.name, Align::center);
    x += wide + k_gap;
  }
  r.take_top(y + k_high + 7 - r.y);
}

}  // namespace

void draw_host(const Drawing& d, Rect r) {
  const HostModel& host = d.screen.host;
  if (host.id.is_none()) {
    draw_nothing(d, r, k_icon_server, d.words.tr("Choose a host on the map."));
    return;
  }
  draw_hosts(d, r);
  d.canvas.scroll_to_top("host", host.id.value);
  const float shift = d.canvas.begin_scroll("host", r);
  HostDrawing column(d, r, r.y - shift + 2);
  column.pair({host.caption, host.address});
  if (!host.queue.empty()) {
    column.section(k_icon_clock_o, d.words.tr("Queue"));
    for (const ShownMail& mail : host.queue) column.mail(mail);
    if (host.queue_rest > 0)
      column.sentence(d.words.trn("{n} mail more", "{n} mails more", host.queue_rest));
  }
  for (const ShownMailbox& mailbox : host.mailboxes) {
    column.section(k_icon_inbox, mailbox.title);
    if (mailbox.mails.empty()) column.sentence(d.words.tr("empty"));
    if (mailbox.earlier > 0)
      column.sentence(d.words.trn("{n} mail before", "{n} mails before", mailbox.earlier));
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
    for (const ShownSetting& setting : host.settings) column.setting(setting);
  }
  if (!host.log.empty()) {
    column.section(k_icon_file_text_o, d.words.tr("Log"));
    if (host.log_earlier > 0)
      column.sentence(d.words.trn("{n} line before", "{n} lines before", host.log_earlier));
    for (const LogLine& line : host.log) column.log(line);
  }
  d.canvas.end_scroll(column.y() + shift - r.y + 10);
}

}  // namespace mailscope::ui
