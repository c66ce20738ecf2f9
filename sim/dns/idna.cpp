#include "sim/dns/idna.h"

#include <cstdint>
#include <limits>

#include "sim/base/text.h"
#include "sim/dns/dns_name.h"

namespace mailscope::dns {
namespace {

// The parameters of RFC 3492, section 5.
constexpr std::uint32_t k_base = 36, k_tmin = 1, k_tmax = 26, k_skew = 38, k_damp = 700;
constexpr std::uint32_t k_initial_bias = 72, k_initial_n = 128;
constexpr std::uint32_t k_max = std::numeric_limits<std::uint32_t>::max();

char digit_of(std::uint32_t value) {
  return static_cast<char>(value < 26 ? 'a' + static_cast<int>(value)
                                      : '0' + static_cast<int>(value - 26));
}

std::optional<std::uint32_t> value_of(char digit) {
  const char low = ascii_lower(digit);
  if (low >= 'a' && low <= 'z') return static_cast<std::uint32_t>(low - 'a');
  if (is_digit(low)) return static_cast<std::uint32_t>(low - '0') + 26;
  return std::nullopt;
}

// Section 6.1.
std::uint32_t adapted(std::uint32_t delta, std::uint32_t count, bool is_first) {
  delta = is_first ? delta / k_damp : delta / 2;
  delta += delta / count;
  std::uint32_t k = 0;
  for (; delta > (k_base - k_tmin) * k_tmax / 2; k += k_base) delta /= k_base - k_tmin;
  return k + (k_base - k_tmin + 1) * delta / (delta + k_skew);
}

std::uint32_t threshold(std::uint32_t k, std::uint32_t bias) {
  return k <= bias + k_tmin ? k_tmin : k >= bias + k_tmax ? k_tmax : k - bias;
}

// UTF-8 that is known to be well-formed.
std::vector<char32_t> code_points_of(std::string_view text) {
  std::vector<char32_t> points;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t point = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (std::size_t j = 1; j < size; ++j) {
      point = (point << 6) | (static_cast<unsigned char>(text[i + j]) & 0x3FU);
    }
    points.push_back(point);
    i += size;
  }
  return points;
}

void append_utf8(std::string& text, char32_t point) {
  const auto put = [&](char32_t octet) {
    text += static_cast<char>(static_cast<unsigned char>(octet));
  };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | (point >> 6));
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | (point >> 12));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | (point >> 18));
    put(0x80 | ((point >> 12) & 0x3F));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

char32_t lower_point(char32_t point) {
  if (point >= U'A' && point <= U'Z') return point + 32;
  if (point >= 0xC0 && point <= 0xDE && point != 0xD7) return point + 32;    // À..Þ
  if (point >= 0x100 && point <= 0x137 && point != 0x130) return point | 1;  // Latin Extended-A
  if (point >= 0x139 && point <= 0x148) return point + (point & 1);
  if (point >= 0x14A && point <= 0x177) return point | 1;
  if (point >= 0x391 && point <= 0x3A9 && point != 0x3A2) return point + 32;  // Α..Ω
  if (point >= 0x400 && point <= 0x40F) return point + 80;                    // Ѐ..Џ
  if (point >= 0x410 && point <= 0x42F) return point + 32;                    // А..Я
  return point;
}

bool is_dot(char32_t point) {
  return point == U'.' || point == 0x3002 || point == 0xFF0E || point == 0xFF61;
}

bool is_all_ascii(const std::vector<char32_t>& points) {
  for (const char32_t point : points) {
    if (point >= 0x80) return false;
  }
  return true;
}

// One label, lower case where it is not ASCII only.
std::optional<std::string> to_ascii_label(const std::vector<char32_t>& label) {
  std::string text;
  if (is_all_ascii(label)) {
    for (const char32_t point : label) text += static_cast<char>(point);
  } else {
    std::vector<char32_t> mapped;
    for (const char32_t point : label) mapped.push_back(lower_point(point));
    const auto encoded = punycode_encode(mapped);
    if (!encoded) return std::nullopt;
    text = "xn--" + *encoded;
  }
  if (text.size() > k_label_octets_max) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::string> punycode_encode(const std::vector<char32_t>& code_points) {
  std::string out;
  for (const char32_t point : code_points) {
    if (point < 0x80) out += static_cast<char>(point);
  }
  const auto basic = static_cast<std::uint32_t>(out.size());
  if (basic > 0) out += '-';
  std::uint32_t n = k_initial_n, delta = 0, bias = k_initial_bias, handled = basic;
  while (handled < code_points.size()) {
    std::uint32_t smallest = k_max;
    for (const char32_t point : code_points) {
      if (point >= n && point < smallest) smallest = static_cast<std::uint32_t>(point);
    }
    if (smallest - n > (k_max - delta) / (handled + 1)) return std::nullopt;
    delta += (smallest - n) * (handled + 1);
    n = smallest;
    for (const char32_t point : code_points) {
      if (point < n && ++delta == 0) return std::nullopt;
      if (point != n) continue;
      std::uint32_t q = delta;
      for (std::uint32_t k = k_base;; k += k_base) {
        const std::uint32_t t = threshold(k, bias);
        if (q < t) break;
        out += digit_of(t + (q - t) % (k_base - t));
        q = (q - t) / (k_base - t);
      }
      out += digit_of(q);
      bias = adapted(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return out;
}

std::optional<std::vector<char32_t>> punycode_decode(std::string_view text) {
  std::vector<char32_t> out;
  std::size_t at = 0;
  if (const auto dash = text.rfind('-'); dash != std::string_view::npos) {
    for (const char c : text.substr(0, dash)) {
      if (static_cast<unsigned char>(c) >= 0x80) return std::nullopt;
      out.push_back(static_cast<unsigned char>(c));
    }
    at = dash + 1;
  }
  std::uint32_t n = k_initial_n, i = 0, bias = k_initial_bias;
  while (at < text.size()) {
    const std::uint32_t i_before = i;
    std::uint32_t weight = 1;
    for (std::uint32_t k = k_base;; k += k_base) {
      if (at == text.size()) return std::nullopt;
      const auto digit = value_of(text[at++]);
      if (!digit || *digit > (k_max - i) / weight) return std::nullopt;
      i += *digit * weight;
      const std::uint32_t t = threshold(k, bias);
      if (*digit < t) break;
      if (weight > k_max / (k_base - t)) return std::nullopt;
      weight *= k_base - t;
    }
    const auto size = static_cast<std::uint32_t>(out.size() + 1);
    bias = adapted(i - i_before, size, i_before == 0);
    if (i / size > k_max - n) return std::nullopt;
    n += i / size;
    i %= size;
    if (n > 0x10FFFF || (n >= 0xD800 && n <= 0xDFFF)) return std::nullopt;
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(i), static_cast<char32_t>(n));
    ++i;
  }
  return out;
}

std::optional<std::string> to_ascii_domain(std::string_view domain) {
  if (!is_utf8(domain)) return std::nullopt;
  std::string out;
  std::vector<char32_t> label;
  const auto end_label = [&]() {
    const auto text = to_ascii_label(label);
    label.clear();
    if (text) out += *text;
    return text.has_value();
  };
  for (const char32_t point : code_points_of(domain)) {
    if (!is_dot(point)) {
      label.push_back(point);
      continue;
    }
    if (!end_label()) return std::nullopt;
    out += '.';
  }
  if (!end_label()) return std::nullopt;
  return out;
}

std::string to_unicode_domain(std::string_view domain) {
  std::string out;
  for (const auto label : split(domain, '.')) {
    if (!out.empty()) out += '.';
    if (starts_with_ignoring_case(label, "xn--")) {
      const auto points = punycode_decode(label.substr(4));
      // Only what would be written so again: an A-label has exactly one U-label.
      if (points && !is_all_ascii(*points) &&
          equal_ignoring_case(to_ascii_label(*points).value_or(""), label)) {
        for (const char32_t point : *points) append_utf8(out, point);
        continue;
      }
    }
    out += label;
  }
  return out;
}

}  // namespace mailscope::dns
