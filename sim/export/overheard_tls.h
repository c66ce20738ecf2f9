// TLS overheard: the messages that pass in clear, and what is inside when the keys are known.
//
// Keys come as a key log (the NSS format): TLS 1.3's traffic secrets, TLS 1.2's master secret. Without
// them the handshake's first messages are told and the rest stays closed.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/tls/record_opener.h"
#include "sim/trace/names.h"
#include "sim/trace/payload.h"

namespace mailscope {

// Secrets in octets, by client random and label.
class KeyLog {
 public:
  explicit KeyLog(std::string_view text);
  const std::string* find(std::string_view client_random, const std::string& label) const;
  // Every line of that connection, as the trace has them.
  std::vector<TlsSecret> secrets_of(std::string_view client_random) const;

 private:
  std::map<std::pair<std::string, std::string>, std::string> secrets_;
};

class OverheardTls {
 public:
  explicit OverheardTls(const KeyLog& keys) : keys_(keys) {}

  struct Heard {
    std::vector<TlsMessage> messages;
    std::vector<TlsSecret> secrets;  // once, when it is known whose connection this is
    std::optional<TlsEstablished> established;
    std::string plaintext;  // of the mail protocol
  };
  Heard hear(Speaker speaker, std::string_view octets);
  void skip(Speaker speaker);  // a gap: from here on nothing of this side can be read

 private:
  struct Side {
    std::string buffer, handshake;
    bool is_encrypted = false, is_closed = false;
    std::optional<tls::RecordOpener> opener, next_opener;
  };
  void take_record(Speaker speaker, std::string_view record, Heard& heard);
  void take_handshake(Speaker speaker, std::string_view octets, bool is_encrypted, Heard& heard);
  void take_message(Speaker speaker, std::string_view message, bool is_encrypted, Heard& heard);
  void keys_for_handshake();
  Side& side_of(Speaker speaker) { return sides_[speaker == Speaker::client ? 0 : 1]; }

  const KeyLog& keys_;
  std::array<Side, 2> sides_;
  std::string client_random_, server_random_;
  std::uint16_t suite_ = 0, version_ = 0;
  bool is_established_told_ = false;
};

}  // namespace mailscope
