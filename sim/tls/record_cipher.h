// The cipher of a suite with the keys of one direction: what protects records, opened or sealed.
//
// RFC 8446, sections 5.2 and 7.3; RFC 5288 and RFC 7905 for TLS 1.2.
//
//   const auto cipher = RecordCipher::tls_1_3(0x1301, secret.secret);
//   if (cipher) auto clear = cipher->decrypt(cipher->nonce(0), header, fragment);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailscope::tls {

inline constexpr std::size_t k_tag_octets = 16;

class RecordCipher {
 public:
  // Nothing if the suite is not one of AES-GCM or ChaCha20-Poly1305.
  static std::optional<RecordCipher> tls_1_3(std::uint16_t suite, std::string_view traffic_secret);
  static std::optional<RecordCipher> tls_1_2(std::uint16_t suite, std::string_view master_secret,
                                             std::string_view client_random,
                                             std::string_view server_random, bool of_client);

  // Of the record with this number, from 0.
  std::string nonce(std::uint64_t number) const;
  // Of AES-GCM in TLS 1.2, where each record says half of it (RFC 5288, section 3).
  bool has_explicit_nonce() const;
  std::string nonce(std::string_view explicit_part) const;

  // Nothing if the ciphertext (with its tag) is not authentic.
  std::optional<std::string> decrypt(std::string_view nonce, std::string_view additional,
                                     std::string_view ciphertext) const;
  // With its tag.
  std::string encrypt(std::string_view nonce, std::string_view additional,
                      std::string_view clear) const;

 private:
  enum class Kind { aes_gcm, chacha20_poly1305 };
  struct Sizes {
    Kind kind;
    std::size_t key_octets, hash_octets;
  };

  RecordCipher() = default;
  static std::optional<Sizes> sizes_of(std::uint16_t suite);

  Kind kind_ = Kind::aes_gcm;
  std::string key_;
  std::string iv_;
};

// The first record under a traffic secret of TLS 1.3, whole, with this content in it.
std::optional<std::string> first_sealed_record(std::uint16_t suite, std::string_view traffic_secret,
                                               std::uint8_t type, std::string_view content);

std::string big_endian(std::uint64_t number, std::size_t octets);

}  // namespace mailscope::tls
