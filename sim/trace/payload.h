// What a Record can say: one small struct for each kind, each with its word and its fields.
//
// `fields` names every member once; JSON, text, patterns and the digest all go through it, so a
// new member appears everywhere by being listed here. Octets are octets: how they are shown is the
// reader's affair. Texts are English identifiers or protocol text, never sentences for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/base/address.h"
#include "sim/base/ids.h"
#include "sim/base/time.h"
#include "sim/trace/names.h"
#include "sim/wire/line.h"

namespace mailscope {

inline constexpr Named<LineKind> k_line_kinds[] = {
    {LineKind::greeting, "greeting"},
    {LineKind::command, "command"},
    {LineKind::reply, "reply"},
    {LineKind::content, "content"},
    {LineKind::continuation, "continuation"},
};
constexpr const auto& names_of(LineKind) { return k_line_kinds; }

using Facts = std::vector<std::pair<std::string, std::string>>;  // ordered; keys are kebab-case

// Octets that are not text: base64 in JSON.
struct Octets {
  std::string value;
  friend bool operator==(const Octets&, const Octets&) = default;
};

#define MAILSCOPE_KIND(word)                       \
  static constexpr std::string_view k_kind = word; \
  template <class Self, class Visit>               \
  static void fields(Self& self, Visit&& visit)

// ---- the world as it stands ------------------------------------------------------------------

struct HostAdded {  // record.host = the new host
  std::string name;
  HostRole role = HostRole::server;
  Ipv4 address{};
  Duration delay{};  // one way, from the host to the middle of the network
  HostId wire_of{};  // for a middlebox: the host on whose wire it sits
  MAILSCOPE_KIND("host-added") {
    visit("name", self.name), visit("role", self.role), visit("address", self.address);
    visit("delay", self.delay), visit("wire-of", self.wire_of);
  }
  friend bool operator==(const HostAdded&, const HostAdded&) = default;
};

struct ServiceOpened {  // record.host listens
  Protocol protocol = Protocol::none;
  Port port = 0;
  Security security = Security::none;
  std::string name;  // "submission", "relay", "imap", ...
  MAILSCOPE_KIND("service-opened") {
    visit("protocol", self.protocol), visit("port", self.port), visit("security", self.security);
    visit("name", self.name);
  }
  friend bool operator==(const ServiceOpened&, const ServiceOpened&) = default;
};

struct SettingChanged {
  std::string key, value;
  MAILSCOPE_KIND("setting") { visit("key", self.key), visit("value", self.value); }
  friend bool operator==(const SettingChanged&, const SettingChanged&) = default;
};

struct MailboxAdded {
  std::string account, mailbox;
  std::uint32_t uid_validity = 0;
  MAILSCOPE_KIND("mailbox-added") {
    visit("account", self.account), visit("mailbox", self.mailbox);
    visit("uid-validity", self.uid_validity);
  }
  friend bool operator==(const MailboxAdded&, const MailboxAdded&) = default;
};

struct MailboxRemoved {
  std::string account, mailbox;
  MAILSCOPE_KIND("mailbox-removed") {
    visit("account", self.account), visit("mailbox", self.mailbox);
  }
  friend bool operator==(const MailboxRemoved&, const MailboxRemoved&) = default;
};

struct MailboxRenamed {  // its mails go along, with their UIDs
  std::string account, from, to;
  std::uint32_t uid_validity = 0;  // of the new name
  MAILSCOPE_KIND("mailbox-renamed") {
    visit("account", self.account), visit("from", self.from), visit("to", self.to);
    visit("uid-validity", self.uid_validity);
  }
  friend bool operator==(const MailboxRenamed&, const MailboxRenamed&) = default;
};

// ---- packets and connections -------------------------------------------------------------------

struct
    PacketSent {  // record.host put it on its wire, for record.peer (none: nobody has that address)
  Octets packet;  // the whole IPv4 datagram
  bool is_injected = false;  // made up by a middlebox in somebody else's name
  MAILSCOPE_KIND("packet-sent") {
    visit("packet", self.packet), visit("injected", self.is_injected);
  }
  friend bool operator==(const PacketSent&, const PacketSent&) = default;
};

struct PacketChanged {  // record.host (a middlebox) let `packet` go on instead of what `sent` holds
  RecordNumber sent{};
  Octets packet;
  MAILSCOPE_KIND("packet-changed") { visit("sent", self.sent), visit("packet", self.packet); }
  friend bool operator==(const PacketChanged&, const PacketChanged&) = default;
};

struct PacketDropped {  // record.host threw it away (none: the network did)
  RecordNumber sent{};
  DropReason reason = DropReason::middlebox;
  MAILSCOPE_KIND("packet-dropped") { visit("sent", self.sent), visit("reason", self.reason); }
  friend bool operator==(const PacketDropped&, const PacketDropped&) = default;
};

struct PacketArrived {  // at record.host, from record.peer
  RecordNumber sent{};
  MAILSCOPE_KIND("packet-arrived") { visit("sent", self.sent); }
  friend bool operator==(const PacketArrived&, const PacketArrived&) = default;
};

struct ConnectionOpened {  // record.host dials record.peer: the first SYN follows
  Ipv4 client_address{}, server_address{};
  Port client_port = 0, server_port = 0;
  MAILSCOPE_KIND("connection-opened") {
    visit("client-address", self.client_address), visit("client-port", self.client_port);
    visit("server-address", self.server_address), visit("server-port", self.server_port);
  }
  friend bool operator==(const ConnectionOpened&, const ConnectionOpened&) = default;
};

struct TcpStateChanged {  // of record.host's end of record.connection
  TcpState from = TcpState::closed, to = TcpState::closed;
  MAILSCOPE_KIND("tcp-state") { visit("from", self.from), visit("to", self.to); }
  friend bool operator==(const TcpStateChanged&, const TcpStateChanged&) = default;
};

struct ConnectionEnded {  // as record.host sees it
  EndReason reason = EndReason::closed;
  MAILSCOPE_KIND("connection-ended") { visit("reason", self.reason); }
  friend bool operator==(const ConnectionEnded&, const ConnectionEnded&) = default;
};

// ---- dialogues ---------------------------------------------------------------------------------

struct Said {  // record.host said it to record.peer
  Protocol protocol = Protocol::none;
  Speaker speaker = Speaker::client;
  LineKind kind = LineKind::command;
  bool is_encrypted = false;
  std::string text;  // octets as the session said them, with CR LF
  MAILSCOPE_KIND("said") {
    visit("protocol", self.protocol), visit("speaker", self.speaker), visit("line", self.kind);
    visit("encrypted", self.is_encrypted), visit("text", self.text);
  }
  friend bool operator==(const Said&, const Said&) = default;
};

struct
    Understood {  // record.host read this from record.peer: differs from what was said if changed on the way
  Protocol protocol = Protocol::none;
  Speaker speaker = Speaker::client;  // who is quoted
  LineKind kind = LineKind::command;
  bool is_encrypted = false;
  std::string text;
  MAILSCOPE_KIND("understood") {
    visit("protocol", self.protocol), visit("speaker", self.speaker), visit("line", self.kind);
    visit("encrypted", self.is_encrypted), visit("text", self.text);
  }
  friend bool operator==(const Understood&, const Understood&) = default;
};

struct SessionStateChanged {  // of record.host's session, by the names of its table of states
  Protocol protocol = Protocol::none;
  Speaker side = Speaker::server;
  std::string from, to;
  MAILSCOPE_KIND("session-state") {
    visit("protocol", self.protocol), visit("side", self.side), visit("from", self.from);
    visit("to", self.to);
  }
  friend bool operator==(const SessionStateChanged&, const SessionStateChanged&) = default;
};

struct TlsMessage {  // record.host sent it to record.peer
  std::string name;  // "ClientHello", ... as RFC 8446, section 4 spells them
  bool is_encrypted = false;
  std::uint32_t octet_count = 0;
  Facts facts;  // version, suite, server-name, ...
  MAILSCOPE_KIND("tls-message") {
    visit("name", self.name), visit("encrypted", self.is_encrypted);
    visit("octets", self.octet_count), visit("facts", self.facts);
  }
  friend bool operator==(const TlsMessage&, const TlsMessage&) = default;
};

struct TlsEstablished {  // record.host's end is done
  std::string version, suite;
  Facts facts;  // peer certificate, verified yes/no, ...
  MAILSCOPE_KIND("tls-established") {
    visit("version", self.version), visit("suite", self.suite), visit("facts", self.facts);
  }
  friend bool operator==(const TlsEstablished&, const TlsEstablished&) = default;
};

struct TlsFailed {
  std::string code;  // kebab-case: "unknown-authority", "wrong-name", "expired", ...
  Facts facts;
  MAILSCOPE_KIND("tls-failed") { visit("code", self.code), visit("facts", self.facts); }
  friend bool operator==(const TlsFailed&, const TlsFailed&) = default;
};

struct TlsSecret {  // one line of an NSS key log; recorded once, by the client's end
  std::string label;
  Octets client_random, secret;
  MAILSCOPE_KIND("tls-secret") {
    visit("label", self.label), visit("client-random", self.client_random);
    visit("secret", self.secret);
  }
  friend bool operator==(const TlsSecret&, const TlsSecret&) = default;
};

struct DnsSaid {  // a query or a response, sent by record.host to record.peer
  Speaker speaker = Speaker::client;
  std::uint16_t id = 0;
  std::string name, type;            // of the question
  std::string response_code;         // "NOERROR", "NXDOMAIN", ...; empty in a query
  std::vector<std::string> answers;  // as master file text
  MAILSCOPE_KIND("dns-said") {
    visit("speaker", self.speaker), visit("id", self.id), visit("name", self.name);
    visit("type", self.type), visit("response-code", self.response_code);
    visit("answers", self.answers);
  }
  friend bool operator==(const DnsSaid&, const DnsSaid&) = default;
};

struct LookupDone {  // what record.host's program learnt in the end
  std::string name, type;
  std::string outcome;  // "found", "no-such-name", "no-such-record", "failed"
  std::vector<std::string> answers;
  MAILSCOPE_KIND("lookup-done") {
    visit("name", self.name), visit("type", self.type), visit("outcome", self.outcome);
    visit("answers", self.answers);
  }
  friend bool operator==(const LookupDone&, const LookupDone&) = default;
};

struct CacheChanged {  // record.host's DNS cache keeps this until `expires`
  std::string name, type;
  std::vector<std::string> answers;  // empty: the name or the type does not exist
  Time expires{};
  MAILSCOPE_KIND("cache-changed") {
    visit("name", self.name), visit("type", self.type), visit("answers", self.answers);
    visit("expires", self.expires);
  }
  friend bool operator==(const CacheChanged&, const CacheChanged&) = default;
};

// ---- decisions and mail --------------------------------------------------------------------------

struct Decision {  // record.host decided about what record.cause asked
  Verdict verdict = Verdict::accepted;
  std::string code;   // stable, kebab-case: "relay-denied"
  Facts facts;        // what it was decided on
  std::string rule;   // "RFC 5321, section 3.6.2"
  std::string reply;  // the answer that follows from it, if any
  MAILSCOPE_KIND("decision") {
    visit("verdict", self.verdict), visit("code", self.code), visit("facts", self.facts);
    visit("rule", self.rule), visit("reply", self.reply);
  }
  friend bool operator==(const Decision&, const Decision&) = default;
};

struct MailQueued {  // record.host took responsibility
  std::string queue_id;
  std::string reverse_path;
  std::vector<std::string> recipients;
  std::string content;
  MAILSCOPE_KIND("mail-queued") {
    visit("queue-id", self.queue_id), visit("reverse-path", self.reverse_path);
    visit("recipients", self.recipients), visit("content", self.content);
  }
  friend bool operator==(const MailQueued&, const MailQueued&) = default;
};

struct MailDeferred {
  std::string queue_id, recipient, why;
  std::uint32_t attempt = 0;
  Time next_attempt{};
  MAILSCOPE_KIND("mail-deferred") {
    visit("queue-id", self.queue_id), visit("recipient", self.recipient), visit("why", self.why);
    visit("attempt", self.attempt), visit("next-attempt", self.next_attempt);
  }
  friend bool operator==(const MailDeferred&, const MailDeferred&) = default;
};

struct RecipientDone {  // nothing is left to do for this recipient here
  std::string queue_id, recipient;
  RecipientOutcome outcome = RecipientOutcome::relayed;
  std::string detail;  // the next server and its reply, the mailbox, or the reason of the bounce
  MAILSCOPE_KIND("recipient-done") {
    visit("queue-id", self.queue_id), visit("recipient", self.recipient);
    visit("outcome", self.outcome), visit("detail", self.detail);
  }
  friend bool operator==(const RecipientDone&, const RecipientDone&) = default;
};

struct MailUnqueued {  // all recipients done
  std::string queue_id;
  MAILSCOPE_KIND("mail-unqueued") { visit("queue-id", self.queue_id); }
  friend bool operator==(const MailUnqueued&, const MailUnqueued&) = default;
};

struct MailStored {  // in a mailbox of record.host: a server's store, or a client's own folder
  std::string account, mailbox;
  std::uint32_t uid = 0;
  std::vector<std::string> flags;
  std::string content;
  MAILSCOPE_KIND("mail-stored") {
    visit("account", self.account), visit("mailbox", self.mailbox), visit("uid", self.uid);
    visit("flags", self.flags), visit("content", self.content);
  }
  friend bool operator==(const MailStored&, const MailStored&) = default;
};

struct MailDeleted {
  std::string account, mailbox;
  std::uint32_t uid = 0;
  MAILSCOPE_KIND("mail-deleted") {
    visit("account", self.account), visit("mailbox", self.mailbox), visit("uid", self.uid);
  }
  friend bool operator==(const MailDeleted&, const MailDeleted&) = default;
};

struct FlagsChanged {  // the flags it has now
  std::string account, mailbox;
  std::uint32_t uid = 0;
  std::vector<std::string> flags;
  MAILSCOPE_KIND("flags-changed") {
    visit("account", self.account), visit("mailbox", self.mailbox), visit("uid", self.uid);
    visit("flags", self.flags);
  }
  friend bool operator==(const FlagsChanged&, const FlagsChanged&) = default;
};

// ---- people and secrets ------------------------------------------------------------------------

struct PersonActed {  // somebody at record.host did something: the root of a chain of causes
  std::string person, action;  // action is a stable word: "send", "fetch", "read", ...
  Facts facts;
  MAILSCOPE_KIND("person-acted") {
    visit("person", self.person), visit("action", self.action), visit("facts", self.facts);
  }
  friend bool operator==(const PersonActed&, const PersonActed&) = default;
};

struct ScreenShown {  // what the program at record.host tells its user
  Severity severity = Severity::info;
  std::string code;  // stable, kebab-case; its sentence is in ui/text
  Facts facts;
  MAILSCOPE_KIND("screen-shown") {
    visit("severity", self.severity), visit("code", self.code), visit("facts", self.facts);
  }
  friend bool operator==(const ScreenShown&, const ScreenShown&) = default;
};

struct SecretLearnt {  // record.host saw it in clear, on record.connection
  SecretKind kind = SecretKind::password;
  std::string value;
  std::string owner;  // whose it is: an account's address
  MAILSCOPE_KIND("secret-learnt") {
    visit("secret", self.kind), visit("value", self.value), visit("owner", self.owner);
  }
  friend bool operator==(const SecretLearnt&, const SecretLearnt&) = default;
};

struct BudgetReached {  // the run was stopped
  std::string budget;   // "records", "virtual-time", "octets"
  std::int64_t limit = 0;
  MAILSCOPE_KIND("budget-reached") { visit("budget", self.budget), visit("limit", self.limit); }
  friend bool operator==(const BudgetReached&, const BudgetReached&) = default;
};

struct InterventionMade {  // the learner changed the run here
  std::string what;
  MAILSCOPE_KIND("intervention") { visit("what", self.what); }
  friend bool operator==(const InterventionMade&, const InterventionMade&) = default;
};

#undef MAILSCOPE_KIND

using Payload =
    std::variant<HostAdded, ServiceOpened, SettingChanged, MailboxAdded, MailboxRemoved,
                 MailboxRenamed, PacketSent, PacketChanged, PacketDropped, PacketArrived,
                 ConnectionOpened, TcpStateChanged, ConnectionEnded, Said, Understood,
                 SessionStateChanged, TlsMessage, TlsEstablished, TlsFailed, TlsSecret, DnsSaid,
                 LookupDone, CacheChanged, Decision, MailQueued, MailDeferred, RecipientDone,
                 MailUnqueued, MailStored, MailDeleted, FlagsChanged, PersonActed, ScreenShown,
                 SecretLearnt, BudgetReached, InterventionMade>;

}  // namespace mailscope
