// Keys from secrets, and the two ciphers, by Mbed TLS.
#include "sim/tls/record_opener.h"

#include <mbedtls/chachapoly.h>
#include <mbedtls/gcm.h>
#include <mbedtls/ssl.h>

#include "sim/base/check.h"
#include "sim/crypto/hash.h"
#include "sim/tls/mbedtls_owned.h"
#include "sim/tls/tls_record.h"

namespace mailscope::tls {
namespace {

constexpr std::size_t k_tag_octets = 16;
constexpr std::size_t k_nonce_octets = 12;
constexpr std::size_t k_explicit_octets = 8;  // of AES-GCM in TLS 1.2 (RFC 5288, section 3)

using OwnedGcm = Owned<mbedtls_gcm_context, mbedtls_gcm_init, mbedtls_gcm_free>;
using OwnedChaCha =
    Owned<mbedtls_chachapoly_context, mbedtls_chachapoly_init, mbedtls_chachapoly_free>;

std::string big_endian(std::uint64_t number, std::size_t octets) {
  std::string text(octets, '\0');
  for (std::size_t i = octets; i-- > 0; number >>= 8) text[i] = static_cast<char>(number & 0xFF);
  return text;
}

// HKDF-Expand-Label with an empty context (RFC 8446, section 7.1).
std::string expand_label(std::size_t hash_octets, std::string_view secret, std::string_view label,
                         std::size_t octets) {
  const std::string full_label = "tls13 " + std::string(label);
  const std::string info =
      big_endian(octets, 2) + static_cast<char>(full_label.size()) + full_label + '\0';
  return crypto::hkdf_expand(hash_octets, secret, info, octets);
}

}  // namespace

bool RecordOpener::choose(RecordOpener& opener, std::uint16_t suite, std::size_t& key_octets,
                          std::size_t& hash_octets) {
  switch (suite) {
    case 0x1301:
    case 0xC02B:
    case 0xC02F:
      opener.cipher_ = Cipher::aes_gcm;
      key_octets = 16;
      hash_octets = 32;
      return true;
    case 0x1302:
    case 0xC02C:
    case 0xC030:
      opener.cipher_ = Cipher::aes_gcm;
      key_octets = 32;
      hash_octets = 48;
      return true;
    case 0x1303:
    case 0xCCA8:
    case 0xCCA9:
      opener.cipher_ = Cipher::chacha20_poly1305;
      key_octets = 32;
      hash_octets = 32;
      return true;
    default: return false;
  }
}

std::optional<RecordOpener> RecordOpener::tls_1_3(std::uint16_t suite,
                                                  std::string_view traffic_secret) {
  RecordOpener opener;
  std::size_t key_octets = 0;
  std::size_t hash_octets = 0;
  if (!choose(opener, suite, key_octets, hash_octets)) return std::nullopt;
  opener.key_ = expand_label(hash_octets, traffic_secret, "key", key_octets);
  opener.iv_ = expand_label(hash_octets, traffic_secret, "iv", k_nonce_octets);
  return opener;
}

std::optional<RecordOpener> RecordOpener::tls_1_2(std::uint16_t suite,
                                                  std::string_view master_secret,
                                                  std::string_view client_random,
                                                  std::string_view server_random, bool of_client) {
  RecordOpener opener;
  opener.is_tls_1_3_ = false;
  std::size_t key_octets = 0;
  std::size_t hash_octets = 0;
  if (!choose(opener, suite, key_octets, hash_octets)) return std::nullopt;
  const std::size_t iv_octets = opener.cipher_ == Cipher::aes_gcm ? 4 : k_nonce_octets;
  // RFC 5246, section 6.3: keys of client and server, then their implicit parts of the nonce.
  std::string block(2 * (key_octets + iv_octets), '\0');
  const std::string seed = std::string(server_random).append(client_random);
  const auto prf = hash_octets == 32 ? MBEDTLS_SSL_TLS_PRF_SHA256 : MBEDTLS_SSL_TLS_PRF_SHA384;
  if (mbedtls_ssl_tls_prf(prf, octets_at(master_secret), master_secret.size(), "key expansion",
                          octets_at(std::string_view(seed)), seed.size(), octets_at(block),
                          block.size()) != 0) {
    return std::nullopt;
  }
  opener.key_ = block.substr(of_client ? 0 : key_octets, key_octets);
  opener.iv_ = block.substr(2 * key_octets + (of_client ? 0 : iv_octets), iv_octets);
  return opener;
}

std::optional<RecordOpener::Opened> RecordOpener::open(std::string_view record) {
  if (record.size() < k_record_header_octets + k_tag_octets) return std::nullopt;
  std::string_view fragment = record.substr(k_record_header_octets);
  std::string_view explicit_part;
  if (!is_tls_1_3_ && cipher_ == Cipher::aes_gcm) {
    if (fragment.size() < k_explicit_octets + k_tag_octets) return std::nullopt;
    explicit_part = fragment.substr(0, k_explicit_octets);
    fragment.remove_prefix(k_explicit_octets);
  }
  const std::string_view header = record.substr(0, k_record_header_octets);
  const std::string additional = is_tls_1_3_ ? std::string(header)
                                             : big_endian(count_, 8).append(header.substr(0, 3)) +
                                                   big_endian(fragment.size() - k_tag_octets, 2);
  auto content = decrypt(nonce(explicit_part), additional, fragment);
  if (!content) return std::nullopt;
  ++count_;
  Opened opened{static_cast<std::uint8_t>(record[0]), std::move(*content)};
  if (is_tls_1_3_) {
    // TLSInnerPlaintext: content, its type, then zeros (RFC 8446, section 5.4).
    const std::size_t last = opened.content.find_last_not_of('\0');
    if (last == std::string::npos) return std::nullopt;
    opened.type = static_cast<std::uint8_t>(opened.content[last]);
    opened.content.resize(last);
  }
  return opened;
}

std::string RecordOpener::nonce(std::string_view explicit_part) const {
  if (!explicit_part.empty()) return std::string(iv_).append(explicit_part);
  std::string mixed = big_endian(count_, k_nonce_octets);
  for (std::size_t i = 0; i < mixed.size(); ++i) mixed[i] = static_cast<char>(mixed[i] ^ iv_[i]);
  return mixed;
}

std::optional<std::string> RecordOpener::decrypt(std::string_view nonce,
                                                 std::string_view additional,
                                                 std::string_view ciphertext) const {
  const std::string_view tag = ciphertext.substr(ciphertext.size() - k_tag_octets);
  ciphertext.remove_suffix(k_tag_octets);
  std::string clear(ciphertext.size(), '\0');
  int failure = 0;
  switch (cipher_) {
    case Cipher::aes_gcm: {
      OwnedGcm gcm;
      MUST(mbedtls_gcm_setkey(gcm.get(), MBEDTLS_CIPHER_ID_AES, octets_at(std::string_view(key_)),
                              static_cast<unsigned>(key_.size() * 8)) == 0);
      failure = mbedtls_gcm_auth_decrypt(
          gcm.get(), ciphertext.size(), octets_at(nonce), nonce.size(), octets_at(additional),
          additional.size(), octets_at(tag), tag.size(), octets_at(ciphertext), octets_at(clear));
      break;
    }
    case Cipher::chacha20_poly1305: {
      OwnedChaCha chacha;
      MUST(mbedtls_chachapoly_setkey(chacha.get(), octets_at(std::string_view(key_))) == 0);
      failure = mbedtls_chachapoly_auth_decrypt(
          chacha.get(), ciphertext.size(), octets_at(nonce), octets_at(additional),
          additional.size(), octets_at(tag), octets_at(ciphertext), octets_at(clear));
      break;
    }
  }
  if (failure != 0) return std::nullopt;
  return clear;
}

}  // namespace mailscope::tls
