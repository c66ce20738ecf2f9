// The server's session, by dialogues: STARTTLS, AUTH, CHUNKING, SMTPUTF8, DSN, submission.
#include <catch2/catch_test_macros.hpp>

#include "sim/smtp/smtp_server.h"
#include "sim/wire/base64.h"
#include "tests/sim/smtp/smtp_server_check.h"

using namespace mailscope;
using namespace mailscope::test;
using namespace std::string_literals;

namespace {

smtp::ServerOptions tls_options() {
  return options_with([](smtp::ServerOptions& options) { options.extensions.starttls = true; });
}

smtp::ServerOptions bdat_options() {
  return options_with([](smtp::ServerOptions& options) { options.extensions.chunking = true; });
}

const std::string k_hello = R"(
S: 220 mx.example.org ESMTP ready
C: EHLO c.example
S: 250-mx.example.org greets c.example
)";
const std::string k_bdat_hello = k_hello + R"(S: 250 CHUNKING
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
)";

std::string base64(const std::string& text) { return wire::base64_encode(text); }

}  // namespace

TEST_CASE("smtp server: STARTTLS forgets everything and is not offered twice", "[smtp]") {
  check_server(k_hello + R"(
S: 250 STARTTLS
C: STARTTLS now
S: 501 Nothing may stand behind this command
C: STARTTLS
S: 220 Ready to start TLS
C: MAIL FROM:<carl@example.net>
S: 503 Say EHLO or HELO first
C: EHLO c.example
S: 250 mx.example.org greets c.example
C: STARTTLS
S: 503 TLS is already active
)",
               tls_options());
}

TEST_CASE("smtp server: REQUIRETLS is named and taken under TLS only (RFC 8689)", "[smtp]") {
  auto options = tls_options();
  options.extensions.require_tls = true;
  check_server(k_hello + R"(
S: 250 STARTTLS
C: MAIL FROM:<carl@example.net> REQUIRETLS
S: 555 Parameter REQUIRETLS is not recognised
C: STARTTLS
S: 220 Ready to start TLS
C: EHLO c.example
S: 250-mx.example.org greets c.example
S: 250 REQUIRETLS
C: MAIL FROM:<carl@example.net> REQUIRETLS=yes
S: 501 The value of REQUIRETLS is wrong
C: MAIL FROM:<carl@example.net> requiretls
S: 250 Sender ok
)",
               options);
}

TEST_CASE("smtp server: a server that insists on TLS serves little without it", "[smtp]") {
  auto options = tls_options();
  options.requires_tls = true;
  check_server(k_hello + R"(
S: 250 STARTTLS
C: MAIL FROM:<carl@example.net>
S: 530 Say STARTTLS first
C: HELO c.example
S: 530 Say STARTTLS first
C: NOOP
S: 250 Ok
C: QUIT
S: 221 mx.example.org closes the connection
)",
               options);
}

TEST_CASE("smtp server: commands smuggled behind STARTTLS are refused, dropped or run, as told",
          "[smtp]") {
  const std::string hello = k_hello + "S: 250 STARTTLS\nC: STARTTLS\n";
  const std::string smuggled = "C: EHLO evil.example\n";
  auto options = tls_options();
  const auto play = [&](const std::string& script) {
    check_session_whole(
        Played::server, script, [&] { return smtp::Server(options); }, Office{});
  };
  play(hello + smuggled +
       "S: 503 Nothing may follow STARTTLS before the handshake\n"
       "C: NOOP\nS: 250 Ok\n");
  options.octets_before_tls = wire::OctetsBeforeTls::discard;
  play(hello + smuggled + "S: 220 Ready to start TLS\nC: NOOP\nS: 250 Ok\n");
  options.octets_before_tls = wire::OctetsBeforeTls::process;
  play(hello + smuggled + "S: 220 Ready to start TLS\nS: 250 mx.example.org greets evil.example\n");
}

TEST_CASE("smtp server: a handshake that fails ends the session", "[smtp]") {
  smtp::Server server(tls_options());
  server.start();
  server.receive("EHLO c.example\r\n");
  while (auto event = server.next()) {
    if (std::holds_alternative<smtp::HelloAsked>(*event)) server.answer(smtp::Verdict::accept());
  }
  server.receive("STARTTLS\r\n");
  while (server.next()) {
  }
  CHECK(server.is_asking());
  server.tls_failed();
  CHECK(server.next() == smtp::ServerEvent{smtp::Closed{smtp::Closed::Why::tls_failed}});
}

TEST_CASE("smtp server: BDAT takes chunks of any octets (RFC 3030)", "[smtp]") {
  std::vector<smtp::MessageReceived> mails;
  Office office;
  office.mails = &mails;
  check_session_whole(
      Played::server, k_bdat_hello + R"(
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: BDAT 10
C| 12345678\r\n
S: 250 10 octets taken
C: DATA
S: 503 The mail's last chunk is awaited
C: NOOP
S: 250 Ok
C: BDAT 7
C| .\r\nQUIT
S: 250 7 octets taken
C: BDAT 2 LAST
C| \r\n
S: 250 Ok: queued as 4F1A
C: BDAT 0 LAST
S: 503 Say MAIL and RCPT first
)",
      [] { return smtp::Server(bdat_options()); }, office);
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].content == "12345678\r\n.\r\nQUIT\r\n");
}

TEST_CASE("smtp server: BDAT reads past the octets of a chunk that it refuses", "[smtp]") {
  check_server(k_bdat_hello + R"(
C: BDAT 6 LAST
C| QUIT\r\n
S: 554 No valid recipients
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: BDAT 6 FIRST
C| QUIT\r\n
S: 501 Behind the number of octets only LAST may stand
C: BDAT x
S: 501 The command is BDAT octets, or BDAT octets LAST
C: RSET
S: 250 Ok
C: BDAT 6
C| QUIT\r\n
S: 503 Say MAIL and RCPT first
C: NOOP
S: 250 Ok
)",
               bdat_options());
  auto small = bdat_options();
  small.size_max = 10;
  check_server(k_bdat_hello + R"(
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: BDAT 8
C| 123456\r\n
S: 250 8 octets taken
C: BDAT 6 LAST
C| 1234\r\n
S: 552 The mail is too big
C: BDAT 6 LAST
C| 1234\r\n
S: 503 Say MAIL and RCPT first
)",
               small);
  Office office;
  office.takes_content = false;
  check_server(k_bdat_hello + R"(
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: BDAT 6 LAST
C| QUIT\r\n
S: 451 No mail is taken now
C: NOOP
S: 250 Ok
)",
               bdat_options(), office);
}

TEST_CASE("smtp server: binary content needs BINARYMIME", "[smtp]") {
  const std::string rest = R"(
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: BDAT 4 LAST
C| \0\n\r\xff
)";
  check_server(k_bdat_hello + rest + "S: 554 The mail holds an octet 0\n", bdat_options());
  auto options = bdat_options();
  options.extensions.eight_bit_mime = options.extensions.binary_mime = true;
  check_server(k_hello + R"(
S: 250-8BITMIME
S: 250-CHUNKING
S: 250 BINARYMIME
C: MAIL FROM:<carl@example.net> BODY=BINARYMIME
S: 250 Sender ok
)" + rest + "S: 250 Ok: queued as 4F1A\n",
               options);
}

TEST_CASE("smtp server: UTF-8 addresses only within a transaction that says so (RFC 6531)",
          "[smtp]") {
  check_server(k_hello + R"(
S: 250 SMTPUTF8
C: MAIL FROM:<\xd0\xb0@example.net>
S: 553 The address is not ASCII and SMTPUTF8 was not said
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
C: RCPT TO:<\xd0\xb0@example.org>
S: 553 The address is not ASCII and SMTPUTF8 was not said
C: RSET
S: 250 Ok
C: MAIL FROM:<\xd0\xb0@\xd0\xb1.example> SMTPUTF8
S: 250 Sender ok
C: RCPT TO:<\xd0\xb0@example.org>
S: 550 There is no such mailbox here
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: DATA
S: 354 Send the mail; end it with a line of one dot
C: .
S: 250 Ok: queued as 4F1A
C: MAIL FROM:<\xff@example.net> SMTPUTF8
S: 501 This is not an address in angle brackets
C: MAIL FROM:<carl@example.net> SMTPUTF8=yes
S: 501 The value of SMTPUTF8 is wrong
)",
               options_with([](smtp::ServerOptions& o) { o.extensions.smtputf8 = true; }));
}

TEST_CASE("smtp server: DSN's parameters arrive decoded (RFC 3461)", "[smtp]") {
  std::vector<smtp::MessageReceived> mails;
  Office office;
  office.mails = &mails;
  check_session_whole(
      Played::server, k_hello + R"(
S: 250 DSN
C: MAIL FROM:<carl@example.net> RET=SOME
S: 501 The value of RET is wrong
C: MAIL FROM:<carl@example.net> ret=hdrs ENVID=QQ+2B314
S: 250 Sender ok
C: RCPT TO:<anna@example.org> NOTIFY=NEVER,SUCCESS
S: 501 The value of NOTIFY is wrong
C: RCPT TO:<anna@example.org> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Anna+2Bx@example.org
S: 250 Recipient ok
C: RCPT TO:<boris@example.org> NOTIFY=NEVER NOTIFY=NEVER
S: 501 The value of NOTIFY is wrong
C: RCPT TO:<boris@example.org> NOTIFY=NEVER
S: 250 Recipient ok
C: DATA
S: 354 Send the mail; end it with a line of one dot
C: .
S: 250 Ok: queued as 4F1A
)",
      [] {
        return smtp::Server(options_with([](smtp::ServerOptions& o) { o.extensions.dsn = true; }));
      },
      office);
  REQUIRE(mails.size() == 1);
  const smtp::Transaction& transaction = mails[0].transaction;
  CHECK(transaction.parameters.ret == smtp::Return::headers);
  CHECK(transaction.parameters.envid == "QQ+314");
  REQUIRE(transaction.recipients.size() == 2);
  CHECK(transaction.recipients[0].parameters.notify == smtp::Notify{true, true, false, true});
  CHECK(transaction.recipients[0].parameters.orcpt_type == "rfc822");
  CHECK(transaction.recipients[0].parameters.orcpt_address == "Anna+x@example.org");
  CHECK(transaction.recipients[1].parameters.notify == smtp::Notify{true, false, false, false});
}

TEST_CASE("smtp server: the Received field's word tells how the mail came (RFC 3848)", "[smtp]") {
  smtp::ServerOptions options = tls_options();
  options.extensions.smtputf8 = options.extensions.auth = true;
  smtp::Server server(options);
  Office office;
  server.start();
  const auto word_after = [&](const std::string& line) {
    server.receive(line + "\r\n");
    while (auto event = server.next()) office(server, *event);
    return server.protocol_word();
  };
  CHECK(word_after("HELO c.example") == "SMTP");
  CHECK(word_after("EHLO c.example") == "ESMTP");
  word_after("STARTTLS");
  CHECK(word_after("EHLO c.example") == "ESMTPS");
  CHECK(word_after("AUTH PLAIN " + base64("\0anna\0s3cret"s)) == "ESMTPSA");
  CHECK(word_after("MAIL FROM:<a@b.example> SMTPUTF8") == "UTF8SMTPSA");
}
