// The server's session, by dialogues (RFC 1939 and extensions).
#include "sim/pop3/pop3_server.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/crypto/hash.h"
#include "tests/support/session_script.h"

using namespace mailscope;
using namespace mailscope::test;

namespace {

// One maildrop of two mails; anna's password is "s3cret".
struct Office {
  bool is_locked = false;

  std::string operator()(pop3::Server& server, const pop3::ServerEvent& event) const {
    if (const auto* secret = std::get_if<pop3::SecretAsked>(&event)) {
      server.answer_secret(secret->user == "anna" ? std::optional(sasl::Secret{"s3cret"})
                                                  : std::nullopt);
    } else if (const auto* login = std::get_if<pop3::LoginAsked>(&event)) {
      const auto* password = std::get_if<sasl::Password>(&login->proof);
      const bool is_right = login->user == "anna" && (!password || password->text == "s3cret");
      if (is_locked) {
        server.answer_login(pop3::LoginVerdict::refuse("IN-USE", "locked"));
      } else if (is_right) {
        server.answer_login(pop3::LoginVerdict::accept({{26, "u1"}, {15, "u2"}}));
      } else {
        server.answer_login(pop3::LoginVerdict::refuse("AUTH", "no"));
      }
    } else if (const auto* content = std::get_if<pop3::ContentAsked>(&event)) {
      server.answer_content(content->number == 1 ? "Subject: 1\r\n\r\n.dot\r\nmore\r\n"
                                                 : "Subject: 2\r\n\r\n\r\n");
    } else if (const auto* update = std::get_if<pop3::UpdateAsked>(&event)) {
      server.answer_update(true);
      return "update of " + std::to_string(update->numbers.size());
    } else if (std::holds_alternative<pop3::StartTls>(event)) {
      server.tls_started();
      return "tls";
    } else if (const auto* closed = std::get_if<pop3::Closed>(&event)) {
      return "closed, marks lost: " + std::to_string(closed->marks_lost.size());
    }
    return {};
  }
};

pop3::ServerOptions open_options() {
  pop3::ServerOptions options;
  options.host_name = "pop.example.org";
  options.requires_tls_for_login = false;
  options.hashes.md5 = crypto::md5;
  return options;
}

void check_server(std::string_view script, pop3::ServerOptions options = open_options(),
                  Office office = {}) {
  check_session(
      Played::server, script, [&] { return pop3::Server(options); }, office);
}

}  // namespace

TEST_CASE("pop3 server: no mail is given before login", "[pop3]") {
  check_server(R"(
S: +OK POP3 server ready
C: RETR 1
S: -ERR log in first
C: STAT
S: -ERR log in first
C: PASS s3cret
S: -ERR say USER first
C: USER anna
S: +OK now the password
C: PASS wrong
S: -ERR [AUTH] no
C: USER anna
S: +OK now the password
C: PASS s3cret
S: +OK 2 mails
C: STAT
S: +OK 2 41
)");
}

TEST_CASE("pop3 server: mails are listed, fetched with dots stuffed, and marked", "[pop3]") {
  check_server(R"(
S: +OK POP3 server ready
C: USER anna
S: +OK now the password
C: PASS s3cret
S: +OK 2 mails
C: LIST
S: +OK 2 mails
S: 1 26
S: 2 15
S: .
C: LIST 2
S: +OK 2 15
C: UIDL
S: +OK 2 mails
S: 1 u1
S: 2 u2
S: .
C: RETR 1
S: +OK 26 octets
S: Subject: 1
S:
S: ..dot
S: more
S: .
C: TOP 1 1
S: +OK 20 octets
S: Subject: 1
S:
S: ..dot
S: .
C: DELE 1
S: +OK mail 1 is marked; it goes at QUIT
C: RETR 1
S: -ERR that mail is marked for deletion
C: DELE 3
S: -ERR no such mail: there are 2
C: STAT
S: +OK 1 15
C: RSET
S: +OK no mail is marked any more
C: STAT
S: +OK 2 41
C: DELE 2
S: +OK mail 2 is marked; it goes at QUIT
C: QUIT
= update of 1
S: +OK goodbye
= closed, marks lost: 0
)");
}

TEST_CASE("pop3 server: PASS comes immediately after USER (RFC 1939, 7)", "[pop3]") {
  check_server(R"(
S: +OK POP3 server ready
C: USER
S: -ERR USER takes one name
C: USER anna
S: +OK now the password
C: NOOP
S: -ERR log in first
C: PASS s3cret
S: -ERR say USER first
C: USER anna
S: +OK now the password
C: CAPA
S: +OK these can be done
S: TOP
S: UIDL
S: USER
S: RESP-CODES
S: AUTH-RESP-CODE
S: PIPELINING
S: EXPIRE NEVER
S: STLS
S: IMPLEMENTATION Mailscope
S: .
C: PASS s3cret
S: -ERR say USER first
C: user anna
S: +OK now the password
C: pass s3cret
S: +OK 2 mails
C: USER anna
S: -ERR not after login
)");
}

TEST_CASE(
    "pop3 server: marked mails are no more in LIST, UIDL and STAT; the others keep their numbers",
    "[pop3]") {  // RFC 1939, 5 and 7
  check_server(R"(
S: +OK POP3 server ready
C: USER anna
S: +OK now the password
C: PASS s3cret
S: +OK 2 mails
C: NOOP
S: +OK
C: UIDL 2
S: +OK 2 u2
C: TOP 1 0
S: +OK 14 octets
S: Subject: 1
S:
S: .
C: TOP 1 99
S: +OK 26 octets
S: Subject: 1
S:
S: ..dot
S: more
S: .
C: TOP 1
S: -ERR TOP takes a mail's number and a count of lines
C: DELE 1
S: +OK mail 1 is marked; it goes at QUIT
C: DELE 1
S: -ERR that mail is marked for deletion
C: LIST
S: +OK 1 mail
S: 2 15
S: .
C: UIDL
S: +OK 1 mail
S: 2 u2
S: .
C: LIST 1
S: -ERR that mail is marked for deletion
C: UIDL 1
S: -ERR that mail is marked for deletion
C: TOP 1 1
S: -ERR that mail is marked for deletion
C: LIST 2
S: +OK 2 15
C: RSET
S: +OK no mail is marked any more
C: QUIT
= update of 0
S: +OK goodbye
= closed, marks lost: 0
)");
}

TEST_CASE("pop3 server: a connection that ends without QUIT deletes nothing", "[pop3]") {
  check_server(R"(
S: +OK POP3 server ready
C: USER anna
S: +OK now the password
C: PASS s3cret
S: +OK 2 mails
C: DELE 1
S: +OK mail 1 is marked; it goes at QUIT
! close
= closed, marks lost: 1
)");
}

TEST_CASE("pop3 server: passwords wait for TLS, which forgets what was said before", "[pop3]") {
  pop3::ServerOptions options = open_options();
  options.requires_tls_for_login = true;
  check_server(R"(
S: +OK POP3 server ready
C: USER anna
S: -ERR passwords only under TLS: say STLS first
C: STLS
S: +OK begin TLS
= tls
C: STLS
S: -ERR TLS is active already
C: PASS s3cret
S: -ERR say USER first
C: USER anna
S: +OK now the password
C: PASS s3cret
S: +OK 2 mails
C: STLS
S: -ERR not after login
)",
               options);
}

TEST_CASE("pop3 server: nothing may follow STLS before the handshake", "[pop3]") {
  check_session_whole(
      Played::server, R"(
S: +OK POP3 server ready
C: STLS
C: USER mallory
S: -ERR nothing may follow STLS before the handshake
)",
      [] { return pop3::Server(open_options()); }, Office{});
}

TEST_CASE("pop3 server: the maildrop is one session's at a time", "[pop3]") {
  check_server(R"(
S: +OK POP3 server ready
C: USER anna
S: +OK now the password
C: PASS s3cret
S: -ERR [IN-USE] locked
)",
               open_options(), Office{true});
}

TEST_CASE("pop3 server: APOP proves the password without saying it (RFC 1939, section 7)",
          "[pop3]") {
  pop3::ServerOptions options = open_options();
  options.timestamp = "<1896.697170952@dbc.mtview.ca.us>";
  check_server(
      "S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\n"
      "C: APOP anna " +
          ::mailscope::hex(crypto::md5("<1896.697170952@dbc.mtview.ca.us>s3cret")) +
          "\nS: +OK 2 mails\n",
      options);
  check_server(
      "S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\n"
      "C: APOP anna c4c9334bac560ecc979e58001b3e22fb\n"
      "S: -ERR [AUTH] invalid user name or password\n",
      options);
}

TEST_CASE("pop3 server: what is no command is refused and does no harm", "[pop3]") {
  check_server(R"(
S: +OK POP3 server ready
C: HELO me
S: -ERR unknown command
C| NOOP\0\r\n
S: -ERR a command ends in CR LF and holds no other
C| CAPA\n
S: -ERR a command ends in CR LF and holds no other
C: DELE 0
S: -ERR DELE takes the number of a mail, from 1
C: CAPA
S: +OK these can be done
S: TOP
S: UIDL
S: USER
S: RESP-CODES
S: AUTH-RESP-CODE
S: PIPELINING
S: EXPIRE NEVER
S: STLS
S: IMPLEMENTATION Mailscope
S: .
C: QUIT
S: +OK goodbye
)");
}
