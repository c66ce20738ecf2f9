// The client's session, by dialogues: what it says to servers of every kind.
#include "sim/smtp/smtp_client.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/smtp/smtp_client_check.h"

using namespace mailscope;
using namespace mailscope::test;
using namespace std::string_literals;

TEST_CASE("smtp client: a mail is handed over one command at a time where nothing is offered",
          "[smtp]") {
  check_client(k_hello + R"(
S: 250 mx
= tls not wanted
C: MAIL FROM:<carl@example.net>
S: 250 ok
C: RCPT TO:<anna@example.org>
S: 250 ok
= anna@example.org 250
C: RCPT TO:<nobody@example.org>
S: 550 5.1.1 unknown
= nobody@example.org 550
C: DATA
S: 354 go on
C: ..Hi
C: ..
C: .
S: 250 2.0.0 queued as 1
= mail 0 taken at content: 250 2.0.0 queued as 1
C: QUIT
S: 221 bye
= finished
)",
               plan_of({mail_to({"anna@example.org", "nobody@example.org"}, ".Hi\r\n.\r\n")}));
}

TEST_CASE("smtp client: HELO where EHLO is not known", "[smtp]") {
  check_client(k_hello + R"(
S: 502 what?
C: HELO c.example
S: 250 mx
= tls not wanted
C: MAIL FROM:<carl@example.net>
S: 451 4.3.0 later
= mail 0 refused at MAIL: 451 4.3.0 later
C: QUIT
S: 221 bye
= finished
)",
               plan_of({mail_to({"anna@example.org"})}));
}

TEST_CASE("smtp client: what is offered is used: SIZE, 8BITMIME, PIPELINING", "[smtp]") {
  check_client(k_hello + R"(
S: 250-mx
S: 250-PIPELINING
S: 250-SIZE 1000
S: 250 8BITMIME
C: MAIL FROM:<carl@example.net> SIZE=4 BODY=8BITMIME
C: RCPT TO:<anna@example.org>
C: RCPT TO:<boris@example.org>
C: DATA
S: 250 ok
S: 550 no
S: 250 ok
S: 354 go on
C: \xd0\xb0
C: .
S: 250 queued
C: MAIL FROM:<carl@example.net> SIZE=4
C: RCPT TO:<anna@example.org>
C: DATA
S: 250 ok
S: 550 no
S: 354 go on
C: .
S: 554 no valid recipients
C: QUIT
S: 221 bye
)",
               plan_of({mail_to({"anna@example.org", "boris@example.org"}, "\xd0\xb0\r\n"),
                        mail_to({"anna@example.org"})}));
}

TEST_CASE("smtp client: a pipelined mail that is refused early is given up whole", "[smtp]") {
  check_client(k_hello + R"(
S: 250-mx
S: 250 PIPELINING
= tls not wanted
C: MAIL FROM:<carl@example.net>
C: RCPT TO:<anna@example.org>
C: DATA
S: 550 5.7.1 go away
S: 503 no
= anna@example.org 503
S: 503 no
= mail 0 refused at MAIL: 550 5.7.1 go away
C: MAIL FROM:<carl@example.net>
C: RCPT TO:<anna@example.org>
C: DATA
S: 250 ok
S: 450 4.2.0 greylisted
= anna@example.org 450
S: 554 no valid recipients
= mail 1 refused at RCPT: 450 4.2.0 greylisted
C: QUIT
S: 221 bye
= finished
)",
               plan_of({mail_to({"anna@example.org"}), mail_to({"anna@example.org"})}));
}

TEST_CASE("smtp client: a mail that was left open is reset before the next", "[smtp]") {
  check_client(k_hello + R"(
S: 250 mx
= tls not wanted
C: MAIL FROM:<carl@example.net>
S: 250 ok
C: RCPT TO:<anna@example.org>
S: 550 no
= anna@example.org 550
= mail 0 refused at RCPT: 550 no
C: RSET
S: 250 ok
C: MAIL FROM:<carl@example.net>
S: 250 ok
C: RCPT TO:<boris@example.org>
S: 250 ok
= boris@example.org 250
C: DATA
S: 451 4.3.2 busy
= mail 1 refused at content: 451 4.3.2 busy
C: QUIT
S: 221 bye
= finished
)",
               plan_of({mail_to({"anna@example.org"}), mail_to({"boris@example.org"})}));
}

TEST_CASE("smtp client: mails that the server cannot take are not offered", "[smtp]") {
  auto plan = plan_of({mail_to({"anna@example.org"}, std::string(100, 'x') + "\r\n"),
                       mail_to({"anna@example.org"}, "\xd0\xb0\r\n"),
                       mail_to({"\xd0\xb0@example.org"}), mail_to({})});
  check_client(k_hello + R"(
S: 250-mx
S: 250 SIZE 50
= tls not wanted
= mail 0 refused at MAIL: 552 5.3.4 The mail has 102 octets, the server takes 50 (by ourselves)
= mail 1 refused at MAIL: 554 5.6.3 The mail has 8-bit octets and the server takes only 7-bit ones (by ourselves)
= mail 2 refused at MAIL: 553 5.6.7 The server takes no addresses in UTF-8 (RFC 6531) (by ourselves)
= mail 3 refused at MAIL: 554 5.5.1 The mail has no recipients (by ourselves)
C: QUIT
S: 221 bye
= finished
)",
               plan);
}

TEST_CASE("smtp client: DSN's parameters are said only where they are offered", "[smtp]") {
  auto plan = plan_of({mail_to({"anna@example.org"})});
  plan.mails[0].parameters.envid = "a b";
  plan.mails[0].recipients[0].parameters.notify = {true, true, false, false};
  check_client(k_hello + R"(
S: 250-mx
S: 250 DSN
C: MAIL FROM:<carl@example.net> ENVID=a+20b
S: 250 ok
C: RCPT TO:<anna@example.org> NOTIFY=SUCCESS
)",
               plan);
  check_client(k_hello + R"(
S: 250 mx
C: MAIL FROM:<carl@example.net>
S: 250 ok
C: RCPT TO:<anna@example.org>
)",
               plan);
}

TEST_CASE(
    "smtp client: REQUIRETLS is asked of a server that offers it under TLS, else the mail stays",
    "[smtp]") {
  auto plan = plan_of({mail_to({"anna@example.org"})});
  plan.mails[0].parameters.require_tls = true;
  const std::string stays =
      "= mail 0 refused at MAIL: 550 5.7.30 The server does not promise TLS all the way "
      "(REQUIRETLS) (by ourselves)\nC: QUIT\n";
  check_client(k_hello + "S: 250-mx\nS: 250 REQUIRETLS\n= tls not wanted\n" + stays, plan);
  plan.tls = wire::TlsPolicy::required;
  const std::string tls = k_hello + R"(
S: 250-mx
S: 250 STARTTLS
= tls starts
C: STARTTLS
S: 220 go
C: EHLO c.example
)";
  check_client(tls + "S: 250 mx\n" + stays, plan);
  check_client(tls + R"(
S: 250-mx
S: 250 REQUIRETLS
C: MAIL FROM:<carl@example.net> REQUIRETLS
S: 250 ok
C: RCPT TO:<anna@example.org>
)",
               plan);
}

TEST_CASE("smtp client: BDAT in chunks, pipelined or not, and given up at a refusal", "[smtp]") {
  auto plan = plan_of({mail_to({"anna@example.org"}, "12345\r\n.67\r\n")});
  plan.uses_chunking = true;
  plan.chunk_octets_max = 5;
  check_client(k_hello + R"(
S: 250-mx
S: 250 CHUNKING
C: MAIL FROM:<carl@example.net>
S: 250 ok
C: RCPT TO:<anna@example.org>
S: 250 ok
C: BDAT 5
C| 12345
S: 250 ok
C: BDAT 5
C| \r\n.67
S: 250 ok
C: BDAT 2 LAST
C: 
S: 250 queued
C: QUIT
)",
               plan);
  plan.mails.push_back(plan.mails[0]);
  check_client(k_hello + R"(
S: 250-mx
S: 250-PIPELINING
S: 250 CHUNKING
C: MAIL FROM:<carl@example.net>
C: RCPT TO:<anna@example.org>
S: 250 ok
S: 250 ok
C: BDAT 5
C| 12345
C: BDAT 5
C| \r\n.67
C: BDAT 2 LAST
C: 
S: 250 ok
S: 552 too big
S: 503 no
C: MAIL FROM:<carl@example.net>
C: RCPT TO:<anna@example.org>
)",
               plan);
}

TEST_CASE("smtp client: servers that do not talk, do not speak SMTP, or go away", "[smtp]") {
  const auto plan = plan_of({mail_to({"anna@example.org"})});
  check_client(R"(
S: 554 no service
= failed at greeting: the server does not want to talk
C: QUIT
S: 221 bye
= finished
)",
               plan);
  check_client("S: 421 busy\n= failed at greeting: the server closes the session\n= finished\n",
               plan);
  check_client(
      "S: +OK POP3\n= failed at greeting: the server said \"+OK POP3\": a reply begins with "
      "three digits, the first of them 2 to 5\nC: QUIT\n",
      plan);
  check_client("! close\n= failed at greeting: the server closed the connection\n= finished\n",
               plan);
  check_client(k_hello + R"(
S: 250 mx
= tls not wanted
C: MAIL FROM:<carl@example.net>
S: 421 4.3.2 going down
= failed at MAIL: the server closes the session
= finished
)",
               plan);
  check_client(k_hello + R"(
S: 250 mx
= tls not wanted
C: MAIL FROM:<carl@example.net>
! close
= failed at MAIL: the server closed the connection
= finished
)",
               plan);
}

// RFC 5321, section 4.5.3.2: 354 is awaited for two minutes, the answer to the mail for ten.
TEST_CASE("smtp client: it says which answer it waits for, so that each has its own patience",
          "[smtp]") {
  using Awaited = smtp::Client::Awaited;
  smtp::Client client(plan_of({mail_to({"a@example.org"})}));
  client.start();
  const auto hear = [&](const std::string& line) {
    client.receive(line);
    while (client.next()) {
    }
    static_cast<void>(client.take_output());
    return client.awaited();
  };
  CHECK(client.awaited() == Awaited::reply);  // the greeting
  CHECK(hear("220 mx ready\r\n") == Awaited::reply);
  CHECK(hear("250 mx\r\n") == Awaited::reply);  // MAIL
  CHECK(hear("250 ok\r\n") == Awaited::reply);  // RCPT
  CHECK(hear("250 ok\r\n") == Awaited::data);
  CHECK(hear("354 go\r\n") == Awaited::end_of_data);
  CHECK(hear("250 taken\r\n") == Awaited::reply);  // QUIT
  CHECK(hear("221 bye\r\n") == Awaited::nothing);
}
