// Listens at one direction of a connection and says which messages pass.
//
// The endpoint's own ear: it knows the secrets as they arise, so it can name what is encrypted. It
// never influences the connection. Both directions share a Handshake, what the hellos have settled.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/tls/record_opener.h"
#include "sim/tls/tls_events.h"

namespace mailscope::tls {

// What the messages seen so far have settled, and the secrets by their key log labels.
struct Handshake {
  std::uint16_t version = 0;  // 0 before the ServerHello
  std::uint16_t suite = 0;
  std::uint16_t group = 0;
  bool takes_ticket = false;  // the ServerHello resumes by a PSK (TLS 1.3)
  std::string server_name;
  std::vector<std::uint16_t> client_versions;  // that the client offers
  std::string client_random;
  std::string server_random;
  std::vector<std::string> server_chain;
  std::map<std::string, std::string> secrets;

  bool is_tls_1_3() const { return version == 0x0304; }
};

class MessageTap {
 public:
  // `writer` is who sends in this direction; `direction` is how the endpoint calls it.
  MessageTap(Role writer, Direction direction) : writer_(writer), direction_(direction) {}

  // One whole record. What it reveals goes into `handshake`.
  std::vector<MessageSeen> see(std::string_view record, Handshake& handshake);

  // The last alert that passed: level and description.
  const std::optional<AlertInfo>& alert() const { return alert_; }
  bool has_seen_unreadable() const { return has_seen_unreadable_; }
  bool has_seen_ticket() const { return has_seen_ticket_; }

 private:
  enum class Stage { clear, handshake, application };

  bool is_encrypted(std::string_view record, const Handshake& handshake) const;
  bool has_opener(const Handshake& handshake);
  void see_content(std::uint8_t type, std::string_view content, MessageSeen seen,
                   Handshake& handshake, std::vector<MessageSeen>& messages);
  void see_handshake(std::string_view content, MessageSeen seen, Handshake& handshake,
                     std::vector<MessageSeen>& messages);
  void learn(std::string_view message, Handshake& handshake);

  Role writer_;
  Direction direction_;
  Stage stage_ = Stage::clear;
  bool has_changed_cipher_ = false;  // TLS 1.2: a ChangeCipherSpec has passed
  bool has_seen_unreadable_ = false;
  bool has_seen_ticket_ = false;
  std::optional<RecordOpener> opener_;
  std::optional<AlertInfo> alert_;
  std::string unfinished_;             // the beginning of a handshake message that spans records
  std::size_t unfinished_octets_ = 0;  // of the records that brought nothing but that beginning
  std::uint64_t octets_seen_ = 0;
};

}  // namespace mailscope::tls
