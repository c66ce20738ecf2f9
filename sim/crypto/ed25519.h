// Ed25519 (RFC 8032) by libsodium: Mbed TLS has none. For keys.cpp; use keys.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailscope::crypto {

inline constexpr std::size_t k_ed25519_key_octets = 32;

// `seed` is the private key of RFC 8032, section 5.1.5: 32 octets.
std::string ed25519_public_key(std::string_view seed);
std::string ed25519_sign(std::string_view seed, std::string_view message);  // 64 octets
bool ed25519_verify(std::string_view public_key, std::string_view message,
                    std::string_view signature);
// The seed in PKCS#8 (RFC 8410, section 7) and back; nothing if the text holds no such key.
std::string ed25519_pkcs8(std::string_view seed);
std::optional<std::string> ed25519_seed_of_pem(std::string_view pem_or_der);

}  // namespace mailscope::crypto
