#include "sim/base/address.h"

#include <vector>

#include "sim/base/text.h"

namespace mailscope {
namespace {

constexpr char k_hex_digits[] = "0123456789abcdef";

// One group of an IPv6 address: one to four hexadecimal digits.
std::optional<std::uint16_t> parse_group(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    const char low = ascii_lower(c);
    if (is_digit(low)) {
      value = value * 16 + static_cast<unsigned>(low - '0');
    } else if (low >= 'a' && low <= 'f') {
      value = value * 16 + static_cast<unsigned>(low - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return static_cast<std::uint16_t>(value);
}

// "2001:db8" or "0:0:192.0.2.1" as groups; the dotted tail is allowed only where `tail_allowed`.
std::optional<std::vector<std::uint16_t>> parse_groups(std::string_view text, bool tail_allowed) {
  std::vector<std::uint16_t> groups;
  if (text.empty()) return groups;
  const auto parts = split(text, ':');
  if (parts.size() > 8) return std::nullopt;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (tail_allowed && i + 1 == parts.size() && parts[i].find('.') != std::string_view::npos) {
      const auto tail = parse_ipv4(parts[i]);
      if (!tail) return std::nullopt;
      groups.push_back(static_cast<std::uint16_t>(tail->value >> 16));
      groups.push_back(static_cast<std::uint16_t>(tail->value & 0xFFFF));
      continue;
    }
    const auto group = parse_group(parts[i]);
    if (!group) return std::nullopt;
    groups.push_back(*group);
  }
  return groups;
}

std::uint16_t group_at(const Ipv6& address, std::size_t index) {
  return static_cast<std::uint16_t>((address.octets[2 * index] << 8) |
                                    address.octets[2 * index + 1]);
}

std::string group_text(std::uint16_t group) {
  std::string text;
  for (int shift = 12; shift >= 0; shift -= 4) {
    const unsigned nibble = (static_cast<unsigned>(group) >> shift) & 15U;
    if (!text.empty() || nibble != 0 || shift == 0) text += k_hex_digits[nibble];
  }
  return text;
}

// The longest run of at least two zero groups; the first of equal runs (RFC 5952, section 4.2).
struct Run {
  std::size_t begin = 8, size = 0;
};
Run longest_zero_run(const Ipv6& address) {
  Run best;
  for (std::size_t i = 0; i < 8;) {
    std::size_t end = i;
    while (end < 8 && group_at(address, end) == 0) ++end;
    if (end - i >= 2 && end - i > best.size) best = {i, end - i};
    i = end == i ? i + 1 : end;
  }
  return best;
}

bool same_leading_bits(const std::string& a, const std::string& b, int bits) {
  for (int bit = 0; bit < bits; ++bit) {
    const auto at = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if ((static_cast<unsigned char>(a[at]) & mask) != (static_cast<unsigned char>(b[at]) & mask)) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool operator<(const Address& a, const Address& b) {
  if (a.family != b.family) return a.family < b.family;
  return a.is_ipv4() ? a.v4 < b.v4 : a.v6 < b.v6;
}

std::optional<Ipv4> parse_ipv4(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const auto part : parts) {
    if (part.empty() || part.size() > 3 || (part.size() > 1 && part[0] == '0')) return std::nullopt;
    const auto number = parse_number(part);
    if (!number || *number > 255) return std::nullopt;
    value = (value << 8) | static_cast<std::uint32_t>(*number);
  }
  return Ipv4{value};
}

std::string to_text(Ipv4 address) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (!text.empty()) text += '.';
    text += std::to_string((address.value >> shift) & 255U);
  }
  return text;
}

std::optional<Ipv6> parse_ipv6(std::string_view text) {
  const auto gap = text.find("::");
  std::vector<std::uint16_t> groups;
  if (gap == std::string_view::npos) {
    const auto all = parse_groups(text, true);
    if (!all || all->size() != 8) return std::nullopt;
    groups = *all;
  } else {
    const auto head = parse_groups(text.substr(0, gap), false);
    const auto tail = parse_groups(text.substr(gap + 2), true);
    if (!head || !tail || head->size() + tail->size() > 7) return std::nullopt;
    groups = *head;
    groups.resize(8 - tail->size(), 0);
    groups.insert(groups.end(), tail->begin(), tail->end());
  }
  Ipv6 address;
  for (std::size_t i = 0; i < 8; ++i) {
    address.octets[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8);
    address.octets[2 * i + 1] = static_cast<std::uint8_t>(groups[i] & 255);
  }
  return address;
}

std::string to_text(const Ipv6& address) {
  if (const auto mapped = mapped_ipv4(address)) return "::ffff:" + to_text(*mapped);
  const Run run = longest_zero_run(address);
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == run.begin) text += "::";
    if (i >= run.begin && i < run.begin + run.size) continue;
    if (i != 0 && i != run.begin + run.size) text += ':';
    text += group_text(group_at(address, i));
  }
  return text;
}

std::optional<Address> parse_address(std::string_view text) {
  if (const auto v4 = parse_ipv4(text)) return Address{*v4};
  if (const auto v6 = parse_ipv6(text)) return Address{*v6};
  return std::nullopt;
}

std::string to_text(const Address& address) {
  return address.is_ipv4() ? to_text(address.v4) : to_text(address.v6);
}

std::string octets_of(Ipv4 address) {
  std::string octets;
  for (int shift = 24; shift >= 0; shift -= 8) {
    octets += static_cast<char>((address.value >> shift) & 255U);
  }
  return octets;
}

std::string octets_of(const Ipv6& address) {
  return std::string(address.octets.begin(), address.octets.end());
}

std::optional<Ipv4> mapped_ipv4(const Ipv6& address) {
  for (std::size_t i = 0; i < 10; ++i) {
    if (address.octets[i] != 0) return std::nullopt;
  }
  if (address.octets[10] != 0xFF || address.octets[11] != 0xFF) return std::nullopt;
  std::uint32_t value = 0;
  for (std::size_t i = 12; i < 16; ++i) value = (value << 8) | address.octets[i];
  return Ipv4{value};
}

bool Prefix::contains(const Address& candidate) const {
  if (candidate.family != address.family) return false;
  if (address.is_ipv4()) {
    return same_leading_bits(octets_of(address.v4), octets_of(candidate.v4), length);
  }
  return same_leading_bits(octets_of(address.v6), octets_of(candidate.v6), length);
}

std::optional<Prefix> parse_prefix(std::string_view text) {
  const Cut parts = cut(text, '/');
  const auto address = parse_address(parts.head);
  if (!address) return std::nullopt;
  const int length_max = address->is_ipv4() ? 32 : 128;
  if (!parts.found) return Prefix{*address, length_max};
  const auto length = parse_number(parts.tail);
  if (!length || *length > static_cast<std::uint64_t>(length_max) ||
      (parts.tail.size() > 1 && parts.tail[0] == '0')) {
    return std::nullopt;
  }
  return Prefix{*address, static_cast<int>(*length)};
}

std::string to_text(const Prefix& prefix) {
  return to_text(prefix.address) + "/" + std::to_string(prefix.length);
}

std::string reversed_labels(const Address& address) {
  std::string text;
  if (address.is_ipv4()) {
    for (int shift = 0; shift <= 24; shift += 8) {
      if (!text.empty()) text += '.';
      text += std::to_string((address.v4.value >> shift) & 255U);
    }
    return text;
  }
  for (std::size_t i = 16; i-- > 0;) {
    if (!text.empty()) text += '.';
    text += k_hex_digits[address.v6.octets[i] & 15U];
    text += '.';
    text += k_hex_digits[address.v6.octets[i] >> 4];
  }
  return text;
}

std::string reverse_name(const Address& address) {
  return reversed_labels(address) + (address.is_ipv4() ? ".in-addr.arpa" : ".ip6.arpa");
}

}  // namespace mailscope
