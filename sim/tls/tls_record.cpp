// Records, and the hellos as typed values.
#include "sim/tls/tls_record.h"

#include <algorithm>
#include <array>

#include "sim/base/text.h"
#include "sim/tls/octet_reader.h"
#include "sim/tls/tls_names.h"

namespace mailscope::tls {
namespace {

// SHA-256 of "HelloRetryRequest": the random of a ServerHello that is none (RFC 8446, 4.1.3).
constexpr std::string_view k_retry_random{
    "\xCF\x21\xAD\x74\xE5\x9A\x61\x11\xBE\x1D\x8C\x02\x1E\x65\xB8\x91"
    "\xC2\xA2\x11\x16\x7A\xBB\x8C\x5E\x07\x9E\x09\xE2\xC8\xA8\x33\x9C",
    32};

enum : std::uint16_t {
  k_server_name = 0,
  k_supported_groups = 10,
  k_signature_algorithms = 13,
  k_alpn = 16,
  k_session_ticket = 35,
  k_pre_shared_key = 41,
  k_supported_versions = 43,
  k_key_share = 51,
};

std::string fault_of_start(std::string_view octets) {
  const std::string_view start = octets.substr(0, 16);
  const bool is_text = std::all_of(start.begin(), start.end(), [](char c) {
    return (c >= ' ' && c <= '~') || c == '\r' || c == '\n' || c == '\t';
  });
  if (is_text) {
    return "plain text (\"" + visible(octets.substr(0, octets.substr(0, 40).find('\r'))) +
           "\") where a TLS record should begin";
  }
  return "the octets " + hex(start.substr(0, k_record_header_octets), ' ') +
         " cannot be the beginning of a TLS record";
}

std::vector<std::uint16_t> numbers_of(OctetReader reader) {
  std::vector<std::uint16_t> numbers;
  while (reader.left() >= 2) numbers.push_back(reader.u16());
  return numbers;
}

std::vector<std::string> protocols_of(OctetReader reader) {
  std::vector<std::string> protocols;
  while (reader.left() > 0) protocols.emplace_back(reader.vector(1).rest());
  return protocols;
}

// The first host_name entry (RFC 6066, section 3).
std::string server_name_of(OctetReader body) {
  OctetReader list = body.vector(2);
  while (list.left() > 0) {
    const std::uint8_t type = list.u8();
    const std::string_view name = list.vector(2).rest();
    if (type == 0) return std::string(name);
  }
  return {};
}

std::vector<std::uint16_t> key_share_groups(OctetReader body) {
  std::vector<std::uint16_t> groups;
  OctetReader list = body.vector(2);
  while (list.left() >= 4) {
    groups.push_back(list.u16());
    list.vector(2);
  }
  return groups;
}

void read_client_extension(std::uint16_t type, OctetReader body, ClientHello& hello) {
  if (type == k_server_name) hello.server_name = server_name_of(body);
  if (type == k_alpn) hello.alpn = protocols_of(body.vector(2));
  if (type == k_supported_versions) hello.versions = numbers_of(body.vector(1));
  if (type == k_supported_groups) hello.groups = numbers_of(body.vector(2));
  if (type == k_signature_algorithms) hello.signatures = numbers_of(body.vector(2));
  if (type == k_key_share) hello.key_shares = key_share_groups(body);
  if (type == k_pre_shared_key) hello.offers_ticket = true;
  if (type == k_session_ticket && body.left() > 0) hello.offers_ticket = true;
}

void read_server_extension(std::uint16_t type, OctetReader body, ServerHello& hello) {
  if (type == k_supported_versions) hello.version = body.u16();
  if (type == k_key_share) hello.group = body.u16();
  if (type == k_pre_shared_key) hello.takes_ticket = true;
  if (type == k_alpn) {
    const auto protocols = protocols_of(body.vector(2));
    if (!protocols.empty()) hello.alpn = protocols.front();
  }
}

// Extensions to the end of the message; `read` is called with each.
template <class Hello, class Read>
void read_extensions(OctetReader& reader, Hello& hello, Read read) {
  if (reader.left() == 0) return;  // TLS 1.2 may have none
  OctetReader list = reader.vector(2);
  if (reader.is_short()) hello.faults.push_back("the extensions are cut off");
  while (list.left() > 0) {
    const std::uint16_t type = list.u16();
    OctetReader body = list.vector(2);
    hello.extensions.push_back({type, {body.at(), body.left()}});
    if (list.is_short()) {
      hello.faults.push_back("extension " + extension_name(type) + " is cut off");
      return;
    }
    read(type, body, hello);
  }
}

// The body of a message of this type, or nothing.
std::optional<OctetReader> body_of(std::string_view message, std::uint8_t type,
                                   std::vector<std::string>& faults) {
  OctetReader reader(message);
  if (reader.left() < k_handshake_header_octets || reader.u8() != type) return std::nullopt;
  OctetReader body = reader.vector(3);
  if (reader.is_short()) faults.push_back("the message is shorter than it says");
  if (reader.left() > 0) faults.push_back("there are octets after the message");
  return body;
}

}  // namespace

std::optional<std::size_t> record_length(std::string_view octets) {
  if (octets.empty()) return 0;
  const auto type = static_cast<std::uint8_t>(octets[0]);
  if (type < k_change_cipher_spec || type > k_application_data) return std::nullopt;
  if (octets.size() > 1 && octets[1] != 3) return std::nullopt;
  if (octets.size() > 2 && static_cast<std::uint8_t>(octets[2]) > 4) return std::nullopt;
  if (octets.size() < k_record_header_octets) return 0;
  OctetReader reader(octets.substr(3, 2));
  const std::size_t fragment = reader.u16();
  if (fragment > k_record_fragment_max) return std::nullopt;
  return k_record_header_octets + fragment;
}

RecordScan scan_records(std::string_view octets) {
  RecordScan scan;
  while (scan.rest_at < octets.size()) {
    const std::string_view rest = octets.substr(scan.rest_at);
    const auto length = record_length(rest);
    if (!length) {
      scan.fault = fault_of_start(rest);
      return scan;
    }
    if (*length == 0 || *length > rest.size()) return scan;
    Record record;
    record.type = static_cast<std::uint8_t>(rest[0]);
    record.version = OctetReader(rest.substr(1, 2)).u16();
    record.whole = {scan.rest_at, *length};
    record.fragment = {scan.rest_at + k_record_header_octets, *length - k_record_header_octets};
    scan.records.push_back(record);
    scan.rest_at += *length;
  }
  return scan;
}

std::optional<ClientHello> parse_client_hello(std::string_view message) {
  ClientHello hello;
  auto body = body_of(message, 1, hello.faults);
  if (!body) return std::nullopt;
  hello.legacy_version = body->u16();
  hello.random = body->take(32);
  hello.session_id = body->vector(1).rest();
  hello.suites = numbers_of(body->vector(2));
  body->vector(1);  // compression methods: none but "null" is in use
  if (body->is_short()) hello.faults.push_back("the ClientHello is cut off");
  read_extensions(*body, hello, read_client_extension);
  return hello;
}

std::optional<ServerHello> parse_server_hello(std::string_view message) {
  ServerHello hello;
  auto body = body_of(message, 2, hello.faults);
  if (!body) return std::nullopt;
  hello.legacy_version = body->u16();
  hello.version = hello.legacy_version;
  hello.random = body->take(32);
  hello.is_retry_request = hello.random == k_retry_random;
  hello.session_id = body->vector(1).rest();
  hello.suite = body->u16();
  body->u8();
  if (body->is_short()) hello.faults.push_back("the ServerHello is cut off");
  read_extensions(*body, hello, read_server_extension);
  return hello;
}

std::vector<std::string> certificates_of(std::string_view message, bool is_tls_1_3) {
  std::vector<std::string> certificates;
  std::vector<std::string> faults;
  auto body = body_of(message, 11, faults);
  if (!body) return certificates;
  if (is_tls_1_3) body->vector(1);  // certificate_request_context
  OctetReader list = body->vector(3);
  while (list.left() >= 3) {
    const std::string_view der = list.vector(3).rest();
    if (list.is_short()) break;
    certificates.emplace_back(der);
    if (is_tls_1_3) list.vector(2);  // extensions of this certificate
  }
  return certificates;
}

}  // namespace mailscope::tls
