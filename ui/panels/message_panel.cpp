// The mail at hand: envelope beside header, the way it came, its parts and its text.
#include "build/fonts/icons.h"
#include "ui/panels/column.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

void put_heading(const Drawing& d, Column& column, const char* glyph, std::string_view title) {
  const Palette& c = d.canvas.colours();
  column.gap(8);
  if (column.draws()) {
    d.canvas.icon({column.x() + 8, column.y() + 11}, 14, c.muted, glyph);
    d.canvas.text_in({column.x() + 24, column.y(), column.width() - 24, 22}, Face::strong, k_small,
                     c.muted, title);
  }
  column.advance(28);
}

void put_address(const Drawing& d, Column& column, std::string_view label, std::string_view text) {
  const Palette& c = d.canvas.colours();
  column.paragraph(Face::regular, 12.5f, c.muted, label);
  column.paragraph(Face::mono, 13.5f, c.ink, text);
  column.gap(4);
}

// Paper with a flap, addressed.
float put_envelope(const Drawing& d, Point at, float width, bool draws) {
  const Palette& c = d.canvas.colours();
  const MessageModel& message = d.screen.message;
  const float flap = 22;
  const auto body = [&](bool is_drawn) {
    Column column(d, {at.x + 14, at.y + flap + 10}, width - 28, is_drawn);
    if (message.has_envelope) {
      put_address(d, column, d.words.tr("from (MAIL FROM)"), message.reverse_path);
      for (const std::string& recipient : message.recipients)
        put_address(d, column, d.words.tr("to (RCPT TO)"), recipient);
    } else {
      column.paragraph(Face::regular, k_small, c.muted,
                       d.words.tr("The envelope stayed behind at delivery. Of it, only Return-Path "
                                  "is left in the header."));
    }
    return column.y() + 10 - at.y;
  };
  const float height = body(false);
  if (draws) {
    const Rect r{at.x, at.y, width, height};
    d.canvas.fill(r, c.sunken, 6);
    d.canvas.stroke(r, c.muted, 6, 1.2f);
    const Point middle{r.center().x, r.y + flap};
    d.canvas.line({r.x + 2, r.y + 2}, middle, c.muted, 1.2f);
    d.canvas.line({r.right() - 2, r.y + 2}, middle, c.muted, 1.2f);
    body(true);
  }
  return height;
}

float put_header(const Drawing& d, Point at, float width, bool draws) {
  const Palette& c = d.canvas.colours();
  Column column(d, at, width, draws);
  for (const ShownHeader& header : d.screen.message.header) {
    column.paragraph(
        Face::regular, k_small, header.is_trace ? c.muted : c.ink,
        "**" + header.name + ":** " +
            (header.value.size() > 220 ? header.value.substr(0, 220) + "…" : header.value));
    if (!header.note.empty())
      column.paragraph(Face::regular, 13, header.is_trace ? c.muted : c.trouble_text,
                       "↑ " + header.note);
    column.gap(4);
  }
  return column.y() - at.y;
}

// A place that leads to that step; true while it is pointed at.
bool leads_to(const Drawing& d, const std::string& id, Rect r, std::uint32_t step) {
  if (d.canvas.clicked(id, r)) d.intents.add("go", std::to_string(step));
  return d.canvas.hovers(r);
}

// One node for each host, an arrow for each hop, a padlock where it was sealed.
void put_path(const Drawing& d, Column& column) {
  const Palette& c = d.canvas.colours();
  const auto node = [&](std::string_view name, std::string_view note) {
    d.canvas.ring({column.x() + 10, column.y() + 12}, 6, c.accent, 2);
    const float wide = d.canvas.text_in({column.x() + 28, column.y(), column.width() - 28, 24},
                                        Face::strong, k_small, c.ink, name);
    if (column.width() - 40 - wide > 60)
      d.canvas.text_in({column.x() + 38 + wide, column.y(), column.width() - 40 - wide, 24},
                       Face::regular, 13, c.muted, note);
    column.advance(24);
  };
  const std::vector<Hop>& hops = d.screen.message.hops;
  node(hops.front().from, hops.front().from_address);
  for (const Hop& hop : hops) {
    const Rect row{column.x() - 4, column.y(), column.width() + 4, 32 + 24};
    if (hop.step != 0 && leads_to(d, "hop:" + std::to_string(hop.index), row, hop.step))
      d.canvas.fill(row, c.sunken, 6);
    const Point top{column.x() + 10, column.y() - 5}, end{column.x() + 10, column.y() + 30};
    d.canvas.line(top, end, hop.is_encrypted ? c.right : c.trouble, hop.is_encrypted ? 3.0f : 1.5f);
    d.canvas.arrow_head(end, {0, 1}, 8, hop.is_encrypted ? c.right : c.trouble);
    d.canvas.icon({column.x() + 36, column.y() + 13}, 13,
                  hop.is_encrypted ? c.right_text : c.trouble_text,
                  hop.is_encrypted ? k_icon_lock : k_icon_unlock);
    std::string note = hop.with;
    if (hop.is_authenticated) note += " · " + d.words.tr("logged in");
    if (!hop.is_encrypted) note += " · " + d.words.tr("in clear");
    if (hop.step != 0) {
      note += " · " + fill(d.words.tr("step {n}"), {{"n", std::to_string(hop.index)}});
    }
    d.canvas.text_in({column.x() + 50, column.y(), column.width() - 50, 26}, Face::regular, 13,
                     c.muted, note);
    column.advance(32);
    node(hop.by, {});
  }
}

void put_parts(const Drawing& d, Column& column) {
  const Palette& c = d.canvas.colours();
  for (const ShownPart& part : d.screen.message.parts) {
    const float indent = 16.0f * static_cast<float>(part.depth);
    const Rect row{column.x() + indent, column.y(), column.width() - indent, 24};
    d.canvas.icon({row.x + 8, row.center().y}, 13, c.muted,
                  part.depth == 0 ? k_icon_folder_open_o : k_icon_file_text_o);
    std::string note = d.words.trn("{n} octet", "{n} octets", part.octets);
    if (!part.transfer.empty()) note = part.transfer + " · " + note;
    const float wide = d.canvas.width(Face::regular, 13, note) + 4;
    d.canvas.text_in({row.x + 22, row.y, row.w - 26 - wide, 24}, Face::mono, 13.5f, c.ink,
                     part.type + (part.name.empty() ? "" : "  " + part.name));
    d.canvas.text_in({row.right() - wide, row.y, wide, 24}, Face::regular, 13, c.muted, note,
                     Align::right);
    column.advance(26);
  }
}

}  // namespace

void draw_message(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const MessageModel& message = d.screen.message;
  if (!message.has_mail) {
    draw_nothing(d, r, k_icon_envelope_o,
                 d.words.tr("No mail has been written yet. Go on a step or two."));
    return;
  }
  d.canvas.scroll_to_top("message", d.screen.run_number << 32 | (message.step + 1));
  const float shift = d.canvas.begin_scroll("message", r);
  Column column(d, {r.x + 4, r.y - shift + 8}, r.w - 16, true);
  const std::string place = message.place + " · " +
                            d.words.trn("{n} octet", "{n} octets", message.octets) + " · " +
                            fill(d.words.tr("step {n}"), {{"n", std::to_string(message.index)}});
  const float place_height =
      d.canvas.paragraph_height(column.width(), Face::regular, 15, place, Markup::none);
  const Rect place_row{column.x() - 4, column.y() - 6, column.width() + 8, place_height + 12};
  if (leads_to(d, "message-place", place_row, message.step)) d.canvas.fill(place_row, c.sunken, 6);
  column.paragraph(Face::regular, 15, c.ink, place, 0, Markup::none);
  const bool is_beside = column.width() > 430;
  const float left = is_beside ? std::min(220.0f, column.width() * 0.42f) : column.width();
  const float top = column.y();
  Column envelope(d, {column.x(), top}, left, true);
  put_heading(d, envelope, k_icon_envelope_o, d.words.tr("Envelope: the servers go by this"));
  envelope.advance(put_envelope(d, {envelope.x(), envelope.y()}, left, true));
  Column header(d,
                {is_beside ? column.x() + left + 20 : column.x(), is_beside ? top : envelope.y()},
                is_beside ? column.width() - left - 20 : column.width(), true);
  put_heading(d, header, k_icon_file_text_o, d.words.tr("Header: people read this"));
  header.advance(put_header(d, {header.x(), header.y()}, header.width(), true));
  column.advance(std::max(envelope.y(), header.y()) - top);
  if (!message.text.empty()) {
    put_heading(d, column, k_icon_comments, d.words.tr("Text"));
    for (const std::string& paragraph : paragraphs_of(message.text)) {
      column.paragraph(Face::regular, k_text, c.ink, paragraph, 0, Markup::none);
      column.gap(6);
    }
  }
  if (!message.report.empty()) {
    put_heading(d, column, k_icon_file_text_o, d.words.tr("What the report says to programs"));
    for (const std::string& line : paragraphs_of(message.report)) {
      column.paragraph(Face::mono, 13.5f, c.ink, line, 0, Markup::none);
      column.gap(2);
    }
  }
  if (!message.parts.empty()) {
    put_heading(d, column, k_icon_paperclip, d.words.tr("Parts"));
    put_parts(d, column);
  }
  if (!message.hops.empty()) {
    put_heading(d, column, k_icon_map_marker, d.words.tr("The way it came, by its Received lines"));
    put_path(d, column);
  }
  d.canvas.end_scroll(column.y() + shift - r.y + 12);
}

}  // namespace mailscope::ui
