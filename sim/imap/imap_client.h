// The client's side of one IMAP session, driven by steps: bytes in; bytes and events out (RFC 9051).
//
// No sockets, no clock, no TLS. The owner gives a list of Steps at once or while it runs; the session
// greets, secures and logs in as its options say, then does one Step after the other.
//
//   Client client({.tls = wire::TlsPolicy::required, .credentials = sasl::Credentials{"anna", "secret"}});
//   client.add(SelectMailbox{"INBOX"});
//   client.add(FetchEnvelopes{"1:*"});
//   client.add(LogOut{});
//   client.receive(bytes_from_server);
//   while (auto event = client.next()) {
//     handle(*event);                                        // TlsWanted: then client.tls_started()
//     for (const Line& line : client.take_output()) send(wire_octets(line));
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/imap/imap_states.h"
#include "sim/sasl/sasl_client.h"
#include "sim/store/flags.h"
#include "sim/store/mail_store.h"
#include "sim/wire/line.h"
#include "sim/wire/tls_policy.h"

namespace mailscope::imap {

struct ClientOptions {
  wire::TlsPolicy tls = wire::TlsPolicy::required;  // about STARTTLS
  bool is_tls_active = false;                       // implicit TLS: on before the first octet
  std::optional<sasl::Credentials> credentials = std::nullopt;  // none = stays unauthenticated
  // In order of preference; the first that is offered and possible is used.
  std::vector<sasl::Mechanism> mechanisms{sasl::Mechanism::scram_sha_256, sasl::Mechanism::plain};
  bool uses_login_command = true;             // LOGIN when none of the mechanisms can be used
  bool sends_clear_text_without_tls = false;  // a careless client
  bool says_id = false;                       // sends ID after login when offered
  std::string name = "Mailscope";             // in ID
  std::vector<std::string> enable =
      {};                         // extensions to ENABLE when offered: "CONDSTORE", "IMAP4rev2"
  bool uses_literal_plus = true;  // non-synchronizing literals when offered
  wire::OctetsBeforeTls octets_before_tls = wire::OctetsBeforeTls::refuse;
  sasl::Hashes hashes = {};
  std::string nonce = {};
  std::string server_name = {};  // for OAUTHBEARER
  std::uint16_t server_port = 0;
  std::size_t line_octets_max = 1'048'576;  // of the server, without literals
  std::size_t literal_octets_max = 67'108'864;
};

// ---- Steps ----------------------------------------------------------------------------------------------
// `mails` is a sequence set, by UIDs unless it says otherwise: "1:*", "3,5:7". An empty set is skipped.

struct ListMailboxes {
  std::string reference, pattern = "*";
};
struct GetStatus {
  std::string mailbox;
};
struct SelectMailbox {
  std::string mailbox = "INBOX";
  bool is_read_only = false;
};
struct FetchEnvelopes {
  std::string mails = "1:*";
};  // UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE
struct FetchFlags {
  std::string mails = "1:*";
};
struct FetchHeaders {
  std::string mails = "1:*";
};  // BODY.PEEK[HEADER]
struct FetchBodies {
  std::string mails = "1:*";
  bool marks_seen = true;
};  // BODY[] or BODY.PEEK[]
// Any items: "BODYSTRUCTURE", "BODY.PEEK[1.2]<0.100>" …
struct FetchItems {
  std::string mails = "1:*";
  std::string items;
};
struct SearchMails {
  std::string criteria = "ALL";
};  // as in the command: `UNSEEN FROM "anna"`
struct ChangeFlags {
  std::string mails;
  store::FlagsMode mode = store::FlagsMode::add;
  store::Flags flags;
};
struct CopyMails {
  std::string mails, mailbox;
};
struct MoveMails {
  std::string mails, mailbox;
};  // by COPY, STORE, EXPUNGE when MOVE is not offered
struct AppendMail {
  std::string mailbox, content;
  store::Flags flags;
  std::int64_t date_s = 0;
};  // 0 = no date
struct ExpungeMails {
  std::string mails;
};  // empty = all that are \Deleted, else UID EXPUNGE
struct MakeMailbox {
  std::string mailbox;
};
struct RemoveMailbox {
  std::string mailbox;
};
struct RenameMailbox {
  std::string from, to;
};
struct Subscribe {
  std::string mailbox;
  bool is_subscribed = true;
};
struct Idle {};  // until end_idle(); NOOP instead when IDLE is not offered
struct Noop {};
struct CloseMailbox {
  bool expunges = false;
};  // CLOSE or UNSELECT
struct RawCommand {
  std::string text;
};  // without tag and CR LF: `FETCH 1 BODY[]`
struct LogOut {};

using Step =
    std::variant<ListMailboxes, GetStatus, SelectMailbox, FetchEnvelopes, FetchFlags, FetchHeaders,
                 FetchBodies, FetchItems, SearchMails, ChangeFlags, CopyMails, MoveMails,
                 AppendMail, ExpungeMails, MakeMailbox, RemoveMailbox, RenameMailbox, Subscribe,
                 Idle, Noop, CloseMailbox, RawCommand, LogOut>;

// ---- Events ---------------------------------------------------------------------------------------------

struct Greeted {
  std::string text;
  bool is_preauthenticated = false;
  friend bool operator==(const Greeted&, const Greeted&) = default;
};
struct Capabilities {
  std::vector<std::string> names;
  friend bool operator==(const Capabilities&, const Capabilities&) = default;
};
struct TlsDecided {
  wire::TlsPolicy policy;
  bool is_offered = false;
  wire::TlsDecision decision;
  friend bool operator==(const TlsDecided&, const TlsDecided&) = default;
};
// Send the output, begin TLS, then tls_started() or tls_failed().
struct TlsWanted {
  bool keeps_plain_octets = false;
  friend bool operator==(const TlsWanted&, const TlsWanted&) = default;
};
struct AuthTried {
  std::optional<sasl::Mechanism> mechanism;  // none = the LOGIN command, or nothing was sent
  bool is_accepted = false;
  bool is_sent = true;  // false: the client gave up by itself
  std::string text;     // the server's, or why the client gave up
  friend bool operator==(const AuthTried&, const AuthTried&) = default;
};
struct MailboxListed {
  std::string name;
  std::vector<std::string> attributes;
  friend bool operator==(const MailboxListed&, const MailboxListed&) = default;
};
struct StatusSeen {
  std::string mailbox;
  std::vector<std::pair<std::string, std::uint64_t>> items;  // "MESSAGES" 3 …
  friend bool operator==(const StatusSeen&, const StatusSeen&) = default;
};
struct MailboxSelected {
  std::string mailbox;
  bool is_read_only = false;
  std::uint32_t uid_validity = 0, uid_next = 0;
  std::uint64_t modseq_highest = 0;
  std::size_t mails = 0;
  friend bool operator==(const MailboxSelected&, const MailboxSelected&) = default;
};
// One FETCH answer; only what the server sent is there.
struct MailSeen {
  std::uint32_t number = 0;  // the sequence number at that moment
  std::optional<store::Uid> uid;
  std::optional<store::Flags> flags;
  std::optional<std::uint64_t> modseq;
  std::optional<std::uint64_t> size;
  std::optional<std::string> date;       // INTERNALDATE as text
  std::optional<std::string> envelope;   // the parenthesised list as sent
  std::optional<std::string> subject;    // from the envelope, as sent
  std::optional<std::string> structure;  // BODYSTRUCTURE as sent
  struct Section {
    std::string name;  // "" for BODY[], "HEADER", "1.2"
    std::optional<std::uint64_t> offset;
    std::optional<std::string> octets;  // none = NIL
    friend bool operator==(const Section&, const Section&) = default;
  };
  std::vector<Section> sections;
  bool is_unasked = false;  // came by itself, not as the answer to a FETCH of ours
  friend bool operator==(const MailSeen&, const MailSeen&) = default;
};
struct MailsFound {
  std::vector<std::uint32_t> uids;
  friend bool operator==(const MailsFound&, const MailsFound&) = default;
};
struct MailCountSeen {  // EXISTS
  std::size_t mails = 0;
  friend bool operator==(const MailCountSeen&, const MailCountSeen&) = default;
};
struct MailGone {  // EXPUNGE or VANISHED
  std::uint32_t number = 0;
  store::Uid uid = 0;  // when the client knew it, else 0
  friend bool operator==(const MailGone&, const MailGone&) = default;
};
struct IdleBegun {
  friend bool operator==(const IdleBegun&, const IdleBegun&) = default;
};
// A step (or a command of the session's own) has its tagged answer.
struct StepDone {
  std::size_t step = 0;    // counted from 1 in the order added; 0 = the session's own
  std::string command;     // "UID FETCH 1:* …" without tag; passwords left out
  std::string status;      // "OK", "NO", "BAD"
  std::string code, text;  // "APPENDUID 38505 3955", "APPEND completed"
  friend bool operator==(const StepDone&, const StepDone&) = default;
};
// All steps given so far are done; add more, or the owner may close.
struct StepsExhausted {
  friend bool operator==(const StepsExhausted&, const StepsExhausted&) = default;
};
// The session cannot go on; the steps that are left are not done. LOGOUT is said if possible.
struct Failed {
  std::string why, rule;
  friend bool operator==(const Failed&, const Failed&) = default;
};
// All is said: close the connection.
struct Finished {
  friend bool operator==(const Finished&, const Finished&) = default;
};

using ClientEvent =
    std::variant<Heard, Greeted, Capabilities, TlsDecided, TlsWanted, AuthTried, MailboxListed,
                 StatusSeen, MailboxSelected, MailSeen, MailsFound, MailCountSeen, MailGone,
                 IdleBegun, StepDone, StepsExhausted, Failed, Finished>;

// ---- The session ------------------------------------------------------------------------------------------

class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  void add(Step step);
  void start();  // the client waits for the greeting
  void receive(std::string_view octets);
  void receive_end();
  std::optional<ClientEvent> next();
  std::vector<Line> take_output();

  void tls_started();  // to TlsWanted
  void tls_failed();
  void end_idle();  // says DONE; nothing when it does not idle

  State state() const;  // as the client believes
  bool is_closed() const;
  bool is_idle() const;
  bool is_tls_active() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailscope::imap
