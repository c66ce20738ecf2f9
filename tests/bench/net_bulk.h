// One bulk transfer over our TCP, timed: used by net_bench.cpp and by the comparison with ns-3.
#pragma once

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include "sim/net/net.h"

namespace mailscope::net {

// Time this process has spent computing.
inline double cpu_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

inline double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// From one host to another, 10 ms apart, everything recorded as in any run.
inline double bulk_packets_per_cpu_second(std::size_t octets) {
  const std::string piece(64 * 1024, 'x');
  const double begin = cpu_seconds();
  Trace trace;
  Recorder recorder(trace);
  Net net(recorder, Random(1));
  const HostId sender =
      net.add_host({.name = "sender", .address = {1}, .delay = milliseconds(5), .wire_of = {}});
  const HostId receiver =
      net.add_host({.name = "receiver", .address = {2}, .delay = milliseconds(5), .wire_of = {}});
  net.listen(receiver, 25);
  net.connect(sender, {2}, 25);
  std::size_t received = 0;
  while (const auto event = net.next(k_forever)) {
    if (const auto* connected = std::get_if<Connected>(&*event)) {
      for (std::size_t sent = 0; sent < octets; sent += piece.size())
        net.send(connected->endpoint, piece);
      net.close(connected->endpoint);
    } else if (const auto* got = std::get_if<Received>(&*event)) {
      received += got->octets.size();
    } else if (const auto* closed = std::get_if<PeerClosed>(&*event)) {
      if (closed->host == receiver) net.close(closed->endpoint);
    }
  }
  const double seconds_taken = cpu_seconds() - begin;
  std::size_t packets = 0;
  for (const Record& record : trace)
    packets += std::holds_alternative<PacketSent>(record.payload) ? 1U : 0U;
  return received < octets ? 0 : static_cast<double>(packets) / seconds_taken;
}

}  // namespace mailscope::net
