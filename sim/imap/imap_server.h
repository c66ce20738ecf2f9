// The server's side of one IMAP session: bytes in; bytes and events out (RFC 3501 and RFC 9051).
//
// No sockets, no clock, no TLS. Works on a store::Account that its owner lends it after a good login;
// each Change it makes there is reported as an event, so that the owner can record it and tell the other
// sessions on the same account by `account_changed()`.
//
//   Server server(options);
//   server.start();
//   server.receive(bytes_from_peer);
//   while (auto event = server.next()) {
//     handle(*event);                                     // LoginAsked: server.answer(verdict)
//     for (const Line& line : server.take_output()) send(wire_octets(line));
//   }
//
// Call next() until it is empty after receive(), answer() and the like: the session reads its input one
// command at a time as next() is called. A session that has asked reads no further until it is answered.
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
#include "sim/sasl/sasl_server.h"
#include "sim/store/mail_store.h"
#include "sim/wire/line.h"
#include "sim/wire/tls_policy.h"

namespace mailscope::imap {

// What is offered in CAPABILITY beside IMAP4rev1; what is off is refused with BAD. Before login only
// what matters there is said: the rest comes with the answer to the login (RFC 9051, section 7.2.2).
struct Extensions {
  bool starttls = true;       // RFC 9051, section 6.2.1; only said while there is no TLS
  bool sasl_ir = true;        // RFC 4959
  bool literal_plus = true;   // RFC 7888
  bool literal_minus = true;  // RFC 7888: up to 4096 octets; only said where LITERAL+ is not
  bool idle = true;           // RFC 2177
  bool namespace_ = true;     // RFC 2342
  bool id = true;             // RFC 2971
  bool unselect = true;       // RFC 3691
  bool uidplus = true;        // RFC 4315
  bool enable = true;         // RFC 5161
  bool move = true;           // RFC 6851
  bool special_use = true;    // RFC 6154, with CREATE-SPECIAL-USE
  bool list_extended = true;  // RFC 5258, with RFC 5819 (LIST-STATUS)
  bool status_size = true;    // RFC 8438
  bool esearch = true;        // RFC 4731
  bool searchres = true;      // RFC 5182
  bool binary = true;         // RFC 3516
  bool condstore = true;      // RFC 7162
  bool qresync = true;        // RFC 7162
  bool sort = true;           // RFC 5256
  bool thread = true;         // RFC 5256: ORDEREDSUBJECT and REFERENCES
  // RFC 9051. Said only where all that belongs to it is offered, too; in force once it is enabled.
  bool rev2 = true;

  friend bool operator==(const Extensions&, const Extensions&) = default;
};

struct ServerOptions {
  std::string host_name = "imap.example.org";
  std::string greeting_text = "Mailscope ready";
  Extensions extensions;
  std::vector<sasl::Mechanism> mechanisms{sasl::Mechanism::plain};  // offered as AUTH=…
  bool is_tls_active = false;  // implicit TLS (port 993): on before the first octet
  bool requires_tls_for_auth =
      true;  // without TLS: LOGINDISABLED, no clear-text mechanisms (RFC 9051, 11)
  wire::OctetsBeforeTls octets_before_tls = wire::OctetsBeforeTls::refuse;
  sasl::Hashes hashes = {};
  std::string nonce = {};                      // of this connection, for SCRAM and CRAM-MD5
  std::size_t line_octets_max = 65'536;        // a command without its literals
  std::size_t literal_octets_max = 1'048'576;  // all literals of a command, but for a mail
  std::size_t append_octets_max = 33'554'432;  // a mail in APPEND
  std::size_t bad_commands_max = 20;           // then BYE
};

// ---- Events -------------------------------------------------------------------------------------------

// ? Who wants to log in, and their proof: answer(LoginVerdict). Usual refusal: NO [AUTHENTICATIONFAILED].
struct LoginAsked {
  std::optional<sasl::Mechanism> mechanism;  // none = the LOGIN command
  std::string user;
  std::string authzid;  // to act as somebody else; usually empty
  sasl::Proof proof;    // Proven: only the permission is asked
  friend bool operator==(const LoginAsked&, const LoginAsked&) = default;
};
// ? A mechanism that never sends the password: answer_secret(), std::nullopt for an unknown user.
struct SecretAsked {
  std::string user;
  friend bool operator==(const SecretAsked&, const SecretAsked&) = default;
};
// ? OK was said: send the output, begin TLS, then tls_started() or tls_failed().
struct StartTls {
  bool keeps_plain_octets = false;  // a vulnerable server: what came before the handshake is kept
  friend bool operator==(const StartTls&, const StartTls&) = default;
};
// LOGIN or AUTHENTICATE ended, in whatever way.
struct LoginEnded {
  std::optional<sasl::Mechanism> mechanism;
  std::string user;
  bool is_accepted = false;
  bool is_cancelled = false;  // the client said "*"
  friend bool operator==(const LoginEnded&, const LoginEnded&) = default;
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
struct Searched {  // by SEARCH, SORT or THREAD
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
struct Closed {
  enum class Why { logout, peer_closed, too_many_errors, owner };
  Why why = Why::logout;
  friend bool operator==(const Closed&, const Closed&) = default;
};

using ServerEvent =
    std::variant<Heard, LoginAsked, SecretAsked, StartTls, LoginEnded, MailboxOpened, MailboxClosed,
                 Changed, MailFetched, Searched, IdleStarted, IdleEnded, Refused, Closed>;

// ---- Answers ------------------------------------------------------------------------------------------

struct LoginVerdict {
  store::Account* account = nullptr;  // none = refused. Must live as long as the session is open.
  std::string code = "AUTHENTICATIONFAILED";  // response code of a refusal (RFC 9051, section 7.1)
  std::string text = {};                      // reply text of the owner; empty = the usual one
};

// ---- The session --------------------------------------------------------------------------------------

class Server {
 public:
  explicit Server(ServerOptions options);
  ~Server();
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;

  void start();  // says the greeting
  void set_clock(
      std::int64_t unix_s);  // the date of a mail that is appended without one; call before receive
  void receive(std::string_view octets);
  void receive_end();
  std::optional<ServerEvent> next();
  std::vector<Line> take_output();

  void answer(const LoginVerdict& verdict);                       // to LoginAsked
  void answer_secret(const std::optional<sasl::Secret>& secret);  // to SecretAsked
  void tls_started();                                             // to StartTls
  void tls_failed();

  // Somebody else has changed the account: says EXISTS, FETCH and EXPUNGE as soon as it may.
  void account_changed();
  // "* BYE text", then Closed: autologout, shutdown.
  void shut_down(std::string_view text);

  State state() const;
  bool is_closed() const;
  bool is_asking() const;  // waits for an answer or for TLS
  bool is_tls_active() const;
  bool is_idle() const;                // inside IDLE
  const std::string& user() const;     // empty before login
  const std::string& mailbox() const;  // the one selected; empty when none is

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailscope::imap
