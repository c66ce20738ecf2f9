// The server's session, by dialogues: the commands of RFC 5321, in order and out of order.
#include "sim/smtp/smtp_server.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/smtp/smtp_server_check.h"

using namespace mailscope;
using namespace mailscope::test;

TEST_CASE("smtp server: a mail is taken, from greeting to QUIT", "[smtp]") {
  std::vector<smtp::MessageReceived> mails;
  Office office;
  office.mails = &mails;
  check_session_whole(
      Played::server, R"(
S: 220 mx.example.org ESMTP ready
C: EHLO client.example.net
S: 250-mx.example.org greets client.example.net
S: 250-PIPELINING
S: 250-SIZE 10485760
S: 250-STARTTLS
S: 250-AUTH PLAIN LOGIN
S: 250-ENHANCEDSTATUSCODES
S: 250-8BITMIME
S: 250-DSN
S: 250-SMTPUTF8
S: 250-CHUNKING
S: 250-VRFY
S: 250 HELP
C: MAIL FROM:<carl@example.net> SIZE=30
S: 250 2.1.0 Sender ok
C: RCPT TO:<anna@example.org>
S: 250 2.1.5 Recipient ok
C: DATA
S: 354 Send the mail; end it with a line of one dot
C: Subject: Hi
C:
C: ..and a dot
C: .
= mail of 27 to 1 by ESMTP
S: 250 2.0.0 Ok: queued as 4F1A
C: QUIT
S: 221 2.0.0 mx.example.org closes the connection
= closed: quit
)",
      [] { return smtp::Server(server_options()); }, office);
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].content == "Subject: Hi\r\n\r\n.and a dot\r\n");
  CHECK(mails[0].transaction.reverse_path.text() == "carl@example.net");
  CHECK(mails[0].transaction.parameters.size == 30);
  REQUIRE(mails[0].transaction.recipients.size() == 1);
  CHECK(mails[0].transaction.recipients[0].forward_path.text() == "anna@example.org");
}

TEST_CASE("smtp server: HELO gets no extensions, and no enhanced code where none is offered",
          "[smtp]") {
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: HELO client.example.net
S: 250 mx.example.org
C: MAIL FROM:<carl@example.net> SIZE=30
= refused by RFC 5321, section 4.1.1.11
S: 555 Parameter SIZE is not recognised
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: DATA
S: 354 Send the mail; end it with a line of one dot
C: .
= mail of 0 to 1 by SMTP
S: 250 Ok: queued as 4F1A
)",
               plain_options());
}

TEST_CASE("smtp server: commands out of order are refused and change nothing", "[smtp]") {
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: MAIL FROM:<carl@example.net>
S: 503 Say EHLO or HELO first
C: RCPT TO:<anna@example.org>
S: 503 Say EHLO or HELO first
C: DATA
S: 503 Say EHLO or HELO first
C: HELO client.example.net
S: 250 mx.example.org
C: RCPT TO:<anna@example.org>
S: 503 Say MAIL first
C: DATA
S: 503 Say MAIL first
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
C: MAIL FROM:<carl@example.net>
S: 503 A mail is already under way; RSET forgets it
C: DATA
S: 554 No valid recipients
C: RCPT TO:<nobody@example.org>
S: 550 There is no such mailbox here
C: DATA
S: 554 No valid recipients
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: RCPT TO:<boris@example.com>
S: 550 Relaying denied
C: DATA
S: 354 Send the mail; end it with a line of one dot
C: text
C: .
S: 250 Ok: queued as 4F1A
C: DATA
S: 503 Say MAIL first
)",
               plain_options());
}

TEST_CASE("smtp server: RSET and a second HELO forget the envelope", "[smtp]") {
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: HELO client.example.net
S: 250 mx.example.org
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
C: RSET
= reset
S: 250 Ok
C: RCPT TO:<anna@example.org>
= refused by RFC 5321, section 4.1.4
S: 503 Say MAIL first
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
C: HELO client.example.net
= reset
S: 250 mx.example.org
C: DATA
= refused by RFC 5321, section 4.1.4
S: 503 Say MAIL first
C: RSET
= reset
S: 250 Ok
)",
               plain_options());
}

TEST_CASE("smtp server: RSET, NOOP, VRFY, HELP and QUIT need no HELO", "[smtp]") {
  auto options = server_options();
  options.extensions.expn = true;
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: NOOP
S: 250 2.0.0 Ok
C: noop whatever is said here
S: 250 2.0.0 Ok
C: RSET
S: 250 2.0.0 Ok
C: VRFY anna
S: 250 2.1.5 <anna@example.org>
C: VRFY nobody
S: 550 5.1.1 There is no such mailbox here
C: EXPN staff
S: 250-2.1.5 Anna <anna@example.org>
S: 250 2.1.5 Boris <boris@example.org>
C: VRFY
S: 501 5.5.4 Say whom to look for behind the command
C: HELP
S: 214-2.0.0 Commands: HELO EHLO MAIL RCPT DATA BDAT RSET NOOP QUIT
S: 214 2.0.0 VRFY EXPN HELP STARTTLS AUTH, as far as EHLO names them
C: QUIT
S: 221 2.0.0 mx.example.org closes the connection
)",
               options);
}

TEST_CASE("smtp server: what is off is refused", "[smtp]") {
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: EHLO client.example.net
S: 250 mx.example.org greets client.example.net
C: VRFY anna
S: 252 Cannot say; mail for it will be tried
C: EXPN staff
S: 502 Command not implemented here
C: HELP
S: 502 Command not implemented here
C: STARTTLS
S: 502 Command not implemented here
C: AUTH PLAIN
S: 502 Command not implemented here
C: BDAT 5
S: 500 Command not recognised
C: TURN
S: 502 Command not implemented here
C: MAIL FROM:<a@example.net> BODY=8BITMIME
S: 555 Parameter BODY is not recognised
C: MAIL FROM:<a@example.net> RET=HDRS
S: 555 Parameter RET is not recognised
C: MAIL FROM:<\xd0\xb0@example.net>
S: 553 The address is not ASCII and SMTPUTF8 was not said
)",
               plain_options());
}

TEST_CASE("smtp server: commands that are not well-formed are refused with the reason", "[smtp]") {
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: HELO
S: 501 5.5.4 Say who you are: a domain or an address literal behind the command
C: HELO a_b!c
S: 501 5.5.4 This is neither a domain nor an address literal
C: HELO [192.0.2.7]
S: 250 mx.example.org
C: helo client.example.net
S: 250 mx.example.org
C: MAIL carl@example.net
S: 501 5.5.2 The command is MAIL FROM:<address>
C: MAIL FROM: <carl@example.net>
S: 501 5.1.7 No space may stand behind the colon
C: MAIL FROM:carl@example.net
S: 501 5.1.7 Put the address into angle brackets
C: MAIL FROM:<carl@example.net
S: 501 5.1.7 This is not an address in angle brackets
C: MAIL FROM:<carl>
S: 553 5.1.7 The sender's address has no domain
C: MAIL FROM:<>
S: 250 2.1.0 Sender ok
C: RCPT TO:<>
S: 501 5.1.3 A recipient cannot be empty
C: RCPT TO:<anna>
S: 553 5.1.3 The recipient's address has no domain
C: RCPT TO:<Postmaster>
S: 250 2.1.5 Recipient ok
C: RCPT TO:<@relay.example,@other.example:anna@example.org>
S: 250 2.1.5 Recipient ok
C: DATA now
S: 501 5.5.4 Nothing may stand behind this command
C: RSET\x20\x20
S: 250 2.0.0 Ok
C: QUIT now
S: 501 5.5.4 Nothing may stand behind this command
C:
S: 500 5.5.1 Command not recognised
C: XYZZY
S: 500 5.5.1 Command not recognised
)",
               server_options());
}

TEST_CASE("smtp server: the owner may refuse at every stage", "[smtp]") {
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: HELO spammer.example
S: 550 Clients of that name are not served
C: MAIL FROM:<carl@example.net>
S: 503 Say EHLO or HELO first
C: HELO client.example.net
S: 250 mx.example.org
C: MAIL FROM:<carl@blocked.example>
S: 550 Mail from this sender is not taken here
C: RCPT TO:<anna@example.org>
S: 503 Say MAIL first
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: DATA
S: 354 Send the mail; end it with a line of one dot
C: VIRUS
C: .
S: 554 Content refused
C: RCPT TO:<anna@example.org>
S: 503 Say MAIL first
)",
               plain_options());
  Office office;
  office.takes_content = false;
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: HELO client.example.net
S: 250 mx.example.org
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: DATA
S: 451 No mail is taken now
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
)",
               plain_options(), office);
}

TEST_CASE("smtp server: a server that does not want to talk answers only QUIT", "[smtp]") {
  smtp::Server server(server_options());
  server.start(smtp::make_reply(554, "", "No SMTP service here"));
  server.receive("EHLO a.example\r\nQUIT\r\n");
  std::string said;
  while (server.next()) {
  }
  for (const Line& line : server.take_output()) said += line.octets;
  CHECK(said ==
        "554 No SMTP service here\r\n"
        "503 5.5.1 No mail is served here; say QUIT\r\n"
        "221 2.0.0 mx.example.org closes the connection\r\n");
  CHECK(server.is_closed());
}

TEST_CASE("smtp server: half a command and a cut connection leave nothing", "[smtp]") {
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: HELO client.example.net
S: 250 mx.example.org
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: DATA
S: 354 Send the mail; end it with a line of one dot
C: half a mail
C| .
! close
= closed: peer
)",
               plain_options());
}

TEST_CASE("smtp server: pipelined commands are answered in their order", "[smtp]") {
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: HELO client.example.net
C: MAIL FROM:<carl@example.net>
C: RCPT TO:<nobody@example.org>
C: RCPT TO:<anna@example.org>
C: DATA
S: 250 mx.example.org
S: 250 Sender ok
S: 550 There is no such mailbox here
S: 250 Recipient ok
S: 354 Send the mail; end it with a line of one dot
C: one
C: .
C: MAIL FROM:<carl@example.net>
C: RCPT TO:<anna@example.org>
C: QUIT
S: 250 Ok: queued as 4F1A
S: 250 Sender ok
S: 250 Recipient ok
S: 221 mx.example.org closes the connection
)",
               plain_options());
}
