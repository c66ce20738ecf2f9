// IPv4 and IPv6 headers, then TCP's or UDP's.
#include "sim/export/captured_segment.h"

#include <algorithm>

namespace mailscope {
namespace {

std::uint32_t number(std::string_view octets, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count && at + i < octets.size(); ++i) {
    value = value << 8 | static_cast<unsigned char>(octets[at + i]);
  }
  return value;
}

Ipv6 ipv6_at(std::string_view octets, std::size_t at) {
  Ipv6 address;
  std::copy_n(octets.begin() + static_cast<std::ptrdiff_t>(at), 16, address.octets.begin());
  return address;
}

// What is behind the extension headers; the protocol 0 when it cannot be told.
std::string_view behind_extensions(std::string_view rest, std::uint8_t& protocol) {
  for (int i = 0; i < 8; ++i) {
    const bool is_extension = protocol == 0 || protocol == 43 || protocol == 60;
    if (!is_extension) return rest;
    const std::size_t length = (number(rest, 1, 1) + 1) * 8;
    if (rest.size() < length) break;
    protocol = static_cast<std::uint8_t>(number(rest, 0, 1));
    rest.remove_prefix(length);
  }
  protocol = 0;
  return {};
}

void read_options(net::TcpHeader& tcp, std::string_view options) {
  for (std::size_t at = 0; at < options.size();) {
    const std::uint32_t kind = number(options, at, 1);
    if (kind == 0) return;
    if (kind == 1) {
      ++at;
      continue;
    }
    const std::size_t length = number(options, at + 1, 1);
    if (length < 2 || at + length > options.size()) return;
    if (kind == 2 && length == 4) {
      tcp.segment_octets_max = static_cast<std::uint16_t>(number(options, at + 2, 2));
    } else if (kind == 3 && length == 3) {
      tcp.window_shift = static_cast<std::uint8_t>(number(options, at + 2, 1));
    }
    at += length;
  }
}

bool read_tcp(CapturedSegment& out, std::string_view rest) {
  const std::size_t header = (number(rest, 12, 1) >> 4) * 4;
  if (rest.size() < 20 || header < 20 || header > rest.size()) return false;
  net::TcpHeader tcp;
  tcp.source_port = static_cast<Port>(number(rest, 0, 2));
  tcp.destination_port = static_cast<Port>(number(rest, 2, 2));
  tcp.sequence = number(rest, 4, 4);
  tcp.acknowledgment = number(rest, 8, 4);
  const std::uint32_t flags = number(rest, 13, 1);
  tcp.is_fin = (flags & 1) != 0;
  tcp.is_syn = (flags & 2) != 0;
  tcp.is_rst = (flags & 4) != 0;
  tcp.is_psh = (flags & 8) != 0;
  tcp.is_ack = (flags & 16) != 0;
  tcp.is_urg = (flags & 32) != 0;
  tcp.window = static_cast<std::uint16_t>(number(rest, 14, 2));
  if (tcp.is_syn) read_options(tcp, rest.substr(20, header - 20));
  out.tcp = tcp;
  out.payload = rest.substr(header);
  return true;
}

}  // namespace

std::optional<CapturedSegment> read_segment(std::string_view packet) {
  CapturedSegment out;
  std::string_view rest;
  std::uint8_t protocol = 0;
  if (packet.size() >= 20 && number(packet, 0, 1) >> 4 == 4) {
    const std::size_t header = (number(packet, 0, 1) & 15) * 4;
    std::size_t total = number(packet, 2, 2);
    if (total == 0) total = packet.size();  // a card that cuts segments fills it in
    if (header < 20 || total < header || packet.size() < header) return std::nullopt;
    if ((number(packet, 6, 2) & 0x3FFF) != 0) return std::nullopt;  // a fragment
    out.is_payload_cut = total > packet.size();
    out.ip.source = {number(packet, 12, 4)};
    out.ip.destination = {number(packet, 16, 4)};
    out.ip.identification = static_cast<std::uint16_t>(number(packet, 4, 2));
    out.ip.time_to_live = static_cast<std::uint8_t>(number(packet, 8, 1));
    out.ip.is_unfragmentable = (number(packet, 6, 1) & 0x40) != 0;
    out.source = out.ip.source;
    out.destination = out.ip.destination;
    protocol = static_cast<std::uint8_t>(number(packet, 9, 1));
    rest = packet.substr(0, std::min(total, packet.size())).substr(header);
  } else if (packet.size() >= 40 && number(packet, 0, 1) >> 4 == 6) {
    std::size_t length = number(packet, 4, 2);
    if (length == 0) length = packet.size() - 40;
    out.is_payload_cut = length > packet.size() - 40;
    out.ip.time_to_live = static_cast<std::uint8_t>(number(packet, 7, 1));
    out.source = ipv6_at(packet, 8);
    out.destination = ipv6_at(packet, 24);
    protocol = static_cast<std::uint8_t>(number(packet, 6, 1));
    rest = behind_extensions(packet.substr(40, std::min(length, packet.size() - 40)), protocol);
  } else {
    return std::nullopt;
  }
  if (protocol == net::k_protocol_tcp)
    return read_tcp(out, rest) ? std::optional(out) : std::nullopt;
  if (protocol != net::k_protocol_udp || rest.size() < 8) return std::nullopt;
  out.udp =
      net::UdpHeader{static_cast<Port>(number(rest, 0, 2)), static_cast<Port>(number(rest, 2, 2))};
  out.payload = rest.substr(8);
  return out;
}

std::string plain_packet(std::string_view captured, const CapturedSegment& segment, Ipv4 source,
                         Ipv4 destination) {
  if (segment.source == Address(source) && segment.destination == Address(destination)) {
    const std::string_view whole = captured.substr(0, number(captured, 2, 2));
    if (net::parse_packet(whole)) return std::string(whole);
  }
  net::IpHeader ip = segment.ip;
  ip.source = source;
  ip.destination = destination;
  constexpr std::size_t k_room = net::k_packet_octets_max - 100;
  const std::string_view payload = segment.payload.substr(0, k_room);
  return segment.tcp ? net::tcp_packet(ip, *segment.tcp, payload)
                     : net::udp_packet(ip, *segment.udp, payload);
}

}  // namespace mailscope
