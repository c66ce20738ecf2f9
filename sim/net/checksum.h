// The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words.
//
//   std::uint64_t sum = 0;
//   sum = add_words(sum, pseudo_header);   // pieces of even length first
//   sum = add_words(sum, segment);
//   const std::uint16_t checksum = finished(sum);
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mailscope::net {

// Adds the octets as big-endian 16-bit words; a last odd octet is followed by a zero.
std::uint64_t add_words(std::uint64_t sum, std::string_view octets);
// Adds one word in host order.
inline std::uint64_t add_word(std::uint64_t sum, std::uint16_t word) { return sum + word; }
// Folds the carries in and complements. Zero over octets that hold a right checksum.
std::uint16_t finished(std::uint64_t sum);

}  // namespace mailscope::net
