// What a host is before the world runs: plain values, filled by the scenario's loader or by a test.
//
// Hosts are named by their short name ("mx"), servers by their DNS name ("mx.example.org"). Times are
// virtual. Every default is what a careful administrator or a usual mail program of today would have,
// so a scenario says only what it is about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/address.h"
#include "sim/base/time.h"
#include "sim/hosts/mail_spec.h"
#include "sim/hosts/server_spec.h"
#include "sim/trace/names.h"

namespace mailscope::hosts {

// ---- mail clients ------------------------------------------------------------------------------------

enum class ReadProtocol { none, pop3, imap };

inline constexpr Named<ReadProtocol> k_read_protocols[] = {
    {ReadProtocol::none, "none"},
    {ReadProtocol::pop3, "pop3"},
    {ReadProtocol::imap, "imap"},
};
constexpr const auto& names_of(ReadProtocol) { return k_read_protocols; }

struct OutgoingSpec {
  std::string server;  // DNS name or address; empty: this client cannot send
  Port port = 0;       // 0: 587, or 465 with implicit TLS
  TlsPolicy security = TlsPolicy::tls;
  bool verifies_certificate = true;
  bool logs_in = true;
  std::vector<std::string> mechanisms{"PLAIN", "LOGIN"};
  std::string user, password;  // empty: the account's
};

struct IncomingSpec {
  ReadProtocol protocol = ReadProtocol::none;
  std::string server;
  Port port = 0;  // 0: the usual one
  TlsPolicy security = TlsPolicy::tls;
  bool verifies_certificate = true;
  bool leaves_on_server = false;        // POP3
  std::vector<std::string> mechanisms;  // empty: the protocol's own login, user and password
  std::string user, password;
};

// What a mail program does with a mail that asks for a receipt (RFC 8098, section 2.1).
enum class Receipts { never, ask, always };

inline constexpr Named<Receipts> k_receipts[] = {
    {Receipts::never, "never"},
    {Receipts::ask, "ask"},
    {Receipts::always, "always"},
};
constexpr const auto& names_of(Receipts) { return k_receipts; }

struct MailClientSpec {
  std::string person;   // who sits there: "Alice"
  std::string address;  // alice@example.org
  std::string user, password;
  std::string token;       // for XOAUTH2 and OAUTHBEARER
  bool discovers = false;  // asks the DNS for its servers by SRV (RFC 6186) where none is named
  std::optional<Receipts> receipts;  // none: never, and the host does not list it
  bool agrees_to_receipts = false;   // what the person answers when the program asks
  OutgoingSpec outgoing;
  IncomingSpec incoming;
};

// ---- DNS -----------------------------------------------------------------------------------------------

struct ZoneSpec {
  std::string origin;                // "example.org."
  std::vector<std::string> records;  // master file lines without the origin: "@ 3600 IN MX 10 mx"
  bool is_signed = false;  // DNSSEC, which in this world is a flag that resolvers vouch for
};

struct DnsServerSpec {
  std::vector<ZoneSpec> zones;  // authoritative for these
  bool resolves = false;        // also answers clients' recursive questions, with a cache
};

// ---- attackers and middleboxes ---------------------------------------------------------------------------

// What a box does to packets that match. Text is matched in the TCP payload, in clear.
struct BoxRule {
  enum class Act { drop, replace, reset, reject_connection, insert, delay, answer_dns };
  std::string id;  // names the rule in the trace
  Act act = Act::drop;
  Port port = 0;                // the server's port; 0: any
  bool is_from_server = true;   // which direction it looks at
  std::string find, replace;    // `find` empty: every packet with payload (drop, reset, delay)
  Duration delay{};             // delay: how much later it goes on
  Ipv4 address{};               // answer_dns: what a question for the name `find` is told, at once
  std::uint32_t times_max = 0;  // 0: no limit
};

struct MiddleboxSpec {
  std::string wire_of;  // the host on whose wire it sits
  bool watches = true;  // reads what passes in clear and learns secrets
  std::vector<BoxRule> rules;
};

// ---- any host --------------------------------------------------------------------------------------------

struct HostSpec {
  std::string name;  // short, unique: "alice", "mx"
  HostRole role = HostRole::server;
  Ipv4 address{};
  Duration delay = milliseconds(10);
  std::string resolver;  // host that answers its lookups; empty: the world's first resolver
  std::optional<MailServerSpec> mail_server;
  std::optional<MailClientSpec> mail_client;
  std::optional<DnsServerSpec> dns_server;
  std::optional<MiddleboxSpec> middlebox;
  bool is_gateway = false;  // see sim/hosts/gateway.h
};

}  // namespace mailscope::hosts
