// The server's session, by dialogues: limits, lines that are none, smuggling, patience.
#include <catch2/catch_test_macros.hpp>

#include "sim/smtp/smtp_server.h"
#include "tests/sim/smtp/smtp_server_check.h"

using namespace mailscope;
using namespace mailscope::test;

TEST_CASE("smtp server: limits of size, recipients and patience", "[smtp]") {
  auto options = server_options();
  options.extensions = plain_options().extensions;
  options.extensions.size = true;
  options.size_max = 20;
  options.recipients_max = 1;
  options.bad_commands_max = 2;
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C: EHLO client.example.net
S: 250-mx.example.org greets client.example.net
S: 250 SIZE 20
C: MAIL FROM:<carl@example.net> SIZE=21
= refused by RFC 1870, section 6.1
S: 552 Mails of more than 20 octets are not taken
C: MAIL FROM:<carl@example.net> SIZE=20
S: 250 Sender ok
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: RCPT TO:<boris@example.org>
= refused by RFC 5321, section 4.5.3.1.10
S: 452 Too many recipients
C: DATA
S: 354 Send the mail; end it with a line of one dot
C: 12345678901234567890
C: .
= refused by RFC 1870, section 6.3
S: 552 The mail is too big: 20 octets at most
C: XYZZY
= refused by RFC 5321, section 4.2.4
S: 500 Command not recognised
C: XYZZY
= refused by RFC 5321, section 4.2.4
S: 500 Command not recognised
C: XYZZY
= refused by RFC 5321, section 4.2.4
S: 500 Command not recognised
S: 421 Too many errors
= closed: errors
)",
               options);
}

TEST_CASE("smtp server: lines that are not lines are refused and not run", "[smtp]") {
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C| HELO client.example.net\n
S: 500 5.5.2 A command ends in CR LF, not in LF alone
C| HELO client\rexample.net\r\n
S: 500 5.5.2 A command holds no lone CR
C| HELO client\0.example.net\r\n
S: 500 5.5.2 A command holds no octet 0
C: MAIL FROM:<carl@example.net>
S: 503 5.5.1 Say EHLO or HELO first
)",
               server_options());
  auto options = server_options();
  options.takes_bare_lf = true;
  check_server(R"(
S: 220 mx.example.org ESMTP ready
C| HELO client.example.net\n
S: 250 mx.example.org
)",
               options);
}

TEST_CASE("smtp server: command lines have the RFC's length", "[smtp]") {
  const auto said_to = [](std::string line) {
    smtp::Server server(server_options());
    Office office;
    server.start();
    server.receive(line + "\r\n");
    while (auto event = server.next()) office(server, *event);
    return server.take_output().back().octets;
  };
  CHECK(said_to("NOOP " + std::string(505, 'x')) == "250 2.0.0 Ok\r\n");
  CHECK(said_to("NOOP " + std::string(506, 'x')) ==
        "500 5.5.2 The line is too long: 512 octets at most\r\n");
  CHECK(said_to(std::string(1'000'000, 'x')) == "500 5.5.2 The line is too long\r\n");
}

TEST_CASE("smtp server: content with a lone CR, LF or NUL is refused", "[smtp]") {
  const auto script = [](std::string_view content, std::string_view reply) {
    return R"(
S: 220 mx.example.org ESMTP ready
C: HELO client.example.net
S: 250 mx.example.org
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
C: RCPT TO:<anna@example.org>
S: 250 Recipient ok
C: DATA
S: 354 Send the mail; end it with a line of one dot
C| )" + std::string(content) +
           "\nC: .\nS: " + std::string(reply) + "\n";
  };
  check_server(script("a\\nb\\r\\n", "554 The mail holds a CR or LF alone"), plain_options());
  check_server(script("a\\rb\\r\\n", "554 The mail holds a CR or LF alone"), plain_options());
  check_server(script("a\\0b\\r\\n", "554 The mail holds an octet 0"), plain_options());
  auto tolerant = plain_options();
  tolerant.refuses_bare_newlines = false;
  check_server(script("a\\nb\\r\\n", "250 Ok: queued as 4F1A"), tolerant);
}

TEST_CASE("smtp server: a lone LF around the dot smuggles a mail only past a careless server",
          "[smtp]") {
  constexpr std::string_view k_smuggled = R"(
C: HELO client.example.net
C: MAIL FROM:<carl@example.net>
C: RCPT TO:<anna@example.org>
C: DATA
C| one\n.\r\n
C: MAIL FROM:<boss@example.org>
C: RCPT TO:<boris@example.org>
C: DATA
C: two
C: .
)";
  const auto mails_of = [&](smtp::ServerOptions options) {
    std::vector<smtp::MessageReceived> mails;
    Office office;
    office.mails = &mails;
    options.refuses_bare_newlines = false;
    play_session(
        Played::server, parse_script(k_smuggled), [&] { return smtp::Server(options); }, office,
        Pieces::whole);
    return mails.size();
  };
  auto careless = plain_options();
  careless.end_of_data = wire::EndOfData::any_newline;
  CHECK(mails_of(plain_options()) == 1);
  CHECK(mails_of(careless) == 2);
}

TEST_CASE("smtp server: nothing is read while a question is open, and only so much is kept",
          "[smtp]") {
  auto options = plain_options();
  options.size_max = 1000;
  smtp::Server server(options);
  Office office;
  office.answers = false;
  server.start();
  server.receive("HELO a.example\r\nNOOP\r\n");
  while (auto event = server.next()) office(server, *event);
  CHECK(server.is_asking());
  CHECK(server.take_output().size() == 1);  // the greeting
  server.answer(smtp::Verdict::accept());
  while (auto event = server.next()) office(server, *event);
  CHECK(server.take_output().size() == 2);

  server.receive("MAIL FROM:<carl@example.net>\r\n");
  while (auto event = server.next()) office(server, *event);
  for (int i = 0; i < 100 && !server.is_closed(); ++i) server.receive(std::string(10'000, 'x'));
  CHECK(server.is_closed());
  const auto said = server.take_output();
  REQUIRE(said.size() == 1);
  CHECK(said.back().octets == "421 Too much was sent without waiting for an answer\r\n");
  server.answer(smtp::Verdict::accept());  // too late, and harmless
}

TEST_CASE("smtp server: a shutdown says 421, whenever it comes", "[smtp]") {
  smtp::Server server(plain_options());
  server.start();
  server.shut_down(smtp::make_reply(421, "4.3.2", "mx.example.org goes down"));
  CHECK(server.take_output().back().octets == "421 mx.example.org goes down\r\n");
  CHECK(server.is_closed());
}
