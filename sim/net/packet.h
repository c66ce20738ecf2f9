// Packets as octets: IPv4 (RFC 791), TCP (RFC 9293, section 3.1), UDP (RFC 768), parsed and printed.
//
// Knows no connections and no hosts. Parsing is strict (lengths, checksums, options) and names the
// fault; the parsed packet points into the octets it was read from.
//
//   const auto packet = parse_packet(octets);
//   if (!packet) return drop(to_text(packet.error()));
//   if (const TcpHeader* tcp = packet->tcp()) use(tcp->sequence, packet->payload);
//   const std::string changed = with_tcp_payload(octets, "250 ok\r\n");
//
// For every field of the headers with its place in the octets see packet_fields.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sim/base/address.h"
#include "sim/base/result.h"

namespace mailscope::net {

inline constexpr std::uint8_t k_protocol_tcp = 6;
inline constexpr std::uint8_t k_protocol_udp = 17;
inline constexpr std::size_t k_ip_header_octets = 20;
inline constexpr std::size_t k_tcp_header_octets = 20;  // without options
inline constexpr std::size_t k_udp_header_octets = 8;
inline constexpr std::size_t k_packet_octets_max = 65'535;
inline constexpr std::size_t k_udp_payload_octets_max =
    k_packet_octets_max - k_ip_header_octets - k_udp_header_octets;

struct IpHeader {
  Ipv4 source{}, destination{};
  std::uint16_t identification = 0;
  std::uint8_t time_to_live = 64;
  std::uint8_t protocol = 0;
  bool is_unfragmentable = true;  // the DF bit; fragments are refused as a fault

  friend bool operator==(const IpHeader&, const IpHeader&) = default;
};

struct TcpHeader {
  Port source_port = 0, destination_port = 0;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgment = 0;  // means something when is_ack
  bool is_fin = false, is_syn = false, is_rst = false, is_psh = false, is_ack = false,
       is_urg = false;
  std::uint16_t window = 0;                         // as on the wire, not yet scaled
  std::optional<std::uint16_t> segment_octets_max;  // option 2, in a SYN
  std::optional<std::uint8_t> window_shift;         // option 3, in a SYN (RFC 7323, section 2.2)

  friend bool operator==(const TcpHeader&, const TcpHeader&) = default;
};

struct UdpHeader {
  Port source_port = 0, destination_port = 0;

  friend bool operator==(const UdpHeader&, const UdpHeader&) = default;
};

struct OtherProtocol {
  friend bool operator==(const OtherProtocol&, const OtherProtocol&) = default;
};

struct Packet {
  IpHeader ip;
  std::variant<OtherProtocol, TcpHeader, UdpHeader> transport;
  std::string_view payload;  // of TCP, UDP, or of IP for another protocol

  const TcpHeader* tcp() const { return std::get_if<TcpHeader>(&transport); }
  const UdpHeader* udp() const { return std::get_if<UdpHeader>(&transport); }
};

enum class PacketFault {
  too_short,  // not even an IP header
  not_version_4,
  bad_header_length,  // of IP: below 20 octets, or beyond the packet
  bad_total_length,   // not the number of octets that are there
  bad_ip_checksum,
  is_fragment,     // nobody here fragments
  bad_tcp_length,  // no whole TCP header
  bad_tcp_options,
  bad_tcp_checksum,
  bad_udp_length,
  bad_udp_checksum,
};
std::string_view to_text(PacketFault fault);

Result<Packet, PacketFault> parse_packet(std::string_view octets);

// Whole datagrams with right lengths and checksums. header.protocol is set by the function. The
// payload must leave room for the headers in 65,535 octets.
std::string tcp_packet(IpHeader header, const TcpHeader& tcp, std::string_view payload);
std::string udp_packet(IpHeader header, const UdpHeader& udp, std::string_view payload);

// The same packet with another payload. The packet must be one that parses, with TCP or UDP inside;
// sequence numbers stay as they are (see sequence_shift.h for what must follow).
std::string with_tcp_payload(std::string_view packet, std::string_view payload);
std::string with_udp_payload(std::string_view packet, std::string_view payload);

// "SYN, ACK": the flags that are set, in the order of the header's bits from the lowest.
std::string flags_text(const TcpHeader& header);

}  // namespace mailscope::net
