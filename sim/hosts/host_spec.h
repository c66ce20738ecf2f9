// What a host is before the world runs: plain values, filled by the scenario's loader or by a test.
//
// Hosts are named by their short name ("mx"), servers by their DNS name ("mx.example.org"). Times are
// virtual. Every default is what a careful administrator or a usual mail program of today would have,
// so a scenario says only what it is about.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/base/address.h"
#include "sim/base/time.h"
#include "sim/trace/names.h"

namespace mailscope::hosts {

// ---- mail servers ----------------------------------------------------------------------------------

enum class ServiceKind { relay, submission, submissions, pop3, pop3s, imap, imaps };

inline constexpr Named<ServiceKind> k_service_kinds[] = {
    {ServiceKind::relay, "relay"},
    {ServiceKind::submission, "submission"},
    {ServiceKind::submissions, "submissions"},
    {ServiceKind::pop3, "pop3"},
    {ServiceKind::pop3s, "pop3s"},
    {ServiceKind::imap, "imap"},
    {ServiceKind::imaps, "imaps"},
};
constexpr const auto& names_of(ServiceKind) { return k_service_kinds; }

// One listening door of a mail server.
struct ServiceSpec {
  ServiceKind kind = ServiceKind::relay;
  Port port = 0;                // 0: the kind's own (25, 587, 465, 110, 995, 143, 993)
  bool is_filtered = false;     // packets to the port vanish (a firewall)
  bool offers_starttls = true;  // has no meaning for the implicit-TLS doors
  bool allows_clear_text_login =
      false;  // passwords without TLS: RFC 4954, section 4; RFC 8314, section 3
  std::vector<std::string> mechanisms{"PLAIN", "LOGIN"};  // offered by AUTH, in this order
  std::set<std::string> hidden_extensions;  // EHLO keywords or capabilities it does not offer
  std::uint64_t size_max = 10'485'760;      // octets of one mail (SIZE, RFC 1870)
  std::uint32_t recipients_max = 100;       // in one transaction (RFC 5321, section 4.5.3.1.8)
};

enum class RelayPolicy { closed, open };  // open: for anyone to anywhere

inline constexpr Named<RelayPolicy> k_relay_policies[] = {
    {RelayPolicy::closed, "closed"},
    {RelayPolicy::open, "open"},
};
constexpr const auto& names_of(RelayPolicy) { return k_relay_policies; }

// How a client of a protocol treats STARTTLS; `tls` is the implicit kind (no STARTTLS at all).
enum class TlsPolicy { none, opportunistic, required, tls };

inline constexpr Named<TlsPolicy> k_tls_policies[] = {
    {TlsPolicy::none, "none"},
    {TlsPolicy::opportunistic, "opportunistic"},
    {TlsPolicy::required, "required"},
    {TlsPolicy::tls, "tls"},
};
constexpr const auto& names_of(TlsPolicy) { return k_tls_policies; }

enum class CertificateState {
  good,
  expired,
  not_yet_valid,
  self_signed,
  wrong_name,
  unknown_authority
};

inline constexpr Named<CertificateState> k_certificate_states[] = {
    {CertificateState::good, "good"},
    {CertificateState::expired, "expired"},
    {CertificateState::not_yet_valid, "not-yet-valid"},
    {CertificateState::self_signed, "self-signed"},
    {CertificateState::wrong_name, "wrong-name"},
    {CertificateState::unknown_authority, "unknown-authority"},
};
constexpr const auto& names_of(CertificateState) { return k_certificate_states; }

struct MailSpec {    // a mail that somebody writes, or that already lies in a mailbox
  std::string from;  // mailbox text: "Alice <alice@example.org>"; empty: the account's own
  std::vector<std::string> to, cc, bcc;
  std::string subject, text;
  std::vector<std::pair<std::string, std::string>> headers;  // further fields, as they are
  std::optional<std::string> raw;                            // the whole mail instead, LF or CR LF
  std::optional<std::string> envelope_from;                  // the reverse-path, if not `from`
};

struct AccountSpec {
  std::string address;  // alice@example.org
  std::string user;     // login name; empty: the address
  std::string password;
  std::vector<MailSpec> inbox;  // mail that is there already, oldest first
  std::vector<std::string> mailboxes{"Sent", "Drafts", "Trash"};  // besides INBOX
};

struct QueueSpec {
  std::vector<Duration> retry_after{minutes(5), minutes(15), hours(1),
                                    hours(4)};  // the last repeats
  Duration give_up_after = days(5);             // RFC 5321, section 4.5.4.1: at least 4-5 days
  Duration warn_after = hours(4);               // a delayed DSN to the sender; 0: none
};

struct MailServerSpec {
  std::string server_name;  // its DNS name: what it says in greetings, its certificate's name
  std::vector<std::string> local_domains;  // mail for these is delivered here
  std::vector<AccountSpec> accounts;       // mailboxes in local domains; also the logins
  std::vector<std::pair<std::string, std::string>>
      aliases;  // address -> address (expanded at delivery)
  std::vector<ServiceSpec> services;
  RelayPolicy relay = RelayPolicy::closed;
  std::vector<std::string> relay_networks;  // "192.0.2.0/24": may relay without logging in
  std::string smart_host;                   // all outgoing mail goes there; empty: by MX
  TlsPolicy outbound_tls = TlsPolicy::opportunistic;
  bool verifies_outbound =
      false;  // certificate of the next server: RFC 7435 says opportunistic does not
  CertificateState certificate = CertificateState::good;
  std::uint32_t received_max =
      50;  // more Received lines than this is a loop (RFC 5321, section 6.3)
  QueueSpec queue;
  std::map<std::string, std::string> policies;  // further policies by key; see sim/hosts/policies.h
};

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
  bool leaves_on_server = false;  // POP3
  std::string user, password;
};

struct MailClientSpec {
  std::string person;   // who sits there: "Alice"
  std::string address;  // alice@example.org
  std::string user, password;
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
  enum class Act { drop, replace, reset, reject_connection };
  std::string id;  // names the rule in the trace
  Act act = Act::drop;
  Port port = 0;                // the server's port; 0: any
  bool is_from_server = true;   // which direction it looks at
  std::string find, replace;    // `find` empty: every packet with payload (drop, reset)
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
};

}  // namespace mailscope::hosts
