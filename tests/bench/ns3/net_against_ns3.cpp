// The same bulk transfer over ns-3's TCP and over ours, taking turns in one run; prints the medians.
//
// Ours records every packet with all its octets meanwhile.
#include <cstdio>

#include "tests/bench/net_bulk.h"
#include "tests/bench/ns3/ns3_bulk.h"

int main() {
  constexpr std::uint32_t k_octets = 32 * 1024 * 1024;
  std::vector<double> theirs, ours, ratios;
  for (int round = 0; round < 5; ++round) {
    theirs.push_back(ns3_packets_per_cpu_second(k_octets));
    ours.push_back(mailscope::net::bulk_packets_per_cpu_second(k_octets));
    if (theirs.back() == 0 || ours.back() == 0) {
      std::puts("a transfer did not come whole: nothing to compare");
      return 1;
    }
    ratios.push_back(ours.back() / theirs.back());
  }
  using mailscope::net::median_of;
  std::printf(
      "bulk transfer, packets per CPU second: ns-3 %.0f, ours %.0f, ratio %.1f (at least 5)\n",
      median_of(theirs), median_of(ours), median_of(ratios));
}
