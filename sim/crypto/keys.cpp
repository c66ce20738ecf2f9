// Keys by Mbed TLS's pk layer (RSA, P-256); Ed25519 is in ed25519.cpp.
#include "sim/crypto/keys.h"

#include <array>

#include <mbedtls/pem.h>
#include <mbedtls/pk.h>
#include <mbedtls/rsa.h>

#include "sim/base/check.h"
#include "sim/crypto/bounded_memo.h"
#include "sim/crypto/ed25519.h"
#include "sim/crypto/hash.h"
#include "sim/crypto/mbedtls_world.h"
#include "sim/crypto/octets.h"

namespace mailscope::crypto {
namespace {

// Keys of 4096 bits need some 2,400 octets of DER.
using DerBuffer = std::array<unsigned char, 4096>;
constexpr std::size_t k_rsa_bits_min = 512;
constexpr std::size_t k_rsa_bits_max = 8192;
constexpr int k_rsa_exponent = 65537;
constexpr std::size_t k_keys_kept_max = 256;

// A key of the library with its life.
class Pk {
 public:
  Pk() { mbedtls_pk_init(&context_); }
  ~Pk() { mbedtls_pk_free(&context_); }
  Pk(const Pk&) = delete;
  Pk& operator=(const Pk&) = delete;
  mbedtls_pk_context* get() { return &context_; }

 private:
  mbedtls_pk_context context_;
};

// The library writes DER at the end of a buffer and returns its length.
std::string der_at_end(const DerBuffer& buffer, int length) {
  MUST(length > 0);
  return {buffer.end() - length, buffer.end()};
}

std::string private_der(Pk& pk) {
  DerBuffer buffer{};
  return der_at_end(buffer, mbedtls_pk_write_key_der(pk.get(), buffer.data(), buffer.size()));
}

std::string public_der(Pk& pk) {
  DerBuffer buffer{};
  return der_at_end(buffer, mbedtls_pk_write_pubkey_der(pk.get(), buffer.data(), buffer.size()));
}

bool read_private(Pk& pk, std::string_view der) {
  return mbedtls_pk_parse_key(pk.get(), octets_at(der), der.size(), nullptr, 0, draw_for_blinding,
                              nullptr) == 0;
}

bool read_public(Pk& pk, std::string_view der) {
  return mbedtls_pk_parse_public_key(pk.get(), octets_at(der), der.size()) == 0;
}

std::string made_key(KeyKind kind, Random random, unsigned rsa_bits) {
  const WorldScope scope(random, 0);
  Pk pk;
  switch (kind) {
    case KeyKind::ecdsa_p256: {
      MUST(mbedtls_pk_setup(pk.get(), mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)) == 0);
      MUST(mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(*pk.get()), draw, nullptr) ==
           0);
      return private_der(pk);
    }
    case KeyKind::rsa: {
      MUST(mbedtls_pk_setup(pk.get(), mbedtls_pk_info_from_type(MBEDTLS_PK_RSA)) == 0);
      MUST(mbedtls_rsa_gen_key(mbedtls_pk_rsa(*pk.get()), draw, nullptr, rsa_bits,
                               k_rsa_exponent) == 0);
      return private_der(pk);
    }
    case KeyKind::ed25519: {
      std::string seed(k_ed25519_key_octets, '\0');
      MUST(draw(nullptr, reinterpret_cast<unsigned char*>(seed.data()), seed.size()) == 0);
      return seed;
    }
  }
  MUST(false);
  return {};
}

// The next numbers of a generator stand for its state.
std::string memo_key(KeyKind kind, Random random, unsigned rsa_bits) {
  std::string key(32, '\0');
  random.fill(reinterpret_cast<unsigned char*>(key.data()), key.size());
  return key + std::to_string(static_cast<int>(kind)) + " " + std::to_string(rsa_bits);
}

bool is_pem(std::string_view text) { return text.find("-----BEGIN") != std::string_view::npos; }

}  // namespace

PrivateKey generate_key(KeyKind kind, const Random& random, unsigned rsa_bits) {
  static BoundedMemo<std::string, std::string> memo(k_keys_kept_max);
  MUST(rsa_bits >= 1024 && rsa_bits <= 4096 && rsa_bits % 128 == 0);
  const std::string key = memo_key(kind, random, rsa_bits);
  if (const std::string* known = memo.find(key)) return {kind, *known};
  return {kind, memo.keep(key, made_key(kind, random, rsa_bits))};
}

PublicKey public_key(const PrivateKey& key) {
  if (key.kind == KeyKind::ed25519) return {key.kind, ed25519_public_key(key.octets)};
  Pk pk;
  MUST(read_private(pk, key.octets));
  return {key.kind, public_der(pk)};
}

Result<PublicKey, std::string> parse_public_key(KeyKind kind, std::string_view octets) {
  if (kind == KeyKind::ed25519) {
    if (octets.size() == k_ed25519_key_octets) return PublicKey{kind, std::string(octets)};
    return Error{"an Ed25519 public key is 32 octets, this has " + std::to_string(octets.size()) +
                 "; publish the bare key, base64-encoded (RFC 8463, section 4)"};
  }
  Pk pk;
  if (!read_public(pk, octets)) {
    return Error{std::string(
        "the octets are no public key; publish a SubjectPublicKeyInfo in DER, base64-encoded")};
  }
  const bool is_rsa = mbedtls_pk_get_type(pk.get()) == MBEDTLS_PK_RSA;
  if (is_rsa != (kind == KeyKind::rsa)) {
    return Error{std::string("the public key is of another kind than the record says")};
  }
  const std::size_t size = mbedtls_pk_get_bitlen(pk.get());
  if (is_rsa && (size < k_rsa_bits_min || size > k_rsa_bits_max)) {
    return Error{"an RSA key of " + std::to_string(size) + " bits is not taken; use 2048"};
  }
  return PublicKey{kind, public_der(pk)};
}

Result<PrivateKey, std::string> parse_private_key(std::string_view pem_or_der) {
  // The library wants PEM with its closing NUL counted.
  std::string text(pem_or_der);
  if (is_pem(text)) text.push_back('\0');
  if (const auto seed = ed25519_seed_of_pem(pem_or_der)) return PrivateKey{KeyKind::ed25519, *seed};
  Pk pk;
  if (!read_private(pk, text)) {
    return Error{std::string("the text is no private key; give an unencrypted one in PEM")};
  }
  switch (mbedtls_pk_get_type(pk.get())) {
    case MBEDTLS_PK_RSA: return PrivateKey{KeyKind::rsa, private_der(pk)};
    case MBEDTLS_PK_ECKEY: return PrivateKey{KeyKind::ecdsa_p256, private_der(pk)};
    default: return Error{std::string("the private key is of a kind that is not used here")};
  }
}

std::size_t bits(const PublicKey& key) {
  if (key.kind == KeyKind::ed25519) return 256;
  Pk pk;
  return read_public(pk, key.octets) ? mbedtls_pk_get_bitlen(pk.get()) : 0;
}

std::string sign_sha256(const PrivateKey& key, std::string_view octets) {
  const std::string hash = sha256(octets);
  if (key.kind == KeyKind::ed25519) return ed25519_sign(key.octets, hash);
  Random unused(0);
  const WorldScope scope(unused, 0);
  Pk pk;
  MUST(read_private(pk, key.octets));
  std::array<unsigned char, MBEDTLS_PK_SIGNATURE_MAX_SIZE> signature{};
  std::size_t length = 0;
  MUST(mbedtls_pk_sign(pk.get(), MBEDTLS_MD_SHA256, octets_at(hash), hash.size(), signature.data(),
                       signature.size(), &length, draw_for_blinding, nullptr) == 0);
  return {signature.begin(), signature.begin() + static_cast<std::ptrdiff_t>(length)};
}

bool verify_sha256(const PublicKey& key, std::string_view octets, std::string_view signature) {
  const std::string hash = sha256(octets);
  if (key.kind == KeyKind::ed25519) return ed25519_verify(key.octets, hash, signature);
  Random unused(0);
  const WorldScope scope(unused, 0);
  Pk pk;
  return read_public(pk, key.octets) &&
         mbedtls_pk_verify(pk.get(), MBEDTLS_MD_SHA256, octets_at(hash), hash.size(),
                           octets_at(signature), signature.size()) == 0;
}

std::string to_pem(std::string_view label, std::string_view der) {
  const std::string begin = "-----BEGIN " + std::string(label) + "-----\n";
  const std::string end = "-----END " + std::string(label) + "-----\n";
  std::string text(begin.size() + end.size() + der.size() * 2 + 16, '\0');
  std::size_t length = 0;
  MUST(mbedtls_pem_write_buffer(begin.c_str(), end.c_str(), octets_at(der), der.size(),
                                reinterpret_cast<unsigned char*>(text.data()), text.size(),
                                &length) == 0);
  text.resize(length - 1);  // the library counts a closing NUL
  return text;
}

std::string to_pem(const PrivateKey& key) {
  switch (key.kind) {
    case KeyKind::ecdsa_p256: return to_pem("EC PRIVATE KEY", key.octets);
    case KeyKind::rsa: return to_pem("RSA PRIVATE KEY", key.octets);
    case KeyKind::ed25519: return to_pem("PRIVATE KEY", ed25519_pkcs8(key.octets));
  }
  MUST(false);
  return {};
}

}  // namespace mailscope::crypto
