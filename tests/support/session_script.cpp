// Reading and printing of session scripts.
#include "tests/support/session_script.h"

#include <optional>

#include "sim/base/text.h"

namespace mailscope::test {
namespace {

std::optional<char> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<char>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<char>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<char>(c - 'A' + 10);
  return std::nullopt;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
      continue;
    }
    switch (text[++i]) {
      case 'r': out.push_back('\r'); break;
      case 'n': out.push_back('\n'); break;
      case 't': out.push_back('\t'); break;
      case '0': out.push_back('\0'); break;
      case 'x': {
        if (i + 2 >= text.size() || !hex_digit(text[i + 1]) || !hex_digit(text[i + 2])) {
          FAIL("\\x wants two digits: " << text);
          return out;
        }
        out.push_back(static_cast<char>(*hex_digit(text[i + 1]) * 16 + *hex_digit(text[i + 2])));
        i += 2;
        break;
      }
      default: out.push_back(text[i]);
    }
  }
  return out;
}

std::string escaped(std::string_view octets) {
  std::string out;
  for (const char c : octets) {
    if (c == '\r')
      out += "\\r";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (c == '\\')
      out += "\\\\";
    else if (c == '\0')
      out += "\\0";
    else if (static_cast<unsigned char>(c) < 32)
      out += "\\x" + hex(std::string_view(&c, 1));
    else
      out.push_back(c);
  }
  return out;
}

}  // namespace

std::vector<ScriptLine> parse_script(std::string_view script) {
  std::vector<ScriptLine> lines;
  for (std::string_view line : split(script, '\n')) {
    const auto first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || line[first] == '#') continue;
    line.remove_prefix(first);
    const char who = line[0];
    if ((who == '=' || who == '!') && line.size() > 1) {
      lines.push_back({who, std::string(trim(line.substr(1)))});
      continue;
    }
    if ((who != 'S' && who != 'C') || line.size() < 2 || (line[1] != ':' && line[1] != '|')) {
      FAIL("a script line begins with S: S| C: C| = or !, this one does not: " << line);
    }
    std::string octets = unescaped(line.size() > 3 ? line.substr(3) : std::string_view{});
    if (line[1] == ':') octets += "\r\n";
    lines.push_back({who, std::move(octets)});
  }
  return lines;
}

std::string to_text(const std::vector<ScriptLine>& lines) {
  std::string out;
  for (const ScriptLine& line : lines) {
    if (line.who == '=' || line.who == '!') {
      out += std::string(1, line.who) + " " + line.octets + "\n";
      continue;
    }
    std::string_view rest = line.octets;
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      const std::string_view one = rest.substr(0, end == rest.npos ? end : end + 1);
      rest.remove_prefix(one.size());
      const bool is_line = one.size() >= 2 && one.substr(one.size() - 2) == "\r\n";
      out += std::string(1, line.who) + (is_line ? ": " : "| ") +
             escaped(is_line ? one.substr(0, one.size() - 2) : one) + "\n";
    }
  }
  return out;
}

std::string only_ours(Played played, std::string_view text) {
  const char peer = played == Played::server ? 'C' : 'S';
  std::string out;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty() && line[0] != peer) out += std::string(line) + "\n";
  }
  return out;
}

}  // namespace mailscope::test
