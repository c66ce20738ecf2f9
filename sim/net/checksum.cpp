// Sums eight octets at a time; the order of octets within a word is put right once, at the end
// (RFC 1071, section 2B: the sum is independent of byte order).
#include "sim/net/checksum.h"

#include <cstring>

namespace mailscope::net {
namespace {

std::uint64_t folded(std::uint64_t sum) {
  while ((sum >> 16) != 0) sum = (sum & 0xFFFF) + (sum >> 16);
  return sum;
}

bool is_little_endian() {
  const std::uint16_t one = 1;
  unsigned char first = 0;
  std::memcpy(&first, &one, 1);
  return first == 1;
}

}  // namespace

std::uint64_t add_words(std::uint64_t sum, std::string_view octets) {
  const char* at = octets.data();
  std::size_t left = octets.size();
  std::uint64_t native = 0;
  for (; left >= 8; at += 8, left -= 8) {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    std::memcpy(&low, at, 4);
    std::memcpy(&high, at + 4, 4);
    native += low;
    native += high;
  }
  for (; left >= 2; at += 2, left -= 2) {
    std::uint16_t word = 0;
    std::memcpy(&word, at, 2);
    native += word;
  }
  if (left == 1) {
    std::uint16_t word = 0;
    std::memcpy(&word, at, 1);
    native += word;
  }
  native = folded(native);
  if (is_little_endian()) native = ((native & 0xFF) << 8) | (native >> 8);
  return sum + native;
}

std::uint16_t finished(std::uint64_t sum) {
  return static_cast<std::uint16_t>(~folded(sum) & 0xFFFF);
}

}  // namespace mailscope::net
