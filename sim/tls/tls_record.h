// A reader of TLS records and of handshake messages in clear: what anybody on the wire can see.
//
// Pure and tolerant: it takes octets as they come (a piece of a stream, changed by an attacker,
// not TLS at all), says what it could read, and what is wrong with the rest. It knows neither keys
// nor Mbed TLS. Every part comes with its place in the octets, for the Bytes view.
// RFC 8446 sections 4 and 5, RFC 5246, RFC 6066.
//
//   const RecordScan scan = scan_records(stream);
//   for (const Record& record : scan.records) show(fields_of_record(stream, record));
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailscope::tls {

inline constexpr std::size_t k_record_header_octets = 5;
inline constexpr std::size_t k_handshake_header_octets = 4;
inline constexpr std::size_t k_record_fragment_max = 16384 + 2048;  // RFC 5246, 6.2.3

enum ContentType : std::uint8_t {
  k_change_cipher_spec = 20,
  k_alert = 21,
  k_handshake = 22,
  k_application_data = 23,
};

// Octets [offset, offset + length) of what was given.
struct Span {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::size_t end() const { return offset + length; }
  friend bool operator==(const Span&, const Span&) = default;
};

struct Record {
  std::uint8_t type = 0;
  std::uint16_t version = 0;  // of the record layer: 0x0301 or 0x0303, whatever was agreed
  Span whole;                 // header and fragment
  Span fragment;
  friend bool operator==(const Record&, const Record&) = default;
};

struct RecordScan {
  std::vector<Record> records;  // complete ones
  std::size_t rest_at = 0;      // where the first octet is that belongs to none of them
  // Set when the rest cannot be the beginning of a record, in words: plain text, an odd length, …
  std::string fault;
};
RecordScan scan_records(std::string_view octets);

// The length of the record that begins here, 0 if its header is not complete yet, nothing if these
// octets cannot be a record's beginning.
std::optional<std::size_t> record_length(std::string_view octets);

struct Extension {
  std::uint16_t type = 0;
  Span body;  // within the message given
  friend bool operator==(const Extension&, const Extension&) = default;
};

// What a ClientHello offers (RFC 8446, section 4.1.2). Numbers are kept as they were sent.
struct ClientHello {
  std::uint16_t legacy_version = 0;
  std::string random;      // 32 octets
  std::string session_id;  // 0 to 32 octets
  std::vector<std::uint16_t> suites;
  std::vector<Extension> extensions;
  std::string server_name;  // "" when not sent
  std::vector<std::string> alpn;
  std::vector<std::uint16_t> versions;  // of supported_versions; empty means legacy_version
  std::vector<std::uint16_t> groups;
  std::vector<std::uint16_t> signatures;
  std::vector<std::uint16_t> key_shares;  // groups for which a share was sent
  bool offers_ticket = false;             // a PSK (1.3) or a ticket that is not empty (1.2)
  std::vector<std::string> faults;        // what could not be read
  friend bool operator==(const ClientHello&, const ClientHello&) = default;
};

// What a ServerHello chooses (RFC 8446, section 4.1.3).
struct ServerHello {
  std::uint16_t legacy_version = 0;
  std::uint16_t version = 0;  // the agreed one: of supported_versions, else legacy_version
  std::string random;
  std::string session_id;
  std::uint16_t suite = 0;
  std::uint16_t group = 0;  // of key_share; 0 when there is none
  std::string alpn;         // TLS 1.2 only: 1.3 says it in EncryptedExtensions
  bool is_retry_request = false;
  bool takes_ticket = false;  // pre_shared_key
  std::vector<Extension> extensions;
  std::vector<std::string> faults;
  friend bool operator==(const ServerHello&, const ServerHello&) = default;
};

// `message`: a whole handshake message with its header of 4 octets. Nothing when the type differs.
std::optional<ClientHello> parse_client_hello(std::string_view message);
std::optional<ServerHello> parse_server_hello(std::string_view message);

// The certificates (DER) of a Certificate message; the shape differs between the versions.
std::vector<std::string> certificates_of(std::string_view message, bool is_tls_1_3);

// A part of the octets with its name and meaning; `depth` says how far it is nested.
struct Field {
  int depth = 0;
  std::string name;   // "cipher suite"
  std::string value;  // "TLS_AES_128_GCM_SHA256"
  Span span;
  friend bool operator==(const Field&, const Field&) = default;
};

// Every part of a record. Handshake messages, alerts and so on are read when the fragment is in
// clear (`is_encrypted` false), else it is one field. Spans are within `octets`.
std::vector<Field> fields_of_record(std::string_view octets, const Record& record,
                                    bool is_encrypted = false);
// Every part of one handshake message with its header; spans are within `message`, moved by `at`.
std::vector<Field> fields_of_handshake(std::string_view message, std::size_t at = 0, int depth = 0);
// "22 Handshake, ClientHello: …" one field a line, for tests and the text view.
std::string to_text(const std::vector<Field>& fields);

}  // namespace mailscope::tls
