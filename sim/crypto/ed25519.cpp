// Ed25519 by libsodium, and the fixed octets that RFC 8410 puts around a key.
#include "sim/crypto/ed25519.h"

#include <array>

#include <mbedtls/pem.h>
#include <sodium/crypto_sign.h>

#include "sim/base/check.h"
#include "sim/crypto/octets.h"

namespace mailscope::crypto {
namespace {

// PrivateKeyInfo ::= SEQUENCE { version 0, AlgorithmIdentifier { 1.3.101.112 },
// OCTET STRING { OCTET STRING of 32 octets } }: everything before the seed.
constexpr std::string_view k_pkcs8_prefix{
    "\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20", 16};

struct KeyPair {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key;
};

KeyPair key_pair(std::string_view seed) {
  MUST(seed.size() == crypto_sign_SEEDBYTES);
  KeyPair pair{};
  MUST(crypto_sign_seed_keypair(pair.public_key.data(), pair.secret_key.data(), octets_at(seed)) ==
       0);
  return pair;
}

// The DER between the lines of PEM; "" if there are none of this kind.
std::string der_of_pem(std::string_view pem) {
  const std::string text(pem);  // with its closing NUL, which the library wants
  mbedtls_pem_context context;
  mbedtls_pem_init(&context);
  std::size_t used = 0;
  std::string der;
  if (mbedtls_pem_read_buffer(&context, "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----",
                              octets_at(text), nullptr, 0, &used) == 0) {
    std::size_t length = 0;
    const unsigned char* octets = mbedtls_pem_get_buffer(&context, &length);
    der.assign(octets, octets + length);
  }
  mbedtls_pem_free(&context);
  return der;
}

}  // namespace

std::string ed25519_public_key(std::string_view seed) {
  const KeyPair pair = key_pair(seed);
  return {pair.public_key.begin(), pair.public_key.end()};
}

std::string ed25519_sign(std::string_view seed, std::string_view message) {
  const KeyPair pair = key_pair(seed);
  std::string signature(crypto_sign_BYTES, '\0');
  MUST(crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                            octets_at(message), message.size(), pair.secret_key.data()) == 0);
  return signature;
}

bool ed25519_verify(std::string_view public_key, std::string_view message,
                    std::string_view signature) {
  return public_key.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(octets_at(signature), octets_at(message), message.size(),
                                     octets_at(public_key)) == 0;
}

std::string ed25519_pkcs8(std::string_view seed) {
  MUST(seed.size() == crypto_sign_SEEDBYTES);
  return std::string(k_pkcs8_prefix).append(seed);
}

std::optional<std::string> ed25519_seed_of_pem(std::string_view pem_or_der) {
  const std::string decoded = der_of_pem(pem_or_der);
  const std::string_view der = decoded.empty() ? pem_or_der : std::string_view(decoded);
  const std::size_t whole = k_pkcs8_prefix.size() + k_ed25519_key_octets;
  if (der.size() != whole || der.substr(0, k_pkcs8_prefix.size()) != k_pkcs8_prefix) {
    return std::nullopt;
  }
  return std::string(der.substr(k_pkcs8_prefix.size()));
}

}  // namespace mailscope::crypto
