// The generator's arithmetic: only 64-bit integers, so every platform agrees.
#include "sim/base/random.h"

#include "sim/base/check.h"

namespace mailscope {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::uint64_t rotate_left(std::uint64_t x, int count) { return (x << count) | (x >> (64 - count)); }

}  // namespace

Random::Random(std::uint64_t seed) : state_{} {
  for (auto& word : state_) word = split_mix(seed);
}

std::uint64_t Random::next() {
  const std::uint64_t result = rotate_left(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = rotate_left(state_[3], 45);
  return result;
}

// Draws that fall into the last, incomplete block are thrown away: no number is favoured.
std::uint64_t Random::below(std::uint64_t bound) {
  MUST(bound != 0);
  const std::uint64_t limit = UINT64_MAX - (UINT64_MAX % bound + 1) % bound;
  std::uint64_t drawn = next();
  while (drawn > limit) drawn = next();
  return drawn % bound;
}

bool Random::chance(std::uint64_t numerator, std::uint64_t denominator) {
  return below(denominator) < numerator;
}

void Random::fill(unsigned char* octets, std::size_t count) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 8 == 0) word = next();
    octets[i] = static_cast<unsigned char>(word >> (8 * (i % 8)));
  }
}

std::string Random::token(std::size_t count) {
  static constexpr char k_alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string text;
  text.reserve(count);
  for (std::size_t i = 0; i < count; ++i) text.push_back(k_alphabet[below(36)]);
  return text;
}

Random Random::fork(std::uint64_t purpose) const {
  std::uint64_t mixed = state_[0] ^ rotate_left(state_[3], 11) ^ (purpose * 0x9E3779B97F4A7C15ULL);
  return Random(split_mix(mixed));
}

}  // namespace mailscope
