// Capture files from anywhere, read: .pcap and .pcapng, of any byte order and of several link types.
//
// Pure: octets in, packets out, as IP datagrams without what the link put around them. Nothing in a
// file can do harm: lengths are checked, budgets bound what is kept, and what is broken ends the
// reading with what was there before it. (draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng)
//
//   const auto file = read_capture(octets);
//   if (!file) return complain(file.error());
//   for (const CapturedDatagram& datagram : file->datagrams) ...
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/address.h"
#include "sim/base/result.h"

namespace mailscope {

struct CapturedDatagram {
  std::int64_t time_ns = 0;  // since 1970
  std::string_view octets;   // an IPv4 or IPv6 packet; within the file's octets
};

struct CaptureFile {
  std::vector<CapturedDatagram> datagrams;  // in the order of the file
  std::map<Address, std::string> names;     // of name resolution blocks
  std::string key_log;                      // of decryption secrets blocks
  std::size_t packets_passed_over = 0;      // no IP, or of a link type that is not known here
  bool is_cut_off = false;  // the file ends within a packet, or a budget was reached
};

inline constexpr std::size_t k_capture_octets_max = 64 * 1024 * 1024;
inline constexpr std::size_t k_capture_packets_max = 200'000;

// Whether a file that begins so is a capture of either format.
bool is_capture(std::string_view octets);

// The error is a sentence: what is wrong, and what would mend it.
Result<CaptureFile, std::string> read_capture(std::string_view octets);

}  // namespace mailscope
