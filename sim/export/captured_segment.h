// A TCP segment or UDP datagram out of somebody's capture: what it says, however it was captured.
//
// Tolerant where sim/net/packet.h is strict: checksums that the sending machine left to its card, link
// padding behind the packet, IPv6, segments longer than the wire's because a card cuts them later.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/base/address.h"
#include "sim/net/packet.h"

namespace mailscope {

struct CapturedSegment {
  Address source, destination;
  net::IpHeader ip;  // IPv4 only; of IPv6 the hop limit alone
  std::optional<net::TcpHeader> tcp;
  std::optional<net::UdpHeader> udp;
  std::string_view payload;
  bool is_payload_cut = false;  // the capture kept less of it than was sent
};

// None: no TCP or UDP, a fragment, or not readable at all.
std::optional<CapturedSegment> read_segment(std::string_view ip_packet);

// The packet as the simulation has packets: IPv4 between these addresses, its lengths and checksums
// right. The same octets when they were so already.
std::string plain_packet(std::string_view captured, const CapturedSegment& segment, Ipv4 source,
                         Ipv4 destination);

}  // namespace mailscope
