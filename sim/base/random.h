// The one source of chance: a seeded generator whose numbers are the same on every platform.
//
// SplitMix64 (Steele, Lea, Flood 2014) seeds xoshiro256** (Blackman, Vigna 2018). The standard library's
// distributions differ between libraries, so the helpers are ours. Not for real cryptography: the
// simulation wants repeatable keys.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace mailscope {

class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t next();
  // A number from 0 to bound - 1, each as likely; bound must not be 0.
  std::uint64_t below(std::uint64_t bound);
  // True `numerator` times out of `denominator`.
  bool chance(std::uint64_t numerator, std::uint64_t denominator);
  void fill(unsigned char* octets, std::size_t count);
  // `count` characters of [a-z0-9], for queue ids, boundaries and tokens.
  std::string token(std::size_t count);
  // A generator of its own for one purpose, so that drawing more here does not shift the draws there.
  Random fork(std::uint64_t purpose) const;

  friend bool operator==(const Random&, const Random&) = default;

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace mailscope
