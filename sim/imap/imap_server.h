// The server's side of one IMAP session: bytes in; bytes and events out (RFC 3501 and RFC 9051).
//
// No sockets, no clock, no TLS. Works on a store::Account that its owner lends it after a good login;
// each Change it makes there is reported as an event, so that the owner can record it and tell the other
// sessions on the same account by `account_changed()`.
//
//   Server server(options);
//   server.start();
//   server.receive(bytes_from_peer);
//   while (auto event = server.next()) handle(*event);      // LoginAsked: server.answer(verdict)
//   for (Line& line : server.take_output()) send(line.octets);
//
// A session that has asked (LoginAsked) or waits for TLS (StartTls) reads no further until answered;
// what comes in meanwhile waits, within limits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/imap/imap_states.h"
#include "sim/store/mail_store.h"
#include "sim/wire/line.h"

namespace mailscope::imap {

// What is offered in CAPABILITY beside IMAP4rev1; what is off is refused with BAD.
struct Extensions {
  bool imap4rev2 = true;      // RFC 9051
  bool starttls = true;       // RFC 9051, section 6.2.1; only said while there is no TLS
  bool sasl_ir = true;        // RFC 4959
  bool literal_plus = true;   // RFC 7888
  bool idle = true;           // RFC 2177
  bool namespace_ = true;     // RFC 2342
  bool id = true;             // RFC 2971
  bool unselect = true;       // RFC 3691
  bool uidplus = true;        // RFC 4315
  bool enable = true;         // RFC 5161
  bool move = true;           // RFC 6851
  bool condstore = true;      // RFC 7162
  bool special_use = true;    // RFC 6154
  bool list_extended = true;  // RFC 5258, with LIST-STATUS (RFC 5819)
  bool esearch = true;        // RFC 4731

  friend bool operator==(const Extensions&, const Extensions&) = default;
};

struct ServerOptions {
  std::string host_name = "imap.example.org";
  std::string greeting = "Mailscope ready";
  Extensions extensions;
  std::vector<std::string> mechanisms{"PLAIN"};  // SASL names offered as AUTH=…
  bool has_tls = false;                  // already inside TLS (port 993)
  bool login_needs_tls = true;           // LOGINDISABLED and no AUTH= while there is no TLS
  std::size_t line_octets_max = 65'536;  // a command without its literals
  std::size_t literal_octets_max = 1'048'576;     // a literal that is not a mail
  std::size_t append_octets_max = 33'554'432;     // a mail in APPEND
  std::size_t pending_octets_max = 1'048'576;     // unread input while a question is open
  int bad_commands_max = 20;             // then BYE

  friend bool operator==(const ServerOptions&, const ServerOptions&) = default;
};

// ---- Events -------------------------------------------------------------------------------------------

// Is this password right? Answer with `answer(LoginVerdict)`.
struct LoginAsked {
  std::string user, password;
  std::string mechanism;               // "LOGIN" for the LOGIN command, else the SASL mechanism
  std::string authorization_identity;  // PLAIN: act as this user; usually empty
  friend bool operator==(const LoginAsked&, const LoginAsked&) = default;
};
// The mechanism is not one the session speaks by itself: `answer_challenge` continues, `answer` ends.
struct SaslAsked {
  std::string mechanism;
  std::optional<std::string> response;  // decoded; none = the client sent no initial response
  friend bool operator==(const SaslAsked&, const SaslAsked&) = default;
};
// Send the output, then switch to TLS and call `tls_started()`.
struct StartTls {
  friend bool operator==(const StartTls&, const StartTls&) = default;
};
struct LoggedIn {
  std::string user, mechanism;
  friend bool operator==(const LoggedIn&, const LoggedIn&) = default;
};
struct MailboxOpened {
  std::string mailbox;
  bool is_read_only = false;
  std::uint32_t uid_validity = 0;
  std::size_t mails = 0;
  friend bool operator==(const MailboxOpened&, const MailboxOpened&) = default;
};
struct MailboxClosed {
  std::string mailbox;
  friend bool operator==(const MailboxClosed&, const MailboxClosed&) = default;
};
// The session has changed the store so: record it, and call account_changed() on the account's other sessions.
struct Changed {
  store::Change change;
  friend bool operator==(const Changed&, const Changed&) = default;
};
// Content of this mail has gone to the client.
struct MailFetched {
  std::string mailbox;
  store::Uid uid = 0;
  bool has_body = false;  // more than header, envelope or structure
  friend bool operator==(const MailFetched&, const MailFetched&) = default;
};
struct Searched {
  std::string mailbox;
  std::string criteria;
  std::size_t found = 0;
  friend bool operator==(const Searched&, const Searched&) = default;
};
struct IdleStarted {
  friend bool operator==(const IdleStarted&, const IdleStarted&) = default;
};
struct IdleEnded {
  friend bool operator==(const IdleEnded&, const IdleEnded&) = default;
};
// The peer erred, or asked what may not be done: the tagged answer was NO or BAD.
struct Refused {
  std::string tag;
  std::string command;  // "SELECT"; as the peer wrote it when it is unknown
  bool is_bad = false;  // BAD (a mistake of the client) or NO (a sound command that fails)
  std::string why, rule;
  friend bool operator==(const Refused&, const Refused&) = default;
};
// The session is over: send the output, then close the connection.
struct Ended {
  std::string why;         // "the client logged out", "too many bad commands", "the peer closed"
  bool is_clean = false;   // after LOGOUT
  friend bool operator==(const Ended&, const Ended&) = default;
};

using ServerEvent =
    std::variant<Heard, LoginAsked, SaslAsked, StartTls, LoggedIn, MailboxOpened, MailboxClosed, Changed,
                 MailFetched, Searched, IdleStarted, IdleEnded, Refused, Ended>;

// ---- Answers ------------------------------------------------------------------------------------------

struct LoginVerdict {
  store::Account* account = nullptr;  // none = refused. Must outlive the session or close_by_owner().
  std::string code = "AUTHENTICATIONFAILED";  // response code of a refusal (RFC 9051, section 7.1)
  std::string text;                           // reply text of the owner; empty = the session's own
};

// ---- The session --------------------------------------------------------------------------------------

class Server {
 public:
  explicit Server(ServerOptions options);
  ~Server();
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;

  void start();                           // says the greeting
  void set_clock(std::int64_t unix_s);    // the date of a mail that is appended without one; call before receive
  void receive(std::string_view octets);
  void receive_end();
  std::optional<ServerEvent> next();
  std::vector<Line> take_output();

  void answer(const LoginVerdict& verdict);        // to LoginAsked, or the end of a SASL exchange
  void answer_challenge(std::string_view octets);  // to SaslAsked: the next challenge, not yet in base64
  void tls_started();                              // to StartTls

  // Somebody else has changed the account: says EXISTS, FETCH and EXPUNGE as soon as it may.
  void account_changed();
  // "* BYE text", then Ended: autologout, shutdown.
  void close_by_owner(std::string_view text);

  State state() const;
  bool has_tls() const;
  bool is_idle() const;                          // inside IDLE
  std::string_view user() const;                 // empty before login
  std::string_view mailbox() const;              // the one selected; empty when none is

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailscope::imap
