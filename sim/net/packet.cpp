// Reading and writing the headers, octet by octet, in the order of the wire.
#include "sim/net/packet.h"

#include "sim/net/checksum.h"

namespace mailscope::net {
namespace {

std::uint8_t octet_at(std::string_view octets, std::size_t at) {
  return static_cast<std::uint8_t>(octets[at]);
}
std::uint16_t word_at(std::string_view octets, std::size_t at) {
  return static_cast<std::uint16_t>((octet_at(octets, at) << 8) | octet_at(octets, at + 1));
}
std::uint32_t long_at(std::string_view octets, std::size_t at) {
  return (static_cast<std::uint32_t>(word_at(octets, at)) << 16) | word_at(octets, at + 2);
}
void put_octet(std::string& out, std::size_t at, unsigned value) {
  out[at] = static_cast<char>(value & 0xFF);
}
void put_word(std::string& out, std::size_t at, unsigned value) {
  put_octet(out, at, value >> 8);
  put_octet(out, at + 1, value);
}
void put_long(std::string& out, std::size_t at, std::uint32_t value) {
  put_word(out, at, value >> 16);
  put_word(out, at + 2, value & 0xFFFF);
}

// The pseudo-header in front of a TCP segment or UDP datagram (RFC 9293, section 3.1).
std::uint64_t pseudo_sum(Ipv4 source, Ipv4 destination, std::uint8_t protocol, std::size_t length) {
  std::uint64_t sum = (source.value >> 16) + (source.value & 0xFFFF);
  sum += (destination.value >> 16) + (destination.value & 0xFFFF);
  return sum + protocol + length;
}

std::uint16_t transport_checksum(const IpHeader& ip, std::string_view segment) {
  return finished(
      add_words(pseudo_sum(ip.source, ip.destination, ip.protocol, segment.size()), segment));
}

constexpr std::uint8_t k_option_end = 0;
constexpr std::uint8_t k_option_nothing = 1;
constexpr std::uint8_t k_option_segment_max = 2;
constexpr std::uint8_t k_option_window_shift = 3;

bool read_options(std::string_view options, TcpHeader& tcp) {
  while (!options.empty()) {
    const std::uint8_t kind = octet_at(options, 0);
    if (kind == k_option_end) return true;
    if (kind == k_option_nothing) {
      options.remove_prefix(1);
      continue;
    }
    if (options.size() < 2) return false;
    const std::size_t length = octet_at(options, 1);
    if (length < 2 || length > options.size()) return false;
    if (kind == k_option_segment_max) {
      if (length != 4) return false;
      tcp.segment_octets_max = word_at(options, 2);
    } else if (kind == k_option_window_shift) {
      if (length != 3) return false;
      tcp.window_shift = octet_at(options, 2);
    }
    options.remove_prefix(length);
  }
  return true;
}

std::string options_of(const TcpHeader& tcp) {
  std::string options;
  if (tcp.segment_octets_max) {
    options += static_cast<char>(k_option_segment_max);
    options += '\x04';
    options += static_cast<char>(*tcp.segment_octets_max >> 8);
    options += static_cast<char>(*tcp.segment_octets_max & 0xFF);
  }
  if (tcp.window_shift) {
    options += static_cast<char>(k_option_nothing);
    options += static_cast<char>(k_option_window_shift);
    options += '\x03';
    options += static_cast<char>(*tcp.window_shift);
  }
  return options;  // a multiple of four octets by itself
}

Result<Packet, PacketFault> parse_tcp(std::string_view segment, Packet packet) {
  if (segment.size() < k_tcp_header_octets) return Error{PacketFault::bad_tcp_length};
  const std::size_t header = static_cast<std::size_t>(octet_at(segment, 12) >> 4) * 4;
  if (header < k_tcp_header_octets || header > segment.size()) {
    return Error{PacketFault::bad_tcp_length};
  }
  if (transport_checksum(packet.ip, segment) != 0) return Error{PacketFault::bad_tcp_checksum};
  TcpHeader tcp;
  tcp.source_port = word_at(segment, 0);
  tcp.destination_port = word_at(segment, 2);
  tcp.sequence = long_at(segment, 4);
  tcp.acknowledgment = long_at(segment, 8);
  const unsigned flags = octet_at(segment, 13);
  tcp.is_fin = (flags & 1) != 0;
  tcp.is_syn = (flags & 2) != 0;
  tcp.is_rst = (flags & 4) != 0;
  tcp.is_psh = (flags & 8) != 0;
  tcp.is_ack = (flags & 16) != 0;
  tcp.is_urg = (flags & 32) != 0;
  tcp.window = word_at(segment, 14);
  const auto options = segment.substr(k_tcp_header_octets, header - k_tcp_header_octets);
  if (!read_options(options, tcp)) return Error{PacketFault::bad_tcp_options};
  packet.transport = tcp;
  packet.payload = segment.substr(header);
  return packet;
}

Result<Packet, PacketFault> parse_udp(std::string_view datagram, Packet packet) {
  if (datagram.size() < k_udp_header_octets) return Error{PacketFault::bad_udp_length};
  if (word_at(datagram, 4) != datagram.size()) return Error{PacketFault::bad_udp_length};
  const bool has_checksum = word_at(datagram, 6) != 0;  // zero: the sender made none (RFC 768)
  if (has_checksum && transport_checksum(packet.ip, datagram) != 0) {
    return Error{PacketFault::bad_udp_checksum};
  }
  packet.transport = UdpHeader{word_at(datagram, 0), word_at(datagram, 2)};
  packet.payload = datagram.substr(k_udp_header_octets);
  return packet;
}

// Room for the whole datagram, with the IP header written.
std::string ip_packet(const IpHeader& header, std::size_t content_octets) {
  const std::size_t total = k_ip_header_octets + content_octets;
  MUST(total <= k_packet_octets_max);
  std::string out(total, '\0');
  put_octet(out, 0, 0x45);
  put_word(out, 2, static_cast<unsigned>(total));
  put_word(out, 4, header.identification);
  put_word(out, 6, header.is_unfragmentable ? 0x4000 : 0);
  put_octet(out, 8, header.time_to_live);
  put_octet(out, 9, header.protocol);
  put_long(out, 12, header.source.value);
  put_long(out, 16, header.destination.value);
  const auto head = std::string_view(out).substr(0, k_ip_header_octets);
  put_word(out, 10, finished(add_words(0, head)));
  return out;
}

}  // namespace

Result<Packet, PacketFault> parse_packet(std::string_view octets) {
  if (octets.size() < k_ip_header_octets) return Error{PacketFault::too_short};
  if ((octet_at(octets, 0) >> 4) != 4) return Error{PacketFault::not_version_4};
  const std::size_t header = static_cast<std::size_t>(octet_at(octets, 0) & 15) * 4;
  if (header < k_ip_header_octets || header > octets.size()) {
    return Error{PacketFault::bad_header_length};
  }
  if (word_at(octets, 2) != octets.size()) return Error{PacketFault::bad_total_length};
  if (finished(add_words(0, octets.substr(0, header))) != 0) {
    return Error{PacketFault::bad_ip_checksum};
  }
  if ((word_at(octets, 6) & 0x3FFF) != 0) return Error{PacketFault::is_fragment};
  Packet packet;
  packet.ip.identification = word_at(octets, 4);
  packet.ip.is_unfragmentable = (octet_at(octets, 6) & 0x40) != 0;
  packet.ip.time_to_live = octet_at(octets, 8);
  packet.ip.protocol = octet_at(octets, 9);
  packet.ip.source = {long_at(octets, 12)};
  packet.ip.destination = {long_at(octets, 16)};
  packet.payload = octets.substr(header);
  if (packet.ip.protocol == k_protocol_tcp) return parse_tcp(octets.substr(header), packet);
  if (packet.ip.protocol == k_protocol_udp) return parse_udp(octets.substr(header), packet);
  return packet;
}

std::string tcp_packet(IpHeader header, const TcpHeader& tcp, std::string_view payload) {
  header.protocol = k_protocol_tcp;
  const std::string options = options_of(tcp);
  const std::size_t head = k_tcp_header_octets + options.size();
  std::string out = ip_packet(header, head + payload.size());
  constexpr std::size_t at = k_ip_header_octets;
  put_word(out, at, tcp.source_port);
  put_word(out, at + 2, tcp.destination_port);
  put_long(out, at + 4, tcp.sequence);
  put_long(out, at + 8, tcp.acknowledgment);
  put_octet(out, at + 12, static_cast<unsigned>(head / 4) << 4);
  put_octet(out, at + 13,
            (tcp.is_fin ? 1U : 0U) | (tcp.is_syn ? 2U : 0U) | (tcp.is_rst ? 4U : 0U) |
                (tcp.is_psh ? 8U : 0U) | (tcp.is_ack ? 16U : 0U) | (tcp.is_urg ? 32U : 0U));
  put_word(out, at + 14, tcp.window);
  if (!options.empty()) out.replace(at + k_tcp_header_octets, options.size(), options);
  if (!payload.empty()) out.replace(at + head, payload.size(), payload);
  put_word(out, at + 16, transport_checksum(header, std::string_view(out).substr(at)));
  return out;
}

std::string udp_packet(IpHeader header, const UdpHeader& udp, std::string_view payload) {
  header.protocol = k_protocol_udp;
  std::string out = ip_packet(header, k_udp_header_octets + payload.size());
  constexpr std::size_t at = k_ip_header_octets;
  put_word(out, at, udp.source_port);
  put_word(out, at + 2, udp.destination_port);
  put_word(out, at + 4, static_cast<unsigned>(k_udp_header_octets + payload.size()));
  if (!payload.empty()) out.replace(at + k_udp_header_octets, payload.size(), payload);
  const std::uint16_t checksum = transport_checksum(header, std::string_view(out).substr(at));
  // Zero is kept for "no checksum" and so is written as its other form (RFC 768).
  put_word(out, at + 6, checksum == 0 ? 0xFFFFU : checksum);
  return out;
}

std::string with_tcp_payload(std::string_view packet, std::string_view payload) {
  const auto parsed = parse_packet(packet);
  MUST(parsed.has_value() && parsed->tcp() != nullptr);
  return tcp_packet(parsed->ip, *parsed->tcp(), payload);
}

std::string with_udp_payload(std::string_view packet, std::string_view payload) {
  const auto parsed = parse_packet(packet);
  MUST(parsed.has_value() && parsed->udp() != nullptr);
  return udp_packet(parsed->ip, *parsed->udp(), payload);
}

std::string flags_text(const TcpHeader& header) {
  std::string text;
  const auto add = [&text](bool is_set, std::string_view name) {
    if (!is_set) return;
    if (!text.empty()) text += ", ";
    text += name;
  };
  add(header.is_fin, "FIN");
  add(header.is_syn, "SYN");
  add(header.is_rst, "RST");
  add(header.is_psh, "PSH");
  add(header.is_ack, "ACK");
  add(header.is_urg, "URG");
  return text;
}

std::string_view to_text(PacketFault fault) {
  switch (fault) {
    case PacketFault::too_short: return "shorter than an IP header";
    case PacketFault::not_version_4: return "not IP version 4";
    case PacketFault::bad_header_length: return "the IP header's length cannot be";
    case PacketFault::bad_total_length: return "the IP header's total length is not what is there";
    case PacketFault::bad_ip_checksum: return "the IP header's checksum is wrong";
    case PacketFault::is_fragment: return "a fragment, and nobody here fragments";
    case PacketFault::bad_tcp_length: return "no whole TCP header";
    case PacketFault::bad_tcp_options: return "the TCP options cannot be read";
    case PacketFault::bad_tcp_checksum: return "the TCP checksum is wrong";
    case PacketFault::bad_udp_length: return "the UDP length is not what is there";
    case PacketFault::bad_udp_checksum: return "the UDP checksum is wrong";
  }
  return "?";
}

}  // namespace mailscope::net
