// The server's side of one POP3 session: octets in, lines and events out (RFC 1939 and extensions).
//
// No sockets, no clock, no accounts, no mails. The owner moves octets and answers what the session
// asks as events; it also holds the exclusive lock on the maildrop, from a login that it accepted
// until Closed.
//
//   Server session({.host_name = "pop.example.org"});
//   session.start();
//   session.receive(octets_from_peer);
//   while (auto event = session.next()) {
//     handle(*event);
//     for (const Line& line : session.take_output()) send(wire_octets(line));
//   }
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/pop3/pop3_command.h"
#include "sim/pop3/pop3_states.h"
#include "sim/sasl/sasl_server.h"
#include "sim/wire/line.h"
#include "sim/wire/line_reader.h"
#include "sim/wire/outbox.h"
#include "sim/wire/tls_policy.h"

namespace mailscope::pop3 {

struct ServerOptions {
  std::string host_name;
  std::string greeting_text = "POP3 server ready";
  std::string timestamp = {};  // "<1896.697170952@pop.example.org>": offers APOP; empty = no APOP
  std::vector<sasl::Mechanism> mechanisms = {};  // for AUTH
  bool offers_user = true;                       // USER and PASS
  bool offers_top = true;
  bool offers_uidl = true;
  bool offers_stls = true;
  bool offers_capa = true;                   // off = a server from before RFC 2449
  std::string implementation = "Mailscope";  // of CAPA; empty = not told
  std::string expire = "NEVER";              // of CAPA: days, or NEVER; empty = not told
  bool requires_tls_for_login = true;        // USER and the clear-text mechanisms only under TLS
  bool is_tls_active = false;                // implicit TLS
  bool takes_bare_lf = false;
  std::size_t bad_commands_max = 20;
  wire::OctetsBeforeTls octets_before_tls = wire::OctetsBeforeTls::refuse;
  sasl::Hashes hashes = {};
  std::string nonce = {};  // of this connection, for SCRAM and CRAM-MD5
};

// One mail of the maildrop as it was when it was locked; its number is its place, from 1.
struct MaildropItem {
  std::uint64_t octets = 0;
  std::string uid;  // RFC 1939, section 7: 1 to 70 octets from 0x21 to 0x7E
  friend bool operator==(const MaildropItem&, const MaildropItem&) = default;
};

// ── Events. "Asked" = a question: answer it ──────────────────────────────────────────────────────

// A mechanism that never sends the password (APOP, SCRAM, CRAM-MD5): answer_secret().
struct SecretAsked {
  std::string user;
  friend bool operator==(const SecretAsked&, const SecretAsked&) = default;
};
// Who wants in: answer_login().
struct LoginAsked {
  enum class Method { user_pass, apop, auth };
  Method method = Method::user_pass;
  std::optional<sasl::Mechanism> mechanism;  // of AUTH
  std::string user;
  std::string authzid;
  sasl::Proof proof;  // Proven: only the permission and the maildrop are asked
  friend bool operator==(const LoginAsked&, const LoginAsked&) = default;
};
// A login that the session refused by itself: a wrong digest, a cancelled or malformed AUTH.
struct LoginFailed {
  std::string user;
  std::string why;
  bool is_cancelled = false;
  friend bool operator==(const LoginFailed&, const LoginFailed&) = default;
};
// RETR: answer_content().
struct ContentAsked {
  std::size_t number = 0;
  std::optional<std::uint64_t> lines;  // TOP: that many lines of the body; the session cuts
  friend bool operator==(const ContentAsked&, const ContentAsked&) = default;
};
// DELE: the mail is marked, and still there.
struct Marked {
  std::size_t number = 0;
  friend bool operator==(const Marked&, const Marked&) = default;
};
// RSET: no mail is marked any more.
struct Unmarked {
  std::vector<std::size_t> numbers;
  friend bool operator==(const Unmarked&, const Unmarked&) = default;
};
// QUIT after login, and now the marked mails go: answer_update(). Asked with no numbers, too.
struct UpdateAsked {
  std::vector<std::size_t> numbers;
  friend bool operator==(const UpdateAsked&, const UpdateAsked&) = default;
};
// +OK to STLS was said: send the output, begin TLS, then tls_started() (or tls_failed()).
struct StartTls {
  bool keeps_plain_octets = false;
  friend bool operator==(const StartTls&, const StartTls&) = default;
};
// The session refused something by itself; the reply is on its way.
struct Refused {
  std::string line;   // without its line end
  std::string reply;  // without CR LF
  std::string rule;   // "RFC 1939, section 5"
  friend bool operator==(const Refused&, const Refused&) = default;
};
// Over: send the output, close, release the lock. Marked mails stay unless UpdateAsked came before.
struct Closed {
  enum class Why { quit, peer_closed, too_many_errors, owner };
  Why why = Why::quit;
  std::vector<std::size_t> marks_lost;  // marked, and not deleted since QUIT was never said
  friend bool operator==(const Closed&, const Closed&) = default;
};

using ServerEvent = std::variant<Heard, SecretAsked, LoginAsked, LoginFailed, ContentAsked, Marked,
                                 Unmarked, UpdateAsked, StartTls, Refused, Closed>;

// ── Answers ──────────────────────────────────────────────────────────────────────────────────────

// Yes, and this is the maildrop; or no, and why. `code` is a response code of RFC 2449 or RFC 3206
// ("AUTH", "IN-USE", "SYS/TEMP", "LOGIN-DELAY"), empty for none.
struct LoginVerdict {
  bool is_accepted = false;
  std::vector<MaildropItem> maildrop = {};
  std::string code = {};
  std::string text = {};

  static LoginVerdict accept(std::vector<MaildropItem> maildrop) {
    return {true, std::move(maildrop), {}, {}};
  }
  static LoginVerdict refuse(std::string code, std::string text) {
    return {false, {}, std::move(code), std::move(text)};
  }
};

class Server {
 public:
  explicit Server(ServerOptions options);

  void start();
  void receive(std::string_view octets);
  void receive_end();
  std::optional<ServerEvent> next();
  std::vector<Line> take_output() { return outbox_.take_output(); }

  void answer_login(LoginVerdict verdict);
  void answer_secret(const std::optional<sasl::Secret>& secret);
  // The whole mail; nothing when it cannot be read.
  void answer_content(const std::optional<std::string>& content);
  // False: some marked mails were not removed.
  void answer_update(bool is_done);
  void tls_started();
  void tls_failed();
  // The autologout timer, a shutdown: no reply, no deletion (RFC 1939, section 3).
  void shut_down();

  State state() const { return state_; }
  bool is_closed() const { return state_ == State::closed; }
  bool is_asking() const { return asked_ != Asked::nothing; }
  bool is_tls_active() const { return options_.is_tls_active; }
  const std::string& user() const { return user_; }  // once login was accepted

 private:
  enum class Asked { nothing, secret, login, content, update, tls };

  bool read_line();
  void read_command(const std::string& line);
  void read_auth_response(const std::string& text);
  void run(const Command& command, const std::string& line);
  void run_user(const Command& command, const std::string& line);
  void run_pass(const Command& command, const std::string& line);
  void run_apop(const Command& command, const std::string& line);
  void run_auth(const Command& command, const std::string& line);
  void run_stls(const std::string& line);
  void run_capa();
  void run_stat();
  void run_list(const Command& command, const std::string& line, bool is_uidl);
  void run_content(const Command& command, const std::string& line);
  void run_dele(const Command& command, const std::string& line);
  void run_rset();
  void run_quit();

  void take_auth_step(sasl::ServerStep step);
  void ask_login(LoginAsked asked);
  void end_login(const LoginVerdict& verdict);
  void fail_login(std::string user, std::string why, bool is_cancelled, const std::string& reply);

  // The index of the mail of that number, if it is there and not marked; else it has been refused.
  std::optional<std::size_t> mail_of(const Command& command, const std::string& line);
  bool may_log_in_openly() const;
  std::vector<sasl::Mechanism> mechanisms_offered() const;
  std::vector<std::size_t> marked_numbers() const;

  void say(std::string_view status_line, LineKind kind = LineKind::reply);
  void say_many(std::string_view status_line, const std::vector<std::string>& lines);
  void refuse(const std::string& line, std::string_view reply, std::string_view rule);
  void move(Verb verb);
  void close(Closed::Why why);

  ServerOptions options_;
  wire::Outbox<ServerEvent> outbox_;
  wire::LineReader reader_;
  State state_ = State::start;
  Asked asked_ = Asked::nothing;
  bool is_peer_closed_ = false;
  std::string user_named_;  // by USER, until PASS
  std::string user_;
  LoginAsked login_asked_;
  std::string apop_digest_;
  ContentAsked content_asked_;
  std::optional<sasl::ServerExchange> exchange_;
  std::uint32_t exchanges_ = 0;
  std::optional<LoginVerdict> login_verdict_;  // SCRAM: said after the last, empty response
  struct Item {
    MaildropItem mail;
    bool is_marked = false;
  };
  std::vector<Item> maildrop_;
  std::size_t bad_commands_ = 0;
};

}  // namespace mailscope::pop3
