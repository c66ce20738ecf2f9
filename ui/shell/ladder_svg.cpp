// Lanes, rungs and their words as SVG, light on paper.
#include <algorithm>

#include "ui/shell/exporting.h"

namespace mailscope::ui {
namespace {

constexpr int k_lane = 190, k_row = 34, k_left = 110, k_top = 56;

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

// Cut at a character, not within one.
std::string shortened(std::string_view text, std::size_t octets_max) {
  if (text.size() <= octets_max) return std::string(text);
  while (octets_max > 0 && (static_cast<unsigned char>(text[octets_max]) & 0xc0) == 0x80)
    --octets_max;
  return std::string(text.substr(0, octets_max)) + "…";
}

std::string_view colour_of(Protocol protocol) {
  switch (protocol) {
    case Protocol::smtp: return "#0072b2";
    case Protocol::imap: return "#009e73";
    case Protocol::pop3: return "#b87700";
    case Protocol::dns: return "#b0558f";
    case Protocol::tls: return "#2b7fae";
    case Protocol::tcp:
    case Protocol::udp:
    case Protocol::none: return "#59616b";
  }
  return "#59616b";
}

std::string number(int value) { return std::to_string(value); }
int lane_x(std::size_t lane) { return k_left + static_cast<int>(lane) * k_lane; }

std::string text_at(int x, int y, std::string_view anchor, std::string_view colour,
                    std::string_view style, std::string_view text) {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" +
         std::string(anchor) + "\" fill=\"" + std::string(colour) + "\" " + std::string(style) +
         ">" + xml_text(text) + "</text>\n";
}

std::string rung_of(const Rung& rung, int y) {
  const std::string colour(rung.is_trouble ? "#a84300" : colour_of(rung.protocol));
  const std::string face = rung.is_words
                               ? "font-family=\"JetBrains Mono, monospace\" font-size=\"12\""
                               : "font-size=\"13\"";
  std::string out =
      text_at(34, y + 4, "end", "#59616b", "font-size=\"12\"", std::to_string(rung.index));
  if (rung.shape == RungShape::note || rung.from == rung.to) {
    const int x = lane_x(rung.from);
    out += "<circle cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"4\" fill=\"" + colour +
           "\"/>\n";
    return out + text_at(x + 10, y + 4, "start", colour, face, shortened(rung.text, 90));
  }
  const int from = lane_x(rung.from), to = lane_x(rung.to), tip = to > from ? -8 : 8;
  out += "<line x1=\"" + number(from) + "\" y1=\"" + number(y) + "\" x2=\"" + number(to) +
         "\" y2=\"" + number(y) + "\" stroke=\"" + colour + "\" stroke-width=\"" +
         (rung.is_sealed ? "3" : "1.5") + "\"/>\n";
  out += "<path d=\"M" + number(to) + " " + number(y) + " l" + number(tip) + " -5 v10 z\" fill=\"" +
         colour + "\"/>\n";
  const std::string words = (rung.is_sealed ? "🔒 " : "") + shortened(rung.text, 60);
  return out + text_at((from + to) / 2, y - 6, "middle", colour, face, words);
}

}  // namespace

std::string svg_of(const LadderModel& ladder) {
  const int width = k_left * 2 +
                    static_cast<int>(std::max<std::size_t>(ladder.lanes.size(), 2) - 1) * k_lane +
                    160;
  const int height = k_top + static_cast<int>(ladder.rungs.size() + 1) * k_row;
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(width) +
                    "\" height=\"" + number(height) + "\" viewBox=\"0 0 " + number(width) + " " +
                    number(height) + "\" font-family=\"Inter, Arial, sans-serif\">\n";
  svg += "<rect width=\"100%\" height=\"100%\" fill=\"#fafaf7\"/>\n";
  for (std::size_t lane = 0; lane < ladder.lanes.size(); ++lane) {
    const int x = lane_x(lane);
    svg += text_at(x, 28, "middle", "#1b1f24", "font-size=\"15\" font-weight=\"600\"",
                   ladder.lanes[lane].name);
    svg += "<line x1=\"" + number(x) + "\" y1=\"40\" x2=\"" + number(x) + "\" y2=\"" +
           number(height - 12) + "\" stroke=\"#b9bab4\"/>\n";
  }
  int y = k_top + k_row / 2;
  for (const Rung& rung : ladder.rungs) {
    svg += rung_of(rung, y);
    y += k_row;
  }
  return svg + "</svg>\n";
}

}  // namespace mailscope::ui
