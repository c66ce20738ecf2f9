// Packets per CPU second of a bulk transfer of so many octets over ns-3's TCP; 0: it did not come whole.
#pragma once

#include <cstdint>

double ns3_packets_per_cpu_second(std::uint32_t octets);
