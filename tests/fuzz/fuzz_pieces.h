// How a fuzz target feeds a session: the input's octets, cut where the input says so.
//
// The first octet of the input seeds the sizes of the pieces; the rest is what the peer sends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/base/random.h"

namespace mailscope::fuzz {

// Calls feed(piece) for every piece. Size 0 of the input feeds nothing.
template <class Feed>
void in_pieces(const std::uint8_t* data, std::size_t size, const Feed& feed) {
  if (size == 0) return;
  const std::uint64_t seed = data[0];
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  Random random(seed);
  while (!rest.empty()) {
    const std::size_t most = seed % 4 == 0 ? rest.size() : 1 + random.below(64);
    const std::string_view piece = rest.substr(0, most);
    rest.remove_prefix(piece.size());
    feed(piece);
  }
}

}  // namespace mailscope::fuzz
