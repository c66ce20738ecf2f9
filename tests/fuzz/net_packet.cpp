// Any octets as an IP packet: refused with a reason, or read and written again octet by octet.
#include "sim/base/check.h"
#include "sim/net/packet.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

FUZZ_TARGET(net_packet) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  const auto packet = net::parse_packet(octets);
  if (!packet) {
    static_cast<void>(net::to_text(packet.error()));
    return 0;
  }
  const auto again = [&](const std::string& written) {
    const auto read = net::parse_packet(written);
    MUST(read);
    MUST(read->payload == "changed");
  };
  if (packet->tcp()) {
    static_cast<void>(net::flags_text(*packet->tcp()));
    again(net::with_tcp_payload(octets, "changed"));
  }
  if (packet->udp()) again(net::with_udp_payload(octets, "changed"));
  return 0;
}
