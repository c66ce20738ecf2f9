// ASCII text helpers without a locale.
#include "sim/base/text.h"

#include <limits>

namespace mailscope {
namespace {

// Length of the well-formed UTF-8 sequence at the start of `octets`, or 0.
std::size_t utf8_length(std::string_view octets) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(octets[i]); };
  const auto is_tail = [&](std::size_t i) { return i < octets.size() && (at(i) & 0xC0) == 0x80; };
  if (octets.empty()) return 0;
  const unsigned char first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return is_tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!is_tail(1) || !is_tail(2)) return 0;
    if (first == 0xE0 && at(1) < 0xA0) return 0;  // overlong
    if (first == 0xED && at(1) > 0x9F) return 0;  // surrogate
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!is_tail(1) || !is_tail(2) || !is_tail(3)) return 0;
    if (first == 0xF0 && at(1) < 0x90) return 0;
    if (first == 0xF4 && at(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

constexpr char k_hex[] = "0123456789abcdef";

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ascii_lower(c);
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ascii_upper(c);
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
  }
  return true;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

std::size_t find_ignoring_case(std::string_view text, std::string_view needle) {
  for (std::size_t i = 0; i + needle.size() <= text.size(); ++i) {
    if (equal_ignoring_case(text.substr(i, needle.size()), needle)) return i;
  }
  return std::string_view::npos;
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (auto at = text.find(separator); at != std::string_view::npos;
       at = text.find(separator, start)) {
    parts.push_back(text.substr(start, at - start));
    start = at + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

Cut cut(std::string_view text, char separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return {text, {}, false};
  return {text.substr(0, at), text.substr(at + 1), true};
}

std::optional<std::uint64_t> parse_number(std::string_view digits) {
  if (digits.empty()) return std::nullopt;
  constexpr std::uint64_t k_max = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (k_max - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

bool is_utf8(std::string_view octets) {
  while (!octets.empty()) {
    const std::size_t length = utf8_length(octets);
    if (length == 0) return false;
    octets.remove_prefix(length);
  }
  return true;
}

bool is_ascii(std::string_view octets) {
  for (const char c : octets) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

std::string visible(std::string_view octets) {
  std::string out;
  while (!octets.empty()) {
    const auto first = static_cast<unsigned char>(octets[0]);
    const std::size_t length = utf8_length(octets);
    if (first < 0x20) {  // U+2400 … U+241F, the control pictures
      out += "\xE2\x90";
      out.push_back(static_cast<char>(0x80 + first));
    } else if (first == 0x7F) {
      out += "\xE2\x90\xA1";
    } else if (length == 0) {
      out += "\\x";
      out.push_back(k_hex[first >> 4]);
      out.push_back(k_hex[first & 15]);
    } else {
      out += octets.substr(0, length);
    }
    octets.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string hex(std::string_view octets, char separator) {
  std::string out;
  for (const char c : octets) {
    if (separator != '\0' && !out.empty()) out.push_back(separator);
    out.push_back(k_hex[static_cast<unsigned char>(c) >> 4]);
    out.push_back(k_hex[static_cast<unsigned char>(c) & 15]);
  }
  return out;
}

}  // namespace mailscope
