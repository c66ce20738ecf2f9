// Internet addresses as values: IPv4, IPv6, and prefixes of both.
//
// Knows no packets and no names. Text in, text out; strict, as configuration and SPF records want
// it.
//
//   const auto address = parse_ipv4("192.0.2.1");          // nullopt for "192.0.2", "192.0.2.01"
//   const auto networks = parse_prefix("2001:db8::/32");
//   networks->contains(*parse_address("2001:db8::25"));     // true
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailscope {

using Port = std::uint16_t;

// Four octets in host order: 192.0.2.1 is 0xC0000201.
struct Ipv4 {
  std::uint32_t value = 0;

  friend constexpr auto operator<=>(const Ipv4&, const Ipv4&) = default;
};

// Sixteen octets in the order of the wire. Compares octet by octet.
struct Ipv6 {
  std::array<std::uint8_t, 16> octets{};

  friend bool operator==(const Ipv6&, const Ipv6&) = default;
  friend bool operator<(const Ipv6& a, const Ipv6& b) { return a.octets < b.octets; }
};

// An address of either family, as an optional pair would be, but never both and never none.
struct Address {
  enum class Family : std::uint8_t { ipv4, ipv6 };
  Family family = Family::ipv4;
  Ipv4 v4;  // meaningful when family is ipv4, else zero
  Ipv6 v6;  // meaningful when family is ipv6, else zero

  Address() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): every Ipv4 is an Address.
  Address(Ipv4 address) : family(Family::ipv4), v4(address) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Address(Ipv6 address) : family(Family::ipv6), v6(address) {}

  bool is_ipv4() const { return family == Family::ipv4; }
  bool is_ipv6() const { return family == Family::ipv6; }
  friend bool operator==(const Address&, const Address&) = default;
  friend bool operator<(const Address& a, const Address& b);
};

// Dotted decimal: four numbers without leading zeros (RFC 6943, section 3.1.1: the strict form).
std::optional<Ipv4> parse_ipv4(std::string_view text);
std::string to_text(Ipv4 address);

// All forms of RFC 4291, section 2.2 ("::", an IPv4 tail); no zone, no brackets.
std::optional<Ipv6> parse_ipv6(std::string_view text);
// The one canonical form of RFC 5952: lower case, the longest run of zeros as "::".
std::string to_text(const Ipv6& address);

std::optional<Address> parse_address(std::string_view text);
std::string to_text(const Address& address);

// The four octets as they stand on the wire, and back.
std::string octets_of(Ipv4 address);
std::string octets_of(const Ipv6& address);

// The IPv4 address inside ::ffff:0:0/96, if it is one (RFC 4291, section 2.5.5.2).
std::optional<Ipv4> mapped_ipv4(const Ipv6& address);

// "192.0.2.0/24", "2001:db8::/32". Bits after the length are kept as written but never compared.
struct Prefix {
  Address address;
  int length = 32;  // in bits: 0..32 or 0..128

  // False for an address of the other family.
  bool contains(const Address& candidate) const;
  friend bool operator==(const Prefix&, const Prefix&) = default;
};
// A bare address is a prefix of full length.
std::optional<Prefix> parse_prefix(std::string_view text);
std::string to_text(const Prefix& prefix);

// "1.2.0.192.in-addr.arpa" / "…ip6.arpa" without a final dot (RFC 1035, section 3.5; RFC 3596,
// 2.5).
std::string reverse_name(const Address& address);
// "1.2.0.192" / nibbles: the labels in front of a DNSBL's zone (RFC 5782, sections 2.1 and 2.4).
std::string reversed_labels(const Address& address);

}  // namespace mailscope
