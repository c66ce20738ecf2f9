// Decrypts the records of one direction for whoever holds the secret of a key log line.
//
// It is what Wireshark does with a key log: the endpoint uses it to say what passes, and a view may
// use it to show what an attacker who learnt the secret could read. It remembers how many records
// it has opened (the nonce counts them), so records must come in order and without a gap.
//
//   auto opener = RecordOpener::tls_1_3(0x1301, secret.secret);
//   if (opener) if (auto inside = opener->open(record)) show(inside->type, inside->content);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/tls/record_cipher.h"

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
  RecordOpener(RecordCipher cipher, bool is_tls_1_3)
      : cipher_(std::move(cipher)), is_tls_1_3_(is_tls_1_3) {}

  RecordCipher cipher_;
  bool is_tls_1_3_;
  std::uint64_t count_ = 0;
};

}  // namespace mailscope::tls
