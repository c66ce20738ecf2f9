// The client's side of one SMTP session, driven by a plan: octets in, lines and events out.
//
// It greets, starts TLS as its policy says, logs in, hands over its mails one after the other
// (pipelined where offered and wanted), and quits. No sockets, no clock, no queue: what a refusal
// means for the mail (retry, bounce, another server) is the owner's to decide.
//
//   Client session({.hello_name = "client.example.org", .mails = {mail}});
//   session.start();
//   session.receive(octets_from_peer);
//   while (auto event = session.next()) {
//     handle(*event);                                  // StartTls: begin TLS, then tls_started()
//     for (const Line& line : session.take_output()) send(wire_octets(line));
//   }
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/sasl/sasl_client.h"
#include "sim/smtp/smtp_extensions.h"
#include "sim/smtp/smtp_parameters.h"
#include "sim/smtp/smtp_path.h"
#include "sim/smtp/smtp_reply.h"
#include "sim/wire/line.h"
#include "sim/wire/line_reader.h"
#include "sim/wire/outbox.h"
#include "sim/wire/tls_policy.h"

namespace mailscope::smtp {

struct MailRecipient {
  Path forward_path;
  RecipientParameters parameters = {};
};

struct Mail {
  Path reverse_path;
  std::vector<MailRecipient> recipients;
  std::string content;             // with CR LF line ends, not dot-stuffed
  MailParameters parameters = {};  // SIZE and BODY are filled in by the client when offered
};

struct Plan {
  std::string hello_name;
  bool says_ehlo = true;  // false = HELO, and so no extension
  wire::TlsPolicy tls = wire::TlsPolicy::opportunistic;
  bool is_tls_active = false;  // implicit TLS
  std::optional<sasl::Credentials> credentials = std::nullopt;
  // In order of preference; the first that is offered and possible is used.
  std::vector<sasl::Mechanism> mechanisms = {sasl::Mechanism::scram_sha_256, sasl::Mechanism::plain,
                                             sasl::Mechanism::login};
  bool sends_clear_text_without_tls = false;  // a careless client: PLAIN over a plain connection
  bool sends_initial_response = true;         // with AUTH itself, a round trip less
  bool pipelines = true;
  bool uses_chunking = false;           // BDAT instead of DATA where offered
  bool sends_eight_bit_anyway = false;  // even where 8BITMIME is not offered
  std::uint64_t chunk_octets_max = 64 * 1024;
  std::vector<Mail> mails = {};
  wire::OctetsBeforeTls octets_before_tls = wire::OctetsBeforeTls::refuse;
  sasl::Hashes hashes = {};
  std::string nonce = {};
  std::string server_name = {};  // for OAUTHBEARER
  std::uint16_t server_port = 0;
};

// Where in the session something happened.
enum class Stage { greeting, hello, tls, auth, mail, recipient, content, rset, quit };
std::string_view name_of(Stage stage);

// ── Events ───────────────────────────────────────────────────────────────────────────────────────
struct Greeted {
  Reply reply;
  friend bool operator==(const Greeted&, const Greeted&) = default;
};
// EHLO or HELO was answered; again after TLS.
struct Capabilities {
  Offer offer;
  bool is_ehlo = true;
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
  std::optional<sasl::Mechanism> mechanism;  // none = no common mechanism; nothing was sent
  bool is_accepted = false;
  Reply reply;           // the server's; code 0 when the client gave up by itself
  std::string why = {};  // for people, when the client gave up
  friend bool operator==(const AuthTried&, const AuthTried&) = default;
};
struct RecipientAnswered {
  std::size_t mail = 0;       // index in the plan
  std::size_t recipient = 0;  // index in the mail
  Path forward_path;
  Reply reply;
  friend bool operator==(const RecipientAnswered&, const RecipientAnswered&) = default;
};
// A mail is done, in whatever way. Accepted = for those recipients that were accepted before.
struct MailAnswered {
  std::size_t mail = 0;
  bool is_accepted = false;
  Stage stage = Stage::content;
  Reply reply;  // the server's, or what the client says itself (is_local)
  bool is_local =
      false;  // never offered to the server: too big, or 8-bit where only 7-bit is taken
  friend bool operator==(const MailAnswered&, const MailAnswered&) = default;
};
// The session cannot go on; mails that were not answered were not taken. QUIT is said if possible.
struct Failed {
  Stage stage = Stage::greeting;
  std::optional<Reply> reply;
  std::string why;  // for people
  friend bool operator==(const Failed&, const Failed&) = default;
};
// All is said: close the connection.
struct Finished {
  friend bool operator==(const Finished&, const Finished&) = default;
};

using ClientEvent = std::variant<Heard, Greeted, Capabilities, TlsDecided, TlsWanted, AuthTried,
                                 RecipientAnswered, MailAnswered, Failed, Finished>;

class Client {
 public:
  explicit Client(Plan plan);

  // The client waits for the greeting.
  void start();
  void receive(std::string_view octets);
  void receive_end();
  std::optional<ClientEvent> next();
  std::vector<Line> take_output() { return outbox_.take_output(); }

  void tls_started();
  void tls_failed(std::string why);

  bool is_finished() const { return is_finished_; }
  // What the server's next reply is about, for whoever keeps the clock (RFC 5321, section 4.5.3.2).
  // `data` waits for 354, `end_of_data` for the answer to the mail itself.
  enum class Awaited { nothing, reply, data, end_of_data };
  Awaited awaited() const;
  bool is_tls_active() const { return plan_.is_tls_active; }
  const Offer& offer() const { return offer_; }

 private:
  // What a reply that is due will mean.
  struct Due {
    enum class What {
      greeting,
      ehlo,
      helo,
      starttls,
      auth,
      mail,
      recipient,
      data,
      content,
      chunk,
      rset,
      quit
    };
    What what = What::quit;
    std::size_t recipient = 0;
    bool is_last_chunk = false;
  };
  static Stage stage_of(Due::What what);
  Stage stage() const;  // of the reply that is due

  bool read_line();
  void take(const Reply& reply);
  void take_hello(const Reply& reply, bool is_ehlo);
  void decide_tls();
  void take_starttls(const Reply& reply);
  void go_without_tls(const Reply& reply, std::string why);
  void begin_auth();
  void say_auth(sasl::Mechanism mechanism);
  void take_auth(const Reply& reply);

  // smtp_client_mail.cpp
  void begin_mail();
  void take_mail(const Reply& reply);
  void say_recipient(std::size_t index);
  void take_recipient(const Reply& reply, std::size_t index);
  void begin_content();
  void take_data(const Reply& reply);
  void take_content(const Reply& reply);
  void say_chunk();
  void take_chunk(const Reply& reply, bool is_last);
  void end_mail(bool is_accepted, Stage stage, const Reply& reply);
  std::optional<Reply> local_refusal(const Mail& mail) const;
  MailParameters parameters_for(const Mail& mail) const;
  bool may_pipeline() const;

  void say_hello(bool is_ehlo);
  void say(const std::string& command, Due due);
  void say_line(LineKind kind, std::string octets);
  void quit();
  void fail(Stage stage, std::optional<Reply> reply, std::string why);
  void break_off(Stage stage, std::string why);
  void finish();

  Plan plan_;
  wire::Outbox<ClientEvent> outbox_;
  wire::LineReader reader_;
  ReplyReader replies_;
  std::deque<Due> due_;
  Offer offer_;
  bool has_decided_tls_ = false;
  bool is_waiting_for_tls_ = false;
  bool has_failed_ = false;
  bool is_quitting_ = false;
  bool is_finished_ = false;
  bool is_peer_closed_ = false;

  std::optional<sasl::Mechanism> mechanism_;
  std::optional<sasl::ClientExchange> exchange_;
  std::optional<std::string> held_response_;  // too long to go with AUTH itself
  std::string auth_fault_;

  std::size_t mail_ = 0;  // index of the mail under way
  // Of that mail:
  std::size_t recipients_accepted_ = 0;
  bool is_data_said_ = false;       // pipelined behind the recipients
  bool is_open_at_server_ = false;  // MAIL was accepted and the content did not end it
  std::uint64_t chunk_octets_said_ = 0;
  std::optional<Reply> refusal_;  // the first that decides over the whole mail
  Stage refusal_stage_ = Stage::mail;
};

}  // namespace mailscope::smtp
