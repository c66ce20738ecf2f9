// The server's side of one SMTP session: octets in, lines and events out (RFC 5321 and extensions).
//
// No sockets, no clock, no accounts, no mailboxes. The owner moves octets, and answers what the
// session asks as events; a session that has asked goes on only when it is answered.
//
//   Server session({.host_name = "mx.example.org"});
//   session.start();                                   // says 220
//   session.receive(octets_from_peer);
//   while (auto event = session.next()) {
//     handle(*event);                                  // perhaps session.answer(Verdict::accept())
//     for (const Line& line : session.take_output()) send(wire_octets(line));
//   }
//
// Call next() until it is empty after receive(), answer(), tls_started() and the like: the session
// reads its input one command at a time as next() is called, so that events and output keep order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/sasl/sasl_server.h"
#include "sim/smtp/smtp_command.h"
#include "sim/smtp/smtp_extensions.h"
#include "sim/smtp/smtp_parameters.h"
#include "sim/smtp/smtp_path.h"
#include "sim/smtp/smtp_reply.h"
#include "sim/smtp/smtp_states.h"
#include "sim/wire/dot_stuffing.h"
#include "sim/wire/line.h"
#include "sim/wire/line_reader.h"
#include "sim/wire/outbox.h"
#include "sim/wire/tls_policy.h"

namespace mailscope::smtp {

struct ServerOptions {
  std::string host_name;
  std::string greeting_text = "ESMTP ready";
  Extensions extensions;
  std::uint64_t size_max = 10u << 20;  // octets of a mail; 0 = no limit is announced
  std::size_t recipients_max = 100;    // 452 beyond (RFC 5321, section 4.5.3.1.8)
  std::size_t bad_commands_max = 20;   // 421 and the end beyond
  std::vector<sasl::Mechanism> mechanisms = {};
  bool requires_tls_for_auth = true;     // clear-text mechanisms are neither offered nor taken: 538
  bool requires_tls = false;             // 530 to all but EHLO, NOOP, STARTTLS, QUIT (RFC 3207)
  bool requires_auth = false;            // a submission server: MAIL before AUTH is 530 5.7.0
  bool is_tls_active = false;            // implicit TLS: on before the first octet
  bool takes_unqualified_names = false;  // <anna>: 553 5.1.3 when off (<postmaster> always passes)
  bool takes_bare_lf = false;            // commands that end in a lone LF are run, not refused
  bool refuses_bare_newlines =
      true;                         // content with a lone CR or LF, or a NUL, is refused: 554 5.6.0
  bool refuses_long_lines = false;  // content with a line of more than 1000 octets: 554 5.6.0
  wire::EndOfData end_of_data = wire::EndOfData::crlf_dot_crlf;  // the other one: SMTP smuggling
  wire::OctetsBeforeTls octets_before_tls = wire::OctetsBeforeTls::refuse;
  sasl::Hashes hashes = {};
  std::string nonce = {};  // of this connection, for SCRAM and CRAM-MD5
};

// The owner's answer to a question.
struct Verdict {
  bool is_accepted = true;
  std::optional<Reply> reply = std::nullopt;  // instead of the usual one; 421 also ends the session

  static Verdict accept() { return {}; }
  static Verdict accept(Reply reply) { return {true, std::move(reply)}; }
  static Verdict refuse() { return {false, std::nullopt}; }
  static Verdict refuse(Reply reply) { return {false, std::move(reply)}; }
};

struct Recipient {
  Path forward_path;
  RecipientParameters parameters;
  friend bool operator==(const Recipient&, const Recipient&) = default;
};

// The envelope as far as it is known.
struct Transaction {
  Path reverse_path;
  MailParameters parameters;
  std::vector<Recipient> recipients;  // those accepted
  friend bool operator==(const Transaction&, const Transaction&) = default;
};

// ── Events. "Asked" and "?" = a question: answer it ──────────────────────────────────────────────

// ? HELO or EHLO. Verdict; the usual refusal is 550.
struct HelloAsked {
  std::string name;
  bool is_ehlo = true;
  friend bool operator==(const HelloAsked&, const HelloAsked&) = default;
};
// AUTH began.
struct AuthStarted {
  sasl::Mechanism mechanism;
  friend bool operator==(const AuthStarted&, const AuthStarted&) = default;
};
// ? A mechanism that never sends the password: answer_secret(), std::nullopt for an unknown user.
struct SecretAsked {
  std::string user;
  friend bool operator==(const SecretAsked&, const SecretAsked&) = default;
};
// ? Who wants to log in, and their proof. Verdict; usual replies 235 2.7.0 and 535 5.7.8.
struct AuthAsked {
  sasl::Mechanism mechanism;
  std::string user;
  std::string authzid;  // usually empty
  sasl::Proof proof;    // Proven: only the permission is asked
  friend bool operator==(const AuthAsked&, const AuthAsked&) = default;
};
// AUTH ended, in whatever way.
struct AuthEnded {
  bool is_accepted = false;
  bool is_cancelled = false;  // the client said "*"
  std::string user;
  Reply reply;
  friend bool operator==(const AuthEnded&, const AuthEnded&) = default;
};
// ? MAIL. Verdict; usual replies 250 2.1.0 and 550 5.7.1.
struct MailAsked {
  Path reverse_path;
  MailParameters parameters;
  friend bool operator==(const MailAsked&, const MailAsked&) = default;
};
// ? RCPT. Verdict; usual replies 250 2.1.5 and 550 5.1.1.
struct RecipientAsked {
  Recipient recipient;
  friend bool operator==(const RecipientAsked&, const RecipientAsked&) = default;
};
// ? DATA, or the first BDAT: may the content come? Verdict; usual replies 354 (250 for BDAT), 451.
struct ContentAsked {
  bool is_bdat = false;
  friend bool operator==(const ContentAsked&, const ContentAsked&) = default;
};
// ? The mail is here, whole. Verdict; usual replies 250 2.0.0 and 554 5.0.0.
struct MessageReceived {
  Transaction transaction;
  std::string content;  // dot-stuffing undone
  wire::ContentFaults faults;
  friend bool operator==(const MessageReceived&, const MessageReceived&) = default;
};
// ? VRFY or EXPN. Verdict; usual replies 252 2.5.0 and 550 5.1.1.
struct VerifyAsked {
  bool is_expn = false;
  std::string text;
  bool smtputf8 = false;  // the client can read UTF-8 in the reply
  friend bool operator==(const VerifyAsked&, const VerifyAsked&) = default;
};
// ? 220 was said: send the output, begin TLS, then tls_started() (or tls_failed()).
struct StartTls {
  bool keeps_plain_octets = false;  // a vulnerable server: what came before the handshake is kept
  friend bool operator==(const StartTls&, const StartTls&) = default;
};
// The envelope is forgotten: RSET, a second EHLO.
struct TransactionReset {
  friend bool operator==(const TransactionReset&, const TransactionReset&) = default;
};
// The session refused something by itself; the reply is on its way.
struct Refused {
  std::string line;  // what was refused, without its line end
  Reply reply;
  std::string rule;  // "RFC 5321, section 4.1.4"
  friend bool operator==(const Refused&, const Refused&) = default;
};
// The session is over: send the output, then close the connection.
struct Closed {
  enum class Why { quit, peer_closed, too_many_errors, tls_failed, owner };
  Why why = Why::quit;
  friend bool operator==(const Closed&, const Closed&) = default;
};

using ServerEvent = std::variant<Heard, HelloAsked, AuthStarted, SecretAsked, AuthAsked, AuthEnded,
                                 MailAsked, RecipientAsked, ContentAsked, MessageReceived,
                                 VerifyAsked, StartTls, TransactionReset, Refused, Closed>;

class Server {
 public:
  explicit Server(ServerOptions options);

  // Says the greeting. With a refusal (554, 421) nothing but QUIT is served (RFC 5321, section 3.1).
  void start(std::optional<Reply> refusal = std::nullopt);
  void receive(std::string_view octets);
  void receive_end();
  std::optional<ServerEvent> next();
  std::vector<Line> take_output() { return outbox_.take_output(); }

  void answer(Verdict verdict);
  void answer_secret(const std::optional<sasl::Secret>& secret);
  // The handshake is done: all that was known about the client is forgotten (RFC 3207, section 4.2).
  void tls_started();
  void tls_failed();
  // Says 421 (or what is given) and ends: a timeout, a shutdown (RFC 5321, section 3.8).
  void shut_down(Reply reply);

  ServerState state() const { return state_; }
  bool is_closed() const { return state_ == ServerState::closed; }
  bool is_asking() const { return asked_ != Asked::nothing; }
  const std::string& hello_name() const { return hello_name_; }
  bool has_ehlo() const { return has_ehlo_; }
  bool is_tls_active() const { return options_.is_tls_active; }
  const std::string& user() const { return user_; }  // empty = not authenticated
  const Transaction& transaction() const { return transaction_; }
  // "SMTP", "ESMTP", "ESMTPSA", "UTF8SMTPS", ... for the Received field (RFC 3848, RFC 6531).
  std::string protocol_word() const;

 private:
  // Which question is open.
  enum class Asked {
    nothing,
    hello,
    secret,
    auth,
    mail,
    recipient,
    data,
    bdat,
    message,
    verify,
    tls
  };
  enum class Reading { commands, auth_responses, dots, chunk };

  // One unit of input: a command line, a response, some content. False when there is none.
  bool read_unit();
  bool read_command();
  bool read_auth_response();
  bool read_dots();
  bool read_chunk();
  std::optional<Reply> refusal_of(const wire::ReadLine& line, std::string& rule) const;

  // smtp_server_commands.cpp
  void run(const Command& command);
  bool is_in_order(const Command& command);
  void run_mail(const MailFrom& mail);
  void run_recipient(const RcptTo& rcpt);
  void run_bdat(const Bdat& bdat);
  void run_verify(VerifyAsked asked);
  void run_starttls();
  void end_chunk();
  void take_message(std::string content, const wire::ContentFaults& faults);
  std::optional<Reply> refusal_of(std::uint64_t octets, const wire::ContentFaults& faults,
                                  std::string& rule) const;
  void answer_hello(const Verdict& verdict);
  void answer_content(const Verdict& verdict, bool is_bdat);

  // smtp_server_auth.cpp
  void run_auth(const Auth& auth);
  void take_auth_step(const sasl::ServerStep& step);
  void end_auth(bool is_accepted, bool is_cancelled, const std::string& user, const Reply& reply);
  std::vector<sasl::Mechanism> mechanisms_offered() const;

  Extensions extensions_in_force() const;
  Reply ehlo_reply() const;
  void say(const Reply& reply, LineKind kind = LineKind::reply);
  void say_without_enhanced(const Reply& reply, LineKind kind);
  // Tells the owner and the peer. Repeated mistakes end the session.
  void refuse(const Reply& reply, std::string_view rule);
  void move(Verb verb);
  void forget_transaction();
  // A mail came, taken or not: the next one may begin.
  void end_transaction();
  // Of one mail, announced or not.
  std::uint64_t octets_max() const;
  void close(Closed::Why why);

  ServerOptions options_;
  wire::Outbox<ServerEvent> outbox_;
  wire::LineReader reader_;
  ServerState state_ = ServerState::start;
  Reading reading_ = Reading::commands;
  Asked asked_ = Asked::nothing;
  std::string line_;  // the command being run, without its line end
  std::size_t bad_commands_ = 0;
  bool is_turning_away_ = false;  // greeted with 554
  bool is_peer_closed_ = false;

  std::string hello_name_;
  bool has_ehlo_ = false;
  HelloAsked hello_asked_;

  std::string user_;
  std::optional<sasl::ServerExchange> exchange_;
  std::uint32_t exchanges_ = 0;
  std::optional<Reply> auth_reply_;  // the owner's word, said at the end of the exchange

  Transaction transaction_;
  Recipient recipient_asked_;
  wire::DotReader dots_;
  std::string chunks_;  // of BDAT, those that came
  std::uint64_t chunk_octets_left_ = 0;
  std::size_t chunk_start_ = 0;  // in chunks_
  bool is_last_chunk_ = false;
  std::optional<Refused> chunk_refusal_;  // said when its octets are read past
};

}  // namespace mailscope::smtp
