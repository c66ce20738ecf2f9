// The client's session, by dialogues: what it says to servers of every kind.
#include "sim/smtp/smtp_client.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/wire/base64.h"
#include "tests/sim/smtp/smtp_office.h"
#include "tests/support/session_script.h"

using namespace mailscope;
using namespace mailscope::test;
using namespace std::string_literals;

namespace {

// Tells the events that matter in a word.
struct Teller {
  std::string operator()(smtp::Client& client, const smtp::ClientEvent& event) const {
    if (const auto* decided = std::get_if<smtp::TlsDecided>(&event)) {
      return "tls " + std::string(wire::name_of(decided->decision));
    }
    if (std::holds_alternative<smtp::TlsWanted>(event)) client.tls_started();
    if (const auto* tried = std::get_if<smtp::AuthTried>(&event)) {
      return std::string("login ") + (tried->is_accepted ? "accepted" : "failed") +
             (tried->why.empty() ? "" : ": " + tried->why);
    }
    if (const auto* answered = std::get_if<smtp::RecipientAnswered>(&event)) {
      return answered->forward_path.text() + " " + std::to_string(answered->reply.code);
    }
    if (const auto* answered = std::get_if<smtp::MailAnswered>(&event)) {
      return "mail " + std::to_string(answered->mail) +
             (answered->is_accepted ? " taken" : " refused") + " at " +
             std::string(smtp::name_of(answered->stage)) + ": " + smtp::to_text(answered->reply) +
             (answered->is_local ? " (by ourselves)" : "");
    }
    if (const auto* failed = std::get_if<smtp::Failed>(&event)) {
      return "failed at " + std::string(smtp::name_of(failed->stage)) + ": " + failed->why;
    }
    if (std::holds_alternative<smtp::Finished>(event)) return "finished";
    return {};
  }
};

smtp::Mail mail_to(std::vector<std::string> recipients, std::string content = "Hi\r\n") {
  smtp::Mail mail;
  mail.reverse_path = *smtp::path_from("carl@example.net");
  for (const std::string& recipient : recipients) {
    mail.recipients.push_back({*smtp::path_from(recipient), {}});
  }
  mail.content = std::move(content);
  return mail;
}

smtp::Plan plan_of(std::vector<smtp::Mail> mails) {
  smtp::Plan plan;
  plan.hello_name = "c.example";
  plan.tls = wire::TlsPolicy::none;
  plan.mails = std::move(mails);
  plan.hashes = k_hashes;
  plan.nonce = "nonce";
  return plan;
}

void check_client(const std::string& script, const smtp::Plan& plan) {
  check_session(
      Played::client, script, [&] { return smtp::Client(plan); }, Teller{});
}

const std::string k_hello = R"(
S: 220 mx ready
C: EHLO c.example
)";

}  // namespace

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

TEST_CASE("smtp client: STARTTLS by policy", "[smtp]") {
  auto plan = plan_of({});
  plan.tls = wire::TlsPolicy::opportunistic;
  const std::string offers = k_hello + "S: 250-mx\nS: 250 STARTTLS\n";
  const std::string silent = k_hello + "S: 250 mx\n";
  check_client(offers + R"(
= tls starts
C: STARTTLS
S: 220 go
C: EHLO c.example
S: 250 mx
C: QUIT
S: 221 bye
= finished
)",
               plan);
  check_client(silent + "= tls goes without\nC: QUIT\n", plan);
  check_client(offers + "= tls starts\nC: STARTTLS\nS: 454 not now\n= tls goes without\nC: QUIT\n",
               plan);
  plan.tls = wire::TlsPolicy::required;
  check_client(silent + R"(
= tls gives up
= failed at TLS: TLS is required and the server does not offer it
C: QUIT
S: 221 bye
= finished
)",
               plan);
  check_client(offers + R"(
= tls starts
C: STARTTLS
S: 454 not now
= failed at TLS: the server did not start TLS
C: QUIT
)",
               plan);
  plan.tls = wire::TlsPolicy::none;
  check_client(offers + "= tls not wanted\nC: QUIT\n", plan);
}

TEST_CASE("smtp client: words put behind the 220 of STARTTLS are not believed", "[smtp]") {
  auto plan = plan_of({});
  plan.tls = wire::TlsPolicy::required;
  const std::string script = k_hello + R"(
S: 250-mx
S: 250 STARTTLS
= tls starts
C: STARTTLS
S: 220 go
S: 250 evil
)";
  check_session_whole(
      Played::client, script + R"(
= failed at TLS: somebody sent more before the handshake than the server's reply
= finished
)",
      [&] { return smtp::Client(plan); }, Teller{});
  plan.octets_before_tls = wire::OctetsBeforeTls::process;
  check_session_whole(
      Played::client, script + "C: EHLO c.example\nC: QUIT\n", [&] { return smtp::Client(plan); },
      Teller{});
}

TEST_CASE("smtp client: login by the best mechanism that may be used", "[smtp]") {
  auto plan = plan_of({});
  plan.credentials = sasl::Credentials{"anna", "s3cret", "", ""};
  plan.mechanisms = {sasl::Mechanism::plain, sasl::Mechanism::login};
  const std::string offer = k_hello + "S: 250-mx\nS: 250 AUTH LOGIN PLAIN\n= tls not wanted\n";
  check_client(offer + R"(
= login failed: the server takes only passwords in the clear, and TLS is not on
= failed at authentication: the server takes only passwords in the clear, and TLS is not on
C: QUIT
S: 221 bye
= finished
)",
               plan);
  plan.sends_clear_text_without_tls = true;
  const std::string response = wire::base64_encode("\0anna\0s3cret"s);
  check_client(offer + "C: AUTH PLAIN " + response + R"(
S: 235 2.7.0 ok
= login accepted
C: QUIT
)",
               plan);
  plan.sends_initial_response = false;
  check_client(offer + "C: AUTH PLAIN\nS: 334\\x20\nC: " + response + R"(
S: 535 5.7.8 no
= login failed
= failed at authentication: the server did not accept our credentials
C: QUIT
)",
               plan);
  check_client(k_hello + R"(
S: 250 mx
= tls not wanted
= login failed: the server offers no authentication
= failed at authentication: the server offers no authentication
C: QUIT
)",
               plan);
}

TEST_CASE("smtp client: an initial response that is too long comes by itself", "[smtp]") {
  auto plan = plan_of({});
  plan.credentials = sasl::Credentials{"anna", std::string(600, 'x'), "", ""};
  plan.mechanisms = {sasl::Mechanism::plain};
  plan.is_tls_active = true;
  check_client(k_hello + "S: 250-mx\nS: 250 AUTH PLAIN\nC: AUTH PLAIN\nS: 334\\x20\nC: " +
                   wire::base64_encode("\0anna\0"s + std::string(600, 'x')) + "\n",
               plan);
}

TEST_CASE("smtp client: a server that cannot prove itself in SCRAM is not believed", "[smtp]") {
  auto plan = plan_of({mail_to({"anna@example.org"})});
  plan.credentials = sasl::Credentials{"anna", "s3cret", "", ""};
  check_client(k_hello + R"(
S: 250-mx
S: 250 AUTH SCRAM-SHA-256
= tls not wanted
C: AUTH SCRAM-SHA-256 biwsbj1hbm5hLHI9bm9uY2U=
S: 235 whatever you say
= login failed: the server did not prove that it knows the password
= failed at authentication: the server did not prove that it knows the password
C: QUIT
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
