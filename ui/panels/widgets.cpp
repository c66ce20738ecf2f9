// Controls drawn by hand, so that nothing looks like a debug overlay.
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

constexpr float k_segment_height = 36, k_segment_pad = 12, k_segment_gap = 6;

std::vector<Rect> placed(const Canvas& canvas, Point at, float width,
                         const std::vector<Segment>& choices) {
  std::vector<Rect> rects;
  float x = 0, y = 0;
  for (const Segment& choice : choices) {
    const float wide = std::min(
        width, canvas.width(Face::strong, k_small, choice.text) + 2 * canvas.scaled(k_segment_pad));
    if (x > 0 && x + wide > width) {
      x = 0;
      y += canvas.scaled(k_segment_height) + k_segment_gap;
    }
    rects.push_back({at.x + x, at.y + y, wide, canvas.scaled(k_segment_height)});
    x += wide + k_segment_gap;
  }
  return rects;
}

// Which of several that stand together is clicked; -1: none.
int clicked_of(Canvas& canvas, std::string_view id, const std::vector<Rect>& rects) {
  int clicked = -1;
  for (std::size_t i = 0; i < rects.size(); ++i) {
    if (canvas.clicked(std::string(id) + ":" + std::to_string(i), rects[i]))
      clicked = static_cast<int>(i);
  }
  return clicked;
}

}  // namespace

void card(Canvas& canvas, Rect r) {
  canvas.fill(r, canvas.colours().raised, k_radius);
  canvas.stroke(r, canvas.colours().line, k_radius);
}

void heading(Canvas& canvas, Rect r, std::string_view text) {
  canvas.text_in(r, Face::strong, 13, canvas.colours().muted, text);
}

bool icon_button(Canvas& canvas, std::string_view id, Rect r, const char* glyph, float size,
                 bool is_on, bool is_enabled) {
  const Palette& c = canvas.colours();
  const bool is_clicked = is_enabled && canvas.clicked(id, r);
  if (is_enabled && (is_on || canvas.hovers(r))) {
    canvas.fill(r.inset(2), canvas.is_pressed(id) ? c.line : is_on ? c.glow : c.sunken, 10);
  }
  canvas.icon(r.center(), size, !is_enabled ? c.faint : is_on ? c.accent : c.ink, glyph);
  return is_clicked;
}

float text_button_width(const Canvas& canvas, std::string_view text) {
  return canvas.width(Face::strong, k_small, text) + canvas.scaled(32);
}

bool text_button(Canvas& canvas, std::string_view id, Rect r, std::string_view text,
                 bool is_primary) {
  const Palette& c = canvas.colours();
  const bool is_clicked = canvas.clicked(id, r);
  const float radius = std::min(10.0f, r.h / 2);
  if (is_primary) {
    canvas.fill(r, c.accent, radius);
    if (canvas.hovers(r)) canvas.fill(r, faded(c.ink, 12), radius);
  } else {
    canvas.fill(r, canvas.hovers(r) ? c.sunken : c.raised, radius);
    canvas.stroke(r, c.line, radius);
  }
  canvas.text_in(r.inset(6, 0), Face::strong, k_small, is_primary ? c.on_accent : c.ink, text,
                 Align::center);
  return is_clicked;
}

int segments(Canvas& canvas, std::string_view id, Point at, float width,
             const std::vector<Segment>& choices) {
  const Palette& c = canvas.colours();
  const std::vector<Rect> rects = placed(canvas, at, width, choices);
  const int clicked = clicked_of(canvas, id, rects);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Rect& r = rects[i];
    if (choices[i].is_chosen) {
      canvas.fill(r, c.accent, 9);
    } else {
      canvas.fill(r, canvas.hovers(r) ? c.glow : c.sunken, 9);
      canvas.stroke(r, c.line, 9);
    }
    canvas.text_in(r.inset(6, 0), choices[i].is_chosen ? Face::strong : Face::regular, k_small,
                   choices[i].is_chosen ? c.on_accent : c.ink, choices[i].text, Align::center);
  }
  return clicked;
}

float segments_height(const Canvas& canvas, float width, const std::vector<Segment>& choices) {
  const std::vector<Rect> rects = placed(canvas, {}, width, choices);
  return rects.empty() ? 0 : rects.back().bottom();
}

namespace {

// Short texts stand beside each other, long ones have a row of their own.
std::vector<Rect> choice_places(Canvas& canvas, Point at, float width,
                                const std::vector<Segment>& choices) {
  std::vector<Rect> rects;
  float x = 0, y = 0;
  for (const Segment& choice : choices) {
    const float text =
        std::min(width - 24, canvas.width(Face::strong, 15, choice.text) + canvas.scaled(2));
    const float height =
        std::max(k_touch, canvas.paragraph_height(text, Face::regular, 15, choice.text) + 18);
    if (x > 0 && x + text + 24 > width) x = 0, y = rects.back().bottom() - at.y + 6;
    rects.push_back({at.x + x, at.y + y, text + 24, height});
    x += text + 24 + 6;
  }
  return rects;
}

}  // namespace

int choice_rows(Canvas& canvas, std::string_view id, Point at, float width,
                const std::vector<Segment>& choices) {
  const Palette& c = canvas.colours();
  const std::vector<Rect> rects = choice_places(canvas, at, width, choices);
  const int clicked = clicked_of(canvas, id, rects);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Rect& r = rects[i];
    if (choices[i].is_chosen) {
      canvas.fill(r, c.glow, 9);
      canvas.stroke(r, c.accent, 9, 2);
    } else {
      canvas.fill(r, canvas.hovers(r) ? c.glow : c.sunken, 9);
      canvas.stroke(r, c.line, 9);
    }
    const float height = canvas.paragraph_height(r.w - 24, Face::regular, 15, choices[i].text);
    canvas.paragraph({r.x + 12, r.y + (r.h - height) / 2}, r.w - 24, Face::regular, 15, c.ink,
                     choices[i].text);
  }
  return clicked;
}

float choice_rows_height(Canvas& canvas, float width, const std::vector<Segment>& choices) {
  const std::vector<Rect> rects = choice_places(canvas, {}, width, choices);
  return rects.empty() ? 0 : rects.back().bottom();
}

bool toggle(Canvas& canvas, std::string_view id, Rect r, std::string_view text, bool is_on) {
  const Palette& c = canvas.colours();
  const bool is_clicked = canvas.clicked(id, r);
  const Rect track{r.x, r.y + r.h / 2 - 10, 36, 20};
  canvas.fill(track, is_on ? c.accent : c.faint, 10);
  canvas.disc({is_on ? track.right() - 10 : track.x + 10, track.center().y}, 8, c.raised);
  Rect label = r;
  label.take_left(44);
  canvas.text_in(label, Face::regular, k_small, c.ink, text);
  return is_clicked;
}

float chip(Canvas& canvas, Point at, std::uint32_t mark, std::string_view text, const char* glyph) {
  const Palette& c = canvas.colours();
  const float wide = canvas.width(Face::strong, 13, text), height = canvas.scaled(24);
  const float lead = canvas.scaled(glyph ? 26 : 22);
  const Rect r{at.x, at.y, lead + wide + 10, height};
  canvas.fill(r, c.sunken, height / 2);
  if (glyph) {
    canvas.icon({r.x + lead / 2 + 1, r.center().y}, 13, mark, glyph);
  } else {
    canvas.disc({r.x + lead / 2 + 1, r.center().y}, 4, mark);
  }
  canvas.text_in({r.x + lead, r.y, wide + 2, height}, Face::strong, 13, c.ink, text);
  return r.w;
}

int tabs(Canvas& canvas, std::string_view id, Rect r, const std::vector<std::string>& titles,
         int chosen) {
  const Palette& c = canvas.colours();
  canvas.line({r.x, r.bottom() - 0.5f}, {r.right(), r.bottom() - 0.5f}, c.line);
  int clicked = -1;
  const auto text_width = [&](float size) {
    float wide = 0;
    for (const std::string& title : titles) wide += canvas.width(Face::strong, size, title);
    return wide;
  };
  // Smaller and closer together where there is little room; then what is chosen stays in sight.
  const auto count = static_cast<float>(std::max<std::size_t>(1, titles.size()));
  float size = 15;
  while (size > 13 && text_width(size) + count * 10 > r.w) size -= 0.5f;
  const float pad = std::clamp((r.w - text_width(size)) / count, 10.0f, 28.0f);
  const auto width_of = [&](std::size_t i) {
    return canvas.width(Face::strong, size, titles[i]) + pad;
  };
  const float whole = text_width(size) + count * pad;
  float x = r.x;
  if (whole > r.w) {
    float middle = 0;
    for (std::size_t i = 0; i < titles.size() && static_cast<int>(i) <= chosen; ++i)
      middle += width_of(i) / (static_cast<int>(i) == chosen ? 2.0f : 1.0f);
    x -= std::clamp(middle - r.w / 2, 0.0f, whole - r.w);
  }
  canvas.clip(r);
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const bool is_chosen = static_cast<int>(i) == chosen;
    const Rect tab{x, r.y, width_of(i), r.h};
    if (canvas.clicked(std::string(id) + ":" + titles[i], tab)) clicked = static_cast<int>(i);
    if (!is_chosen && canvas.hovers(tab)) canvas.fill(tab.inset(2, 5), c.sunken, 8);
    canvas.text_in(tab, is_chosen ? Face::strong : Face::regular, size, is_chosen ? c.ink : c.muted,
                   titles[i], Align::center);
    if (is_chosen)
      canvas.fill({tab.x + pad / 2 - 2, tab.bottom() - 3, tab.w - pad + 4, 3}, c.accent, 1.5f);
    x += tab.w;
  }
  canvas.unclip();
  return clicked;
}

void protocol_mark(Canvas& canvas, Point p, Protocol protocol, float radius, std::uint32_t colour) {
  switch (protocol) {
    case Protocol::smtp:
      canvas.fill({p.x - radius, p.y - radius, 2 * radius, 2 * radius}, colour, 2);
      return;
    case Protocol::imap: canvas.ring(p, radius, colour, 2.5f); return;
    case Protocol::pop3:
      canvas.triangle({p.x - radius, p.y - radius}, {p.x + radius, p.y - radius},
                      {p.x, p.y + radius}, colour);
      return;
    case Protocol::dns: canvas.disc(p, radius, colour); return;
    case Protocol::tls: canvas.diamond(p, radius * 1.25f, colour); return;
    case Protocol::tcp:
    case Protocol::udp: canvas.line({p.x - radius, p.y}, {p.x + radius, p.y}, colour, 2.5f); return;
    case Protocol::none: canvas.ring(p, radius * 0.7f, colour, 1.5f); return;
  }
}

}  // namespace mailscope::ui
