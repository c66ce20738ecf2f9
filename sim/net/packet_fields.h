// Every field of a packet's headers with its place in the octets: what the Bytes view shows.
//
// Tolerant: reads as far as the octets go, also in packets that parse_packet refuses.
//
//   for (const PacketField& field : packet_fields(octets)) row(field.name, field.value, field.begin);
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailscope::net {

enum class PacketLayer { ip, tcp, udp, payload };

struct PacketField {
  PacketLayer layer = PacketLayer::ip;
  std::string_view name;   // kebab-case and stable: "time-to-live", "sequence-number"
  std::size_t begin = 0;   // of the first octet it lies in
  std::size_t octets = 0;  // how many it touches; parts of an octet share it
  std::string value;       // as a person would write it: "64", "192.0.2.1", "SYN, ACK"
  bool is_wrong = false;   // a length or checksum that does not fit the octets

  friend bool operator==(const PacketField&, const PacketField&) = default;
};

std::vector<PacketField> packet_fields(std::string_view octets);

}  // namespace mailscope::net
