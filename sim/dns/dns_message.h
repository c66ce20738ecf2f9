// DNS messages: octets to value and back (RFC 1035, section 4; EDNS by RFC 6891).
//
// Knows no zones and no transport. Names are compressed where RFC 3597, section 4 allows it and
// decompressed everywhere; pointers may only lead backwards, so no message can make the parser
// loop.
//
//   const auto message = parse_message(datagram);
//   if (!message) drop(message.error().what);             // the peer's fault, with its octet
//   const std::string reply = print_message(answer, udp_octets_max(*message));  // may set TC
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/dns/dns_record.h"

namespace mailscope::dns {

inline constexpr Port k_dns_port = 53;
inline constexpr std::size_t k_udp_octets_plain = 512;  // RFC 1035, section 4.2.1
inline constexpr std::uint16_t k_udp_octets_edns =
    1232;  // what we offer: fits any path unfragmented

// With EDNS's upper bits: 0..4095. Values without a name here are carried as they are.
enum class Rcode : std::uint16_t {
  no_error = 0,
  form_err = 1,
  serv_fail = 2,
  nx_domain = 3,
  not_imp = 4,
  refused = 5,
  bad_vers = 16,
};
std::string to_text(Rcode rcode);  // "NXDOMAIN", "RCODE9"

// One option of EDNS, not interpreted but for Extended DNS Errors (RFC 8914, code 15).
struct EdnsOption {
  std::uint16_t code = 0;
  std::string octets;
  friend bool operator==(const EdnsOption&, const EdnsOption&) = default;
};
struct Edns {
  std::uint16_t udp_octets = k_udp_octets_edns;
  std::uint8_t version = 0;
  bool dnssec_ok = false;
  std::vector<EdnsOption> options;
  friend bool operator==(const Edns&, const Edns&) = default;
};

struct Message {
  std::uint16_t id = 0;
  bool is_response = false;
  std::uint8_t opcode = 0;  // 0 = a standard query
  bool is_authoritative = false, is_truncated = false;
  bool recursion_desired = false, recursion_available = false;
  bool is_authentic = false, checking_disabled = false;  // AD and CD (RFC 4035, section 3.2)
  Rcode rcode = Rcode::no_error;
  std::vector<Question> questions;
  std::vector<Record> answers, authorities, additionals;  // without the OPT record
  std::optional<Edns> edns;

  friend bool operator==(const Message&, const Message&) = default;
};

struct BadMessage {
  std::size_t at = 0;  // octet of the message, from 0
  std::string what;    // "a compression pointer leads forwards"
  // The header could be read: a server can answer FORMERR to this id.
  std::optional<std::uint16_t> id;
  bool is_response = false;

  friend bool operator==(const BadMessage&, const BadMessage&) = default;
};

Result<Message, BadMessage> parse_message(std::string_view octets);

// At most `octets_max` octets: whole records are left out from the end and TC is set when an answer
// or authority had to go (RFC 2181, section 9); additional records go silently.
std::string print_message(const Message& message,
                          std::size_t octets_max = std::numeric_limits<std::uint16_t>::max());

// What the asker can take by UDP.
std::size_t udp_octets_max(const Message& query);

// A query as stubs and resolvers send it, with EDNS.
Message make_query(std::uint16_t id, const Question& question, bool recursion_desired);
// The header and question of the response to `query`.
Message make_response(const Message& query, Rcode rcode);

// The sentence for people that travels with a failure (RFC 8914: info-code 0 and EXTRA-TEXT).
void set_reason(Message& response, std::string_view reason);  // nothing happens without EDNS
std::string reason_of(const Message& response);               // "" when there is none

// "query 4711: MX example.org?" / "answer 4711: NXDOMAIN" / "answer 4711: MX 10 mx.example.org"
std::string to_text(const Message& message);

}  // namespace mailscope::dns
