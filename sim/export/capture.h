// What somebody would have recorded who listened at the middle of the network.
//
// Computed from the trace alone. Boxes on the sender's wire act before the middle, boxes on the
// receiver's wire after it: so a packet stands here as the sender's boxes left it, at the time at
// which it came to the middle; what they dropped, or what was injected towards their own wire's
// owner, never came here, and neither did what a host said to itself.
//
//   for (const CapturedPacket& packet : packets_in_the_middle(trace)) write(packet.time, packet.octets);
#pragma once

#include <string_view>
#include <vector>

#include "sim/trace/trace.h"

namespace mailscope {

struct CapturedPacket {
  Time time;
  RecordNumber sent;     // its PacketSent
  RecordNumber carrier;  // where the octets stand: `sent`, or the PacketChanged before the middle
  std::string_view octets;  // lives as long as the trace
};

// In the order of time.
std::vector<CapturedPacket> packets_in_the_middle(const Trace& trace);

}  // namespace mailscope
