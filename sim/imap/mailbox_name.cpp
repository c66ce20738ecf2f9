#include "sim/imap/mailbox_name.h"

#include <cstdint>
#include <vector>

#include "sim/base/text.h"
#include "sim/store/mail_store.h"

namespace mailscope::imap {

namespace {

// Base 64 with "," in place of "/" and without padding.
constexpr std::string_view k_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

// The code point at `at` of well-formed UTF-8; `at` moves on.
std::uint32_t take_point(std::string_view text, std::size_t& at) {
  const auto octet = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = octet(at);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::uint32_t point = length == 1 ? first : first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (octet(at + i) & 0x3F);
  at += length;
  return point;
}

void append_point(std::string& out, std::uint32_t point) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((point >> shift) & 0x3F)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | (point >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::string shifted(const std::vector<std::uint32_t>& units) {
  std::string out = "&";
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::uint32_t unit : units) {
    bits = (bits << 16) | unit;
    count += 16;
    while (count >= 6) {
      count -= 6;
      out += k_alphabet[(bits >> count) & 63];
    }
    bits &= (1u << count) - 1;
  }
  if (count > 0) out += k_alphabet[(bits << (6 - count)) & 63];
  return out + "-";
}

// The text between "&" and "-", decoded; false when it is not what an encoder would write.
bool unshift(std::string_view encoded, std::string& out) {
  std::uint32_t bits = 0, high = 0;
  int count = 0;
  for (const char c : encoded) {
    const std::size_t value = k_alphabet.find(c);
    if (value == std::string_view::npos) return false;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 16) continue;
    count -= 16;
    const std::uint32_t unit = (bits >> count) & 0xFFFF;
    bits &= (1u << count) - 1;
    const bool is_low = unit >= 0xDC00 && unit < 0xE000;
    if (is_low != (high != 0)) return false;
    if (unit >= 0xD800 && unit < 0xDC00) {
      high = unit;
    } else {
      append_point(out, is_low ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : unit);
      high = 0;
    }
  }
  return high == 0 && count < 6 && bits == 0;
}

}  // namespace

std::string name_to_wire(std::string_view name, NameEncoding encoding) {
  if (encoding == NameEncoding::utf8 || !is_utf8(name)) return std::string(name);
  std::string out;
  std::vector<std::uint32_t> units;
  const auto flush = [&] {
    if (!units.empty()) out += shifted(units);
    units.clear();
  };
  for (std::size_t at = 0; at < name.size();) {
    const std::uint32_t point = take_point(name, at);
    if (point >= 0x20 && point < 0x7F) {
      flush();
      out += static_cast<char>(point);
      if (point == '&') out += '-';
    } else if (point < 0x10000) {
      units.push_back(point);
    } else {
      units.push_back(0xD800 + ((point - 0x10000) >> 10));
      units.push_back(0xDC00 + ((point - 0x10000) & 0x3FF));
    }
  }
  flush();
  return out;
}

std::optional<std::string> name_from_wire(std::string_view octets, NameEncoding encoding) {
  if (encoding == NameEncoding::utf8) {
    if (!is_utf8(octets)) return std::nullopt;
    return std::string(octets);
  }
  if (!is_ascii(octets)) return std::nullopt;
  std::string out;
  for (std::size_t at = 0; at < octets.size();) {
    if (octets[at] != '&') {
      out += octets[at++];
      continue;
    }
    const std::size_t end = octets.find('-', at);
    if (end == std::string_view::npos) return std::nullopt;
    if (end == at + 1)
      out += '&';
    else if (!unshift(octets.substr(at + 1, end - at - 1), out))
      return std::nullopt;
    at = end + 1;
  }
  return out;
}

bool matches_pattern(std::string_view name, std::string_view pattern) {
  // reachable[i]: the pattern read so far can end after the first i octets of the name.
  std::vector<bool> reachable(name.size() + 1, false);
  reachable[0] = true;
  for (const char c : pattern) {
    if (c == '*' || c == '%') {
      for (std::size_t i = 0; i < name.size(); ++i)
        if (reachable[i] && (c == '*' || name[i] != store::k_hierarchy_separator))
          reachable[i + 1] = true;
    } else {
      for (std::size_t i = name.size(); i > 0; --i)
        reachable[i] = reachable[i - 1] && name[i - 1] == c;
      reachable[0] = false;
    }
  }
  return reachable[name.size()];
}

}  // namespace mailscope::imap
