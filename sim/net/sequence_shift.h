// For a middlebox that changes what a connection carries: keeps both ends' numbers in agreement.
//
// Once a payload has become longer or shorter, every later sequence number in that direction and
// every acknowledgement in the other one must be translated, and a retransmission must be changed in
// the same way as the first time. One SequenceShift for each connection that passes the box:
//
//   SequenceShift shift;
//   net.forward_changed(ticket, shift.change(packet, "250 ok\r\n"));   // this one, differently
//   net.forward_changed(ticket, shift.translate(packet));              // all others of the connection
//
// Knows packets only as octets. What is not TCP comes back as it was.
//
// Beware of leaving nothing of a payload: the receiver then has nothing to acknowledge, and the
// sender will send it again. Put something harmless of any length in its place.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/net/packet.h"

namespace mailscope::net {

class SequenceShift {
 public:
  // The packet with `payload` instead of its own. When (part of) it was changed before, what was
  // decided then stays; a packet without a payload is only translated.
  std::string change(std::string_view packet, std::string_view payload);
  std::string translate(std::string_view packet);
  // Octets that the sender has never said, put before its octet at the number of `empty`: a segment without a
  // payload, as that sender would send it now. Returns the segment that carries them.
  std::string insert(std::string_view empty, std::string_view payload);
  // False as long as translate would give every packet back as it is.
  bool has_changed() const { return has_changed_; }

 private:
  using Offset = std::int64_t;  // from the first sequence number seen in that direction
  struct Edit {
    Offset begin, end;  // as sent; the same for what was put in between
    std::string instead;
  };
  struct Direction {
    Ipv4 source{};
    Port port = 0;
    std::optional<std::uint32_t> start;
    Offset latest = 0;
    std::vector<Edit> edits;  // in order, not overlapping
  };

  Direction& direction_of(const Packet& packet);
  Direction& opposite_of(const Direction& direction);
  static Offset offset_of(Direction& direction, std::uint32_t sequence);
  static Offset as_received(const Direction& direction, Offset sent);
  static Offset as_sent(const Direction& direction, Offset received);
  static std::string payload_of(const Direction& direction, Offset begin, std::string_view payload);

  std::array<Direction, 2> directions_;
  bool has_changed_ = false;
};

}  // namespace mailscope::net
