// One direction of a captured TCP connection, put in order: each octet once, gaps closed or told.
//
// Segments come as the capture has them: late, twice, overlapping, or never. What was never captured
// although the other side acknowledged it is passed over as a gap.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mailscope {

class StreamAssembly {
 public:
  struct Piece {
    std::string octets;
    bool is_after_gap = false;  // something before it is missing from the capture
  };

  // The sequence number of the SYN, when it was seen: the stream begins behind it.
  void begin(std::uint32_t syn_sequence);
  // What can now be read, in order.
  Piece take(std::uint32_t sequence, std::string_view payload);
  // The other side has everything before this: what is not here will not come any more.
  Piece acknowledged(std::uint32_t acknowledgment);

  bool is_retransmission(std::uint32_t sequence, std::size_t length) const;

 private:
  void drain(Piece& piece);

  static constexpr std::size_t k_waiting_octets_max = 256 * 1024;
  static constexpr std::size_t k_waiting_pieces_max = 512;

  std::optional<std::uint32_t> first_;
  std::int64_t next_ = 0;  // relative to first_
  std::map<std::int64_t, std::string> waiting_;
  std::size_t waiting_octets_ = 0;

  std::int64_t position_of(std::uint32_t sequence) const;
};

}  // namespace mailscope
