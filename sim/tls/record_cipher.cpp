// Keys from secrets, and the two ciphers, by Mbed TLS.
#include "sim/tls/record_cipher.h"

#include <mbedtls/chachapoly.h>
#include <mbedtls/gcm.h>
#include <mbedtls/ssl.h>

#include "sim/base/check.h"
#include "sim/crypto/hash.h"
#include "sim/tls/mbedtls_owned.h"
#include "sim/tls/tls_record.h"

namespace mailscope::tls {
namespace {

constexpr std::size_t k_nonce_octets = 12;

using OwnedGcm = Owned<mbedtls_gcm_context, mbedtls_gcm_init, mbedtls_gcm_free>;
using OwnedChaCha =
    Owned<mbedtls_chachapoly_context, mbedtls_chachapoly_init, mbedtls_chachapoly_free>;

// HKDF-Expand-Label with an empty context (RFC 8446, section 7.1).
std::string expand_label(std::size_t hash_octets, std::string_view secret, std::string_view label,
                         std::size_t octets) {
  const std::string full_label = "tls13 " + std::string(label);
  const std::string info =
      big_endian(octets, 2) + static_cast<char>(full_label.size()) + full_label + '\0';
  return crypto::hkdf_expand(hash_octets, secret, info, octets);
}

void set_key(OwnedGcm& gcm, const std::string& key) {
  MUST(mbedtls_gcm_setkey(gcm.get(), MBEDTLS_CIPHER_ID_AES, octets_at(std::string_view(key)),
                          static_cast<unsigned>(key.size() * 8)) == 0);
}

void set_key(OwnedChaCha& chacha, const std::string& key) {
  MUST(mbedtls_chachapoly_setkey(chacha.get(), octets_at(std::string_view(key))) == 0);
}

}  // namespace

std::optional<RecordCipher::Sizes> RecordCipher::sizes_of(std::uint16_t suite) {
  switch (suite) {
    case 0x1301:
    case 0xC02B:
    case 0xC02F: return Sizes{Kind::aes_gcm, 16, 32};
    case 0x1302:
    case 0xC02C:
    case 0xC030: return Sizes{Kind::aes_gcm, 32, 48};
    case 0x1303:
    case 0xCCA8:
    case 0xCCA9: return Sizes{Kind::chacha20_poly1305, 32, 32};
    default: return std::nullopt;
  }
}

std::optional<RecordCipher> RecordCipher::tls_1_3(std::uint16_t suite,
                                                  std::string_view traffic_secret) {
  const auto sizes = sizes_of(suite);
  if (!sizes) return std::nullopt;
  RecordCipher cipher;
  cipher.kind_ = sizes->kind;
  cipher.key_ = expand_label(sizes->hash_octets, traffic_secret, "key", sizes->key_octets);
  cipher.iv_ = expand_label(sizes->hash_octets, traffic_secret, "iv", k_nonce_octets);
  return cipher;
}

std::optional<RecordCipher> RecordCipher::tls_1_2(std::uint16_t suite,
                                                  std::string_view master_secret,
                                                  std::string_view client_random,
                                                  std::string_view server_random, bool of_client) {
  const auto sizes = sizes_of(suite);
  if (!sizes) return std::nullopt;
  RecordCipher cipher;
  cipher.kind_ = sizes->kind;
  const std::size_t iv_octets = cipher.kind_ == Kind::aes_gcm ? 4 : k_nonce_octets;
  // RFC 5246, section 6.3: keys of client and server, then their implicit parts of the nonce.
  std::string block(2 * (sizes->key_octets + iv_octets), '\0');
  const std::string seed = std::string(server_random).append(client_random);
  const auto prf =
      sizes->hash_octets == 32 ? MBEDTLS_SSL_TLS_PRF_SHA256 : MBEDTLS_SSL_TLS_PRF_SHA384;
  if (mbedtls_ssl_tls_prf(prf, octets_at(master_secret), master_secret.size(), "key expansion",
                          octets_at(std::string_view(seed)), seed.size(), octets_at(block),
                          block.size()) != 0) {
    return std::nullopt;
  }
  cipher.key_ = block.substr(of_client ? 0 : sizes->key_octets, sizes->key_octets);
  cipher.iv_ = block.substr(2 * sizes->key_octets + (of_client ? 0 : iv_octets), iv_octets);
  return cipher;
}

std::string RecordCipher::nonce(std::uint64_t number) const {
  std::string mixed = big_endian(number, k_nonce_octets);
  for (std::size_t i = 0; i < mixed.size(); ++i) mixed[i] = static_cast<char>(mixed[i] ^ iv_[i]);
  return mixed;
}

bool RecordCipher::has_explicit_nonce() const { return iv_.size() < k_nonce_octets; }

std::string RecordCipher::nonce(std::string_view explicit_part) const {
  return std::string(iv_).append(explicit_part);
}

std::optional<std::string> RecordCipher::decrypt(std::string_view nonce,
                                                 std::string_view additional,
                                                 std::string_view ciphertext) const {
  const std::string_view tag = ciphertext.substr(ciphertext.size() - k_tag_octets);
  ciphertext.remove_suffix(k_tag_octets);
  std::string clear(ciphertext.size(), '\0');
  int failure = 0;
  switch (kind_) {
    case Kind::aes_gcm: {
      OwnedGcm gcm;
      set_key(gcm, key_);
      failure = mbedtls_gcm_auth_decrypt(
          gcm.get(), ciphertext.size(), octets_at(nonce), nonce.size(), octets_at(additional),
          additional.size(), octets_at(tag), tag.size(), octets_at(ciphertext), octets_at(clear));
      break;
    }
    case Kind::chacha20_poly1305: {
      OwnedChaCha chacha;
      set_key(chacha, key_);
      failure = mbedtls_chachapoly_auth_decrypt(
          chacha.get(), ciphertext.size(), octets_at(nonce), octets_at(additional),
          additional.size(), octets_at(tag), octets_at(ciphertext), octets_at(clear));
      break;
    }
  }
  if (failure != 0) return std::nullopt;
  return clear;
}

std::string RecordCipher::encrypt(std::string_view nonce, std::string_view additional,
                                  std::string_view clear) const {
  std::string ciphertext(clear.size(), '\0');
  std::string tag(k_tag_octets, '\0');
  switch (kind_) {
    case Kind::aes_gcm: {
      OwnedGcm gcm;
      set_key(gcm, key_);
      MUST(mbedtls_gcm_crypt_and_tag(gcm.get(), MBEDTLS_GCM_ENCRYPT, clear.size(), octets_at(nonce),
                                     nonce.size(), octets_at(additional), additional.size(),
                                     octets_at(clear), octets_at(ciphertext), tag.size(),
                                     octets_at(tag)) == 0);
      break;
    }
    case Kind::chacha20_poly1305: {
      OwnedChaCha chacha;
      set_key(chacha, key_);
      MUST(mbedtls_chachapoly_encrypt_and_tag(
               chacha.get(), clear.size(), octets_at(nonce), octets_at(additional),
               additional.size(), octets_at(clear), octets_at(ciphertext), octets_at(tag)) == 0);
      break;
    }
  }
  return ciphertext + tag;
}

// RFC 8446, section 5.2: the true type stands behind the content, the header claims application data.
std::optional<std::string> first_sealed_record(std::uint16_t suite, std::string_view traffic_secret,
                                               std::uint8_t type, std::string_view content) {
  const auto cipher = RecordCipher::tls_1_3(suite, traffic_secret);
  if (!cipher) return std::nullopt;
  const std::string inner = std::string(content) + static_cast<char>(type);
  const std::string header = std::string(1, static_cast<char>(k_application_data)) + "\x03\x03" +
                             big_endian(inner.size() + k_tag_octets, 2);
  return header + cipher->encrypt(cipher->nonce(0), header, inner);
}

std::string big_endian(std::uint64_t number, std::size_t octets) {
  std::string text(octets, '\0');
  for (std::size_t i = octets; i-- > 0; number >>= 8) text[i] = static_cast<char>(number & 0xFF);
  return text;
}

}  // namespace mailscope::tls
