// What a TlsEndpoint tells its owner: the messages that pass, the secrets that arise, the outcome.
//
// Plain values that know no Mbed TLS. Words are for people; every kind is an enumerator, too, so
// that another language can say it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/tls/certificate.h"

namespace mailscope::tls {

enum class Role { client, server };
enum class Direction { sent, received };
enum class Protection { clear, encrypted };

// One thing worth knowing about a message, in the order of the message:
// {"version", "TLS 1.3"}, {"server name", "mx.example.org"}, {"suite", "TLS_AES_128_GCM_SHA256"}.
struct Fact {
  std::string key;
  std::string value;
  friend bool operator==(const Fact&, const Fact&) = default;
};

// A message has passed, in the order of the wire within a direction. Several messages may share a
// record, and a long one may span several; octets of a record belong to the first message in it.
struct MessageSeen {
  Direction direction = Direction::sent;
  // As RFC 8446 and 5246 call it: ClientHello, HelloRetryRequest, ServerHello, EncryptedExtensions,
  // CertificateRequest, Certificate, CertificateVerify, ServerKeyExchange, ServerHelloDone,
  // ClientKeyExchange, Finished, NewSessionTicket, KeyUpdate, ChangeCipherSpec, Alert,
  // ApplicationData; "Unreadable" when the endpoint itself could not open the record.
  std::string name;
  std::vector<Fact> facts;
  Protection protection = Protection::clear;
  // Where its record begins in this direction's ciphertext, from 0, and how many octets of records
  // with their headers brought it; both 0 for a message that shares the record of the one before.
  std::uint64_t stream_offset = 0;
  std::size_t record_octets = 0;
  // The message itself in clear: a handshake message with its header of 4 octets, the 2 octets of
  // an alert, the octets of application data.
  std::string body;

  friend bool operator==(const MessageSeen&, const MessageSeen&) = default;
};

// A line of an NSS key log (SSLKEYLOGFILE): with it Wireshark decrypts the connection.
struct SecretExported {
  std::string label;          // CLIENT_RANDOM, CLIENT_HANDSHAKE_TRAFFIC_SECRET, …
  std::string client_random;  // 32 octets
  std::string secret;

  friend bool operator==(const SecretExported&, const SecretExported&) = default;
};
// "LABEL 64-hex-digits hex-digits\n"
std::string key_log_line(const SecretExported& secret);

// What is wrong with a peer's certificate.
enum class CertificateFault {
  name_mismatch,
  expired,
  not_yet_valid,
  unknown_authority,  // neither it nor what signed it is trusted
  self_signed,        // the same, and it vouches for itself
  missing,            // none was sent
  bad_use,            // not meant for this use
  bad_key,            // key or signature too weak or of a kind not taken
};
struct CertificateVerdict {
  std::vector<CertificateFault> faults;  // empty: all well
  std::string words;                     // "" or a sentence per fault

  bool is_good() const { return faults.empty(); }
  friend bool operator==(const CertificateVerdict&, const CertificateVerdict&) = default;
};

struct HandshakeDone {
  std::string version;                            // "TLS 1.3"
  std::string suite;                              // "TLS_AES_128_GCM_SHA256"
  std::string group;                              // "x25519"; "" when resumed without one
  std::string alpn;                               // "" when none
  std::string server_name;                        // SNI that was sent or received; "" when none
  std::optional<CertificateSummary> certificate;  // the peer's (client side only)
  std::vector<std::string> chain;                 // the peer's, in DER
  CertificateVerdict verdict;                     // computed even if the policy is not to care
  bool is_resumed = false;                        // by a session ticket

  friend bool operator==(const HandshakeDone&, const HandshakeDone&) = default;
};

// The client got a ticket: give `session` to a later endpoint's options to resume.
struct TicketReceived {
  std::string session;
  friend bool operator==(const TicketReceived&, const TicketReceived&) = default;
};

// No more plaintext will come. `is_clean`: the peer said close_notify first; otherwise somebody
// may have cut the connection, and what came may be incomplete (RFC 8446, section 6.1).
struct PeerClosed {
  bool is_clean = false;
  friend bool operator==(const PeerClosed&, const PeerClosed&) = default;
};

enum class FailureKind {
  not_tls,  // what came is not a TLS record: plain text, perhaps
  no_common_version,
  no_common_suite,      // of ciphers, groups or signatures
  no_common_protocol,   // ALPN
  certificate_refused,  // by our side; see `verdict`
  alert_received,       // the peer gave up
  bad_record,           // cannot be decrypted or authenticated: changed on the wire, or wrong keys
  bad_message,          // decrypts, but breaks the protocol
  truncated,            // the peer's stream ended in the middle of the handshake
  internal,             // ours
};
enum class Whose { ours, peers, wire_or_peer };

struct AlertInfo {
  Direction direction = Direction::sent;
  std::uint8_t level = 2;        // 1 warning, 2 fatal
  std::uint8_t description = 0;  // RFC 8446, section 6
  std::string name = {};         // "unknown_ca"

  friend bool operator==(const AlertInfo&, const AlertInfo&) = default;
};

// The connection cannot be used any more. Output (an alert) may still be waiting to be sent.
struct Failed {
  FailureKind kind = FailureKind::internal;
  Whose whose = Whose::ours;
  std::string why;                 // a sentence
  std::optional<AlertInfo> alert;  // what was said about it, either way
  CertificateVerdict verdict;      // for certificate_refused
  std::vector<std::string> chain;  // the peer's certificates as far as they came

  friend bool operator==(const Failed&, const Failed&) = default;
};

using Event =
    std::variant<MessageSeen, SecretExported, HandshakeDone, TicketReceived, PeerClosed, Failed>;

}  // namespace mailscope::tls
