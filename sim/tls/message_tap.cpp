// Opens records with the right key, and cuts what is inside into messages.
#include "sim/tls/message_tap.h"

#include "sim/tls/message_facts.h"
#include "sim/tls/octet_reader.h"
#include "sim/tls/tls_names.h"
#include "sim/tls/tls_record.h"

namespace mailscope::tls {
namespace {

// Longer than any chain of certificates that the library takes; what claims more is not kept.
constexpr std::size_t k_message_octets_max = 65536;

enum : std::uint8_t {
  k_client_hello = 1,
  k_server_hello = 2,
  k_new_session_ticket = 4,
  k_certificate = 11,
  k_server_key_exchange = 12,
  k_finished = 20,
};

std::string label_of(Role writer, bool is_application) {
  const std::string who = writer == Role::client ? "CLIENT" : "SERVER";
  return is_application ? who + "_TRAFFIC_SECRET_0" : who + "_HANDSHAKE_TRAFFIC_SECRET";
}

AlertInfo alert_of(std::string_view content, Direction direction) {
  OctetReader reader(content);
  AlertInfo alert{.direction = direction, .level = reader.u8(), .description = reader.u8()};
  alert.name = alert_name(alert.description);
  return alert;
}

}  // namespace

std::vector<MessageSeen> MessageTap::see(std::string_view record, Handshake& handshake) {
  std::vector<MessageSeen> messages;
  MessageSeen seen;
  seen.direction = direction_;
  seen.stream_offset = octets_seen_;
  seen.record_octets = record.size();
  octets_seen_ += record.size();

  const std::string_view fragment = record.substr(k_record_header_octets);
  if (!is_encrypted(record, handshake)) {
    see_content(static_cast<std::uint8_t>(record[0]), fragment, seen, handshake, messages);
    return messages;
  }
  seen.protection = Protection::encrypted;
  std::optional<RecordOpener::Opened> opened;
  if (has_opener(handshake)) opened = opener_->open(record);
  if (!opened) {
    has_seen_unreadable_ = true;
    seen.name = "Unreadable";
    messages.push_back(std::move(seen));
    return messages;
  }
  see_content(opened->type, opened->content, seen, handshake, messages);
  return messages;
}

// TLS 1.3 says so by the outer type, TLS 1.2 by a ChangeCipherSpec before.
bool MessageTap::is_encrypted(std::string_view record, const Handshake& handshake) const {
  const auto type = static_cast<std::uint8_t>(record[0]);
  if (handshake.is_tls_1_3()) return type == k_application_data;
  return has_changed_cipher_ || type == k_application_data;
}

bool MessageTap::has_opener(const Handshake& handshake) {
  if (opener_) return true;
  if (handshake.is_tls_1_3()) {
    if (stage_ == Stage::clear) stage_ = Stage::handshake;
    const auto secret = handshake.secrets.find(label_of(writer_, stage_ == Stage::application));
    if (secret == handshake.secrets.end()) return false;
    opener_ = RecordOpener::tls_1_3(handshake.suite, secret->second);
  } else {
    const auto secret = handshake.secrets.find("CLIENT_RANDOM");
    if (secret == handshake.secrets.end()) return false;
    opener_ = RecordOpener::tls_1_2(handshake.suite, secret->second, handshake.client_random,
                                    handshake.server_random, writer_ == Role::client);
  }
  return opener_.has_value();
}

void MessageTap::see_content(std::uint8_t type, std::string_view content, MessageSeen seen,
                             Handshake& handshake, std::vector<MessageSeen>& messages) {
  seen.name = content_type_name(type);
  if (type == k_handshake) {
    see_handshake(content, std::move(seen), handshake, messages);
    return;
  }
  if (type == k_change_cipher_spec) has_changed_cipher_ = !handshake.is_tls_1_3();
  if (type == k_alert) {
    seen.facts = facts_of_alert(content);
    if (content.size() >= 2) alert_ = alert_of(content, direction_);
  }
  if (type == k_application_data) {
    seen.facts = {{"octets", std::to_string(content.size())}};
  }
  seen.body = content;
  messages.push_back(std::move(seen));
}

void MessageTap::see_handshake(std::string_view content, MessageSeen seen, Handshake& handshake,
                               std::vector<MessageSeen>& messages) {
  unfinished_.append(content);
  seen.stream_offset -= unfinished_octets_;
  seen.record_octets += unfinished_octets_;
  std::size_t at = 0;
  while (unfinished_.size() - at >= k_handshake_header_octets) {
    const std::string_view rest = std::string_view(unfinished_).substr(at);
    const std::size_t length = k_handshake_header_octets + OctetReader(rest.substr(1, 3)).u24();
    if (length > k_message_octets_max) {
      unfinished_.clear();
      unfinished_octets_ = 0;
      return;
    }
    if (length > rest.size()) break;
    const std::string_view message = rest.substr(0, length);
    learn(message, handshake);
    seen.name = name_of_handshake(message);
    seen.facts = facts_of_handshake(message, handshake.is_tls_1_3());
    seen.body = message;
    messages.push_back(seen);
    seen.stream_offset = 0;
    seen.record_octets = 0;
    at += length;
  }
  unfinished_.erase(0, at);
  unfinished_octets_ = seen.record_octets;  // 0 as soon as a message has been said
}

void MessageTap::learn(std::string_view message, Handshake& handshake) {
  switch (static_cast<std::uint8_t>(message[0])) {
    case k_client_hello:
      if (const auto hello = parse_client_hello(message)) {
        handshake.client_random = hello->random;
        handshake.server_name = hello->server_name;
        handshake.client_versions = hello->versions;
        if (hello->versions.empty()) handshake.client_versions = {hello->legacy_version};
      }
      break;
    case k_server_hello:
      if (const auto hello = parse_server_hello(message); hello && !hello->is_retry_request) {
        handshake.version = hello->version;
        handshake.suite = hello->suite;
        handshake.group = hello->group;
        handshake.takes_ticket = hello->takes_ticket;
        handshake.server_random = hello->random;
      }
      break;
    case k_new_session_ticket: has_seen_ticket_ = true; break;
    case k_certificate:
      if (writer_ == Role::server) {
        handshake.server_chain = certificates_of(message, handshake.is_tls_1_3());
      }
      break;
    case k_server_key_exchange: {
      OctetReader body(message.substr(k_handshake_header_octets));
      if (body.u8() == 3) handshake.group = body.u16();  // a named curve
      break;
    }
    case k_finished:
      if (handshake.is_tls_1_3() && stage_ == Stage::handshake) {
        stage_ = Stage::application;
        opener_.reset();
      }
      break;
    default: break;
  }
}

}  // namespace mailscope::tls
