// Strings and flags as the grammar wants them.
#include "sim/imap/printing.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/imap/scanner.h"

namespace mailscope::imap {

namespace {

std::string quoted_text(std::string_view octets) {
  std::string text = "\"";
  for (const char c : octets) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

bool has_no_line_end(std::string_view octets) {
  return octets.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

}  // namespace

std::string string_text(std::string_view octets) {
  const bool can_be_quoted = octets.size() < 1'000 && is_ascii(octets) && has_no_line_end(octets);
  if (can_be_quoted) return quoted_text(octets);
  std::string literal(octets);
  std::replace(literal.begin(), literal.end(), '\0', k_in_place_of_nul);
  return "{" + std::to_string(octets.size()) + "}\r\n" + literal;
}

std::string utf8_string_text(std::string_view utf8) {
  return is_utf8(utf8) && has_no_line_end(utf8) ? quoted_text(utf8) : string_text(utf8);
}

std::string utf8_astring_text(std::string_view utf8) {
  if (is_ascii(utf8) || !is_utf8(utf8) || !has_no_line_end(utf8)) return astring_text(utf8);
  return quoted_text(utf8);
}

std::string nstring_text(const std::optional<std::string>& octets) {
  return octets ? string_text(*octets) : "NIL";
}

std::string astring_text(std::string_view octets) {
  const bool is_atom = !octets.empty() && std::all_of(octets.begin(), octets.end(), is_atom_char) &&
                       !equal_ignoring_case(octets, "NIL");
  return is_atom ? std::string(octets) : string_text(octets);
}

std::string flags_text(const store::Flags& flags) { return "(" + store::to_text(flags) + ")"; }

}  // namespace mailscope::imap
