// Flowing text of the canvas: words are set one after another, `code` in mono, **strong** and *stressed*
// in strong. What a program said (mono, or Markup::none) stands as it is, every star and blank of it.
#include <cmath>

#include "ui/panels/canvas.h"

namespace mailscope::ui {
namespace {

struct Stretch {  // of one style, without line ends
  std::string_view text;
  bool is_code = false, is_strong = false;
  std::string_view term = {};  // of the glossary
};

std::vector<Stretch> runs_of(std::string_view text) {
  std::vector<Stretch> runs;
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

struct Piece {  // what is drawn in one style; several without a blank between them are one word
  std::string_view text;
  bool is_code = false, is_strong = false;
  std::string_view term = {};
  bool begins_word = false;  // blanks stand before it, or nothing at all
  float width = 0, blanks = 0;
};

// Code that fits a line stays whole; everything else is set word by word.
template <class WidthOf>
std::vector<Piece> pieces_of(const std::vector<Stretch>& runs, bool keeps_blanks, float width_max,
                             float space, WidthOf width_of) {
  std::vector<Piece> pieces;
  bool begins_word = true;
  std::size_t blanks = 0;
  const auto add = [&](const Stretch& run, std::string_view text) {
    Piece piece{text, run.is_code, run.is_strong, run.term, begins_word};
    piece.width = width_of(piece, text);
    piece.blanks =
        space * static_cast<float>(keeps_blanks ? blanks : blanks > 0 && !pieces.empty());
    pieces.push_back(piece);
    begins_word = false;
    blanks = 0;
  };
  for (const Stretch& run : runs) {
    if (run.is_code && width_of(Piece{{}, true, run.is_strong}, run.text) <= width_max) {
      add(run, run.text);
      continue;
    }
    std::size_t begin = 0;
    while (begin <= run.text.size()) {
      const std::size_t end = std::min(run.text.find(' ', begin), run.text.size());
      if (end > begin) add(run, run.text.substr(begin, end - begin));
      if (end == run.text.size()) break;
      begins_word = true;
      ++blanks;
      begin = end + 1;
    }
  }
  return pieces;
}

// How wide the word is that begins with this piece.
float word_width(const std::vector<Piece>& pieces, std::size_t first) {
  float wide = pieces[first].width;
  for (std::size_t i = first + 1; i < pieces.size() && !pieces[i].begins_word; ++i)
    wide += pieces[i].width;
  return wide;
}

}  // namespace

float Canvas::flow(Point at, float width_max, Face face, float size, std::uint32_t colour,
                   std::string_view content, bool draws, Markup markup) {
  const bool is_literal = markup == Markup::none || face == Face::mono;
  const float space = width(face, size, " "), height = line_height(size);
  const auto face_of = [&](const Piece& piece) {
    return piece.is_code ? Face::mono : piece.is_strong ? Face::strong : face;
  };
  const auto size_of = [&](const Piece& piece) { return piece.is_code ? size * 0.92f : size; };
  const auto pad_of = [](const Piece& piece) { return piece.is_code ? 4.0f : 0.0f; };
  const auto width_of = [&](const Piece& piece, std::string_view text) {
    return width(face_of(piece), size_of(piece), text) + 2 * pad_of(piece);
  };
  float x = 0, y = 0;
  const auto put = [&](const Piece& piece, std::string_view text, float wide) {
    const Rect box{at.x + x, at.y + y, wide, height};
    if (draws) {
      if (piece.is_code) {
        fill({box.x, box.y + 2, wide, height - 4}, colours().sunken, 4);
        stroke({box.x, box.y + 2, wide, height - 4}, colours().line, 4);
      }
      const float drop = (height - line_height(size_of(piece))) / 2;
      this->text({box.x + pad_of(piece), box.y + drop}, face_of(piece), size_of(piece), colour,
                 text);
      if (!piece.term.empty()) underline_term(piece.term, box, colour);
    }
    x += wide;
  };
  const auto next_line = [&] { x = 0, y += height; };
  // As much of it as fits a line: longer than that it is cut where it must be.
  const auto head_of = [&](const Piece& piece, std::string_view text) {
    std::size_t count = 0;
    while (count < text.size()) {
      std::size_t next = count + 1;
      while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
      if (count > 0 && width_of(piece, text.substr(0, next)) > width_max) break;
      count = next;
    }
    return text.substr(0, count);
  };
  const std::vector<Stretch> runs = is_literal ? std::vector<Stretch>{{content}} : runs_of(content);
  const std::vector<Piece> pieces = pieces_of(runs, face == Face::mono, width_max, space, width_of);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    if (x > 0 && piece.begins_word && x + piece.blanks + word_width(pieces, i) > width_max)
      next_line();
    else if (x > 0 || (i == 0 && piece.blanks < width_max))
      x += piece.blanks;
    std::string_view rest = piece.text;
    while (width_of(piece, rest) > width_max) {
      if (x > 0) next_line();
      const std::string_view head = head_of(piece, rest);
      put(piece, head, width_of(piece, head));
      rest.remove_prefix(head.size());
      if (rest.empty()) break;
    }
    if (rest.empty()) continue;
    const float wide = width_of(piece, rest);
    if (x > 0 && x + wide > width_max) next_line();
    put(piece, rest, wide);
  }
  flow_end_ = {at.x + x, at.y + y};
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
                        std::string_view content, Markup markup) {
  return content.empty() ? 0 : flow(at, width_max, face, size, colour, content, true, markup);
}

float Canvas::paragraph_height(float width_max, Face face, float size, std::string_view content,
                               Markup markup) {
  return content.empty() ? 0 : flow({}, width_max, face, size, 0, content, false, markup);
}

}  // namespace mailscope::ui
