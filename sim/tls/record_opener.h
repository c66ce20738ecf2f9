// Decrypts the records of one direction for whoever holds the secret of a key log line.
//
// It is what Wireshark does with a key log: the endpoint uses it to say what passes, and a view may
// use it to show what an attacker who learnt the secret could read. It remembers how many records
// it has opened (the nonce counts them), so records must come in order and without a gap.
// RFC 8446 sections 5.2 and 7.3; RFC 5288 and RFC 7905 for TLS 1.2.
//
//   auto opener = RecordOpener::tls_1_3(0x1301, secret.secret);
//   if (opener) if (auto inside = opener->open(record)) show(inside->type, inside->content);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailscope::tls {

class RecordOpener {
 public:
  struct Opened {
    std::uint8_t type = 0;  // the true content type
    std::string content;
  };

  // Nothing if the suite is not one of AES-GCM or ChaCha20-Poly1305.
  static std::optional<RecordOpener> tls_1_3(std::uint16_t suite, std::string_view traffic_secret);
  static std::optional<RecordOpener> tls_1_2(std::uint16_t suite, std::string_view master_secret,
                                             std::string_view client_random,
                                             std::string_view server_random, bool of_client);

  // `record` is whole, with its header. Nothing if it is not authentic under this key and number;
  // the number is then not used up.
  std::optional<Opened> open(std::string_view record);

 private:
  enum class Cipher { aes_gcm, chacha20_poly1305 };

  RecordOpener() = default;
  static bool choose(RecordOpener& opener, std::uint16_t suite, std::size_t& key_octets,
                     std::size_t& hash_octets);
  std::string nonce(std::string_view explicit_part) const;
  std::optional<std::string> decrypt(std::string_view nonce, std::string_view additional,
                                     std::string_view ciphertext) const;

  bool is_tls_1_3_ = true;
  Cipher cipher_ = Cipher::aes_gcm;
  std::string key_;
  std::string iv_;
  std::uint64_t count_ = 0;
};

}  // namespace mailscope::tls
