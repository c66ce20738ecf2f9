// Gives Mbed TLS the simulation's chance and clock, for as long as one call into it lasts.
//
// For sim/crypto and sim/tls only. The library asks for randomness and time by global functions;
// they answer from the innermost WorldScope. Single-threaded. To draw without a scope is our own
// mistake and stops the program.
//
//   const WorldScope scope(random_, now_unix_ms_);
//   mbedtls_ssl_handshake(&ssl_);
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/base/random.h"

namespace mailscope::crypto {

class WorldScope {
 public:
  WorldScope(Random& random, std::int64_t now_unix_ms);
  ~WorldScope();
  WorldScope(const WorldScope&) = delete;
  WorldScope& operator=(const WorldScope&) = delete;

 private:
  Random* outer_random_;
  std::int64_t outer_now_ms_;
};

// An f_rng of Mbed TLS: draws from the current scope's generator.
int draw(void* unused, unsigned char* octets, std::size_t count);

// An f_rng for blinding: numbers that hide secrets from whoever measures time and never reach a
// result. Always the same ones, so that work which is remembered instead of done draws nothing
// that would be missing later.
int draw_for_blinding(void* unused, unsigned char* octets, std::size_t count);

}  // namespace mailscope::crypto
