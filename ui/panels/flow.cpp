// Flowing text of the canvas: words are set one after another, `code` in mono, **strong** and *stressed*
// in strong.
#include <cmath>

#include "ui/panels/canvas.h"

namespace mailscope::ui {
namespace {

struct Run {  // of one style, without line ends
  std::string_view text;
  bool is_code = false, is_strong = false;
  std::string_view term = {};  // of the glossary
};

std::vector<Run> runs_of(std::string_view text) {
  std::vector<Run> runs;
  bool is_strong = false;
  std::size_t begin = 0, at = 0;
  const auto flush = [&](std::size_t end) {
    if (end > begin) runs.push_back({text.substr(begin, end - begin), false, is_strong, {}});
  };
  while (at < text.size()) {
    if (text[at] == '`') {
      const std::size_t close = text.find('`', at + 1);
      if (close == std::string_view::npos) break;
      flush(at);
      runs.push_back({text.substr(at + 1, close - at - 1), true, is_strong, {}});
      begin = at = close + 1;
    } else if (text.substr(at, 2) == "[[") {  // [[term|as it stands here]]
      const std::size_t bar = text.find('|', at), close = text.find("]]", at);
      if (close == std::string_view::npos || bar > close) break;
      flush(at);
      runs.push_back({text.substr(bar + 1, close - bar - 1), false, is_strong,
                      text.substr(at + 2, bar - at - 2)});
      begin = at = close + 2;
    } else if (text[at] == '*' && (is_strong || text.find('*', at + 1) != std::string_view::npos)) {
      flush(at);
      is_strong = !is_strong;
      begin = at += text.substr(at, 2) == "**" ? std::size_t{2} : std::size_t{1};
    } else {
      ++at;
    }
  }
  flush(text.size());
  return runs;
}

}  // namespace

float Canvas::flow(Point at, float width_max, Face face, float size, std::uint32_t colour,
                   std::string_view content, bool draws) {
  const float space = width(face, size, " "), height = line_height(size);
  float x = 0, y = 0;
  bool glued = true;  // no blank between the last piece and the next
  std::string_view term;
  const auto put = [&](std::string_view word, Face with, float with_size, bool is_code) {
    const float pad = is_code ? 4.0f : 0.0f;
    std::string_view rest = word;
    while (!rest.empty()) {
      std::string_view piece = rest;
      float wide = width(with, with_size, piece) + 2 * pad;
      const float gap = glued || x == 0 ? 0 : space;
      if (x > 0 && x + gap + wide > width_max) {
        x = 0;
        y += height;
        glued = true;
        continue;
      }
      if (x == 0 && wide > width_max) {  // longer than a line: cut where it must be
        std::size_t count = 0;
        while (count < piece.size()) {
          std::size_t next = count + 1;
          while (next < piece.size() && (static_cast<unsigned char>(piece[next]) & 0xC0) == 0x80)
            ++next;
          if (count > 0 && width(with, with_size, piece.substr(0, next)) + 2 * pad > width_max)
            break;
          count = next;
        }
        piece = piece.substr(0, count);
        wide = width(with, with_size, piece) + 2 * pad;
      }
      const float left = x + (x == 0 ? 0 : gap);
      if (draws) {
        if (is_code) {
          fill({at.x + left, at.y + y + 2, wide, height - 4}, colours().sunken, 4);
          stroke({at.x + left, at.y + y + 2, wide, height - 4}, colours().line, 4);
        }
        const float drop = (height - line_height(with_size)) / 2;
        text({at.x + left + pad, at.y + y + drop}, with, with_size, colour, piece);
        if (!term.empty()) underline_term(term, {at.x + left, at.y + y, wide, height}, colour);
      }
      x = left + wide;
      rest.remove_prefix(piece.size());
      glued = true;
    }
  };
  for (const Run& run : runs_of(content)) {
    const Face with = run.is_code ? Face::mono : run.is_strong ? Face::strong : face;
    const float with_size = run.is_code ? size * 0.92f : size;
    term = run.term;
    if (run.is_code && width(with, with_size, run.text) + 8 <= width_max) {
      put(run.text, with, with_size, true);
      glued = true;
      continue;
    }
    std::size_t begin = 0;
    while (begin <= run.text.size()) {
      const std::size_t end = std::min(run.text.find(' ', begin), run.text.size());
      if (end > begin) put(run.text.substr(begin, end - begin), with, with_size, run.is_code);
      if (end == run.text.size()) break;
      glued = false;
      begin = end + 1;
    }
  }
  return y + height;
}

// Dotted, and alive: pointing at it or tapping it explains the word.
void Canvas::underline_term(std::string_view term, Rect word, std::uint32_t colour) {
  const float y = std::round(word.bottom() - word.h * 0.14f);
  for (float x = word.x; x < word.right() - 1; x += 4) fill({x, y, 2, 1.5f}, faded(colour, 70), 1);
  const Rect reach = word.inset(-2, -6);
  if (clicked("term:" + std::string(term), reach)) clicked_term_ = term;
  if (hovers(reach) && (!is_touch_ || is_long_press_)) {
    hovered_term_ = term;
    hovered_word_ = word;
  }
}

float Canvas::paragraph(Point at, float width_max, Face face, float size, std::uint32_t colour,
                        std::string_view content) {
  return content.empty() ? 0 : flow(at, width_max, face, size, colour, content, true);
}

float Canvas::paragraph_height(float width_max, Face face, float size, std::string_view content) {
  return content.empty() ? 0 : flow({}, width_max, face, size, 0, content, false);
}

}  // namespace mailscope::ui
