// The client's session, by dialogues: what it says to servers of every kind.
#include "sim/pop3/pop3_client.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/crypto/hash.h"
#include "sim/pop3/pop3_server.h"
#include "sim/wire/base64.h"
#include "tests/support/session_script.h"

using namespace mailscope;
using namespace mailscope::test;
using namespace std::string_literals;

namespace {

struct Teller {
  std::string operator()(pop3::Client& client, const pop3::ClientEvent& event) const {
    if (const auto* decided = std::get_if<pop3::TlsDecided>(&event)) {
      return "tls " + std::string(wire::name_of(decided->decision));
    }
    if (std::holds_alternative<pop3::TlsWanted>(event)) client.tls_started();
    if (const auto* tried = std::get_if<pop3::LoginTried>(&event)) {
      return std::string("login ") + (tried->is_accepted ? "accepted" : "failed") +
             (tried->code.empty() ? "" : " [" + tried->code + "]");
    }
    if (const auto* listed = std::get_if<pop3::Listed>(&event)) {
      return "listed " + std::to_string(listed->items.size());
    }
    if (const auto* mail = std::get_if<pop3::MailFetched>(&event)) {
      return "mail " + std::to_string(mail->number) + " " + mail->uid + " of " +
             std::to_string(mail->content.size());
    }
    if (const auto* marked = std::get_if<pop3::MailMarked>(&event)) {
      return "marked " + std::to_string(marked->number);
    }
    if (const auto* refused = std::get_if<pop3::MailRefused>(&event)) {
      return "refused " + std::to_string(refused->number) + " at " +
             std::string(pop3::name_of(refused->stage));
    }
    if (const auto* failed = std::get_if<pop3::Failed>(&event)) return "failed: " + failed->why;
    if (const auto* finished = std::get_if<pop3::Finished>(&event)) {
      return finished->hangs_up ? "hangs up" : finished->is_updated ? "finished" : "ended";
    }
    return {};
  }
};

pop3::Plan plan_of() {
  pop3::Plan plan;
  plan.credentials = {"anna", "s3cret", "", ""};
  plan.tls = wire::TlsPolicy::none;
  plan.hashes.md5 = crypto::md5;
  plan.asks_capa = false;
  return plan;
}

void check_client(const std::string& script, const pop3::Plan& plan) {
  check_session(
      Played::client, script, [&] { return pop3::Client(plan); }, Teller{});
}

const std::string k_login = R"(
S: +OK hello
= tls not wanted
C: USER anna
S: +OK
C: PASS s3cret
S: +OK
= login accepted
C: STAT
)";

}  // namespace

TEST_CASE("pop3 client: new mails are fetched and marked, known ones left alone", "[pop3]") {
  auto plan = plan_of();
  plan.known_uids = {"b"};
  check_client(k_login + R"(
S: +OK 3 60
C: LIST
S: +OK
S: 1 10
S: 2 20
S: 3 30
S: .
C: UIDL
S: +OK
S: 1 a
S: 2 b
S: 3 c
S: .
= listed 3
C: RETR 1
S: +OK
S: ..x
S: .
= mail 1 a of 4
C: DELE 1
S: +OK
= marked 1
C: RETR 3
S: -ERR [SYS/TEMP] broken
= refused 3 at fetch
C: QUIT
S: +OK
= finished
)",
               plan);
}

TEST_CASE("pop3 client: an empty maildrop needs no listing", "[pop3]") {
  check_client(k_login + R"(
S: +OK 0 0
= listed 0
C: QUIT
S: +OK
= finished
)",
               plan_of());
}

TEST_CASE("pop3 client: a server without UIDL, TOP instead of RETR, deletion refused", "[pop3]") {
  auto plan = plan_of();
  plan.top_lines = 0;
  check_client(k_login + R"(
S: +OK 1 10
C: LIST
S: +OK
S: 1 10
S: .
C: UIDL
S: -ERR unknown
= listed 1
C: TOP 1 0
S: +OK
S: a: b
S:
S: .
= mail 1  of 8
C: DELE 1
S: -ERR no
= refused 1 at dele
C: QUIT
S: -ERR some were not deleted
= failed: some were not deleted
= ended
)",
               plan);
}

TEST_CASE("pop3 client: old mails are deleted without being fetched again", "[pop3]") {
  auto plan = plan_of();
  plan.known_uids = {"a"};
  plan.delete_uids = {"a"};
  plan.deletes_fetched = false;
  check_client(k_login + R"(
S: +OK 1 10
C: LIST
S: +OK
S: 1 10
S: .
C: UIDL
S: +OK
S: 1 a
S: .
= listed 1
C: DELE 1
S: +OK
= marked 1
C: QUIT
S: +OK
= finished
)",
               plan);
}

TEST_CASE("pop3 client: a login that fails is told with its code", "[pop3]") {
  check_client(R"(
S: +OK hello
= tls not wanted
C: USER anna
S: +OK
C: PASS s3cret
S: -ERR [IN-USE] locked
= login failed [IN-USE]
= failed: [IN-USE] locked
C: QUIT
S: +OK
= ended
)",
               plan_of());
  auto apop = plan_of();
  apop.login = pop3::Login::apop;
  check_client(R"(
S: +OK hello
= tls not wanted
= login failed
= failed: the server offers no APOP
C: QUIT
)",
               apop);
}

TEST_CASE("pop3 client: APOP says the RFC's own digest", "[pop3]") {
  auto plan = plan_of();
  plan.login = pop3::Login::apop;
  plan.credentials = {"mrose", "tanstaaf", "", ""};
  check_client(R"(
S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
C: APOP mrose c4c9334bac560ecc979e58001b3e22fb
)",
               plan);
}

TEST_CASE("pop3 client: STLS by policy, and CAPA again after it", "[pop3]") {
  auto plan = plan_of();
  plan.asks_capa = true;
  plan.tls = wire::TlsPolicy::required;
  check_client(R"(
S: +OK hello
C: CAPA
S: +OK
S: STLS
S: .
= tls starts
C: STLS
S: +OK
C: CAPA
S: +OK
S: USER
S: .
= tls already on
C: USER anna
)",
               plan);
  check_client(R"(
S: +OK hello
C: CAPA
S: -ERR unknown
= tls gives up
= failed: the server offers no STLS, and the plan requires it
C: QUIT
)",
               plan);
}

TEST_CASE("pop3 client: AUTH, with a response too long for the command's line", "[pop3]") {
  auto plan = plan_of();
  plan.asks_capa = true;
  plan.login = pop3::Login::auth;
  plan.mechanisms = {sasl::Mechanism::plain};
  const std::string hello =
      "S: +OK hello\nC: CAPA\nS: +OK\nS: SASL PLAIN\nS: .\n= tls not wanted\n";
  check_client(hello + "C: AUTH PLAIN " + wire::base64_encode("\0anna\0s3cret"s) +
                   "\nS: +OK\n= login accepted\nC: STAT\n",
               plan);
  plan.credentials.password = std::string(300, 'x');
  check_client(hello + "C: AUTH PLAIN\nS: +\\x20\nC: " +
                   wire::base64_encode("\0anna\0"s + std::string(300, 'x')) + "\n",
               plan);
  plan.mechanisms = {sasl::Mechanism::login};
  check_client(hello + "= login failed\n= failed: no common mechanism\nC: QUIT\n", plan);
}

TEST_CASE("pop3 client: a server that is none, refuses, or goes away", "[pop3]") {
  check_client("S: 220 SMTP\n= failed: this is not POP3: 220 SMTP\n= ended\n", plan_of());
  check_client("S: -ERR busy\n= failed: the server refused: busy\n= ended\n", plan_of());
  check_client(k_login + "! close\n= failed: the server closed the connection\n= ended\n",
               plan_of());
}

TEST_CASE("pop3: octets without sense, in any pieces, end in no crash", "[pop3]") {
  constexpr std::string_view k_words[] = {"USER anna\r\n",
                                          "PASS x\r\n",
                                          "CAPA\r\n",
                                          "STLS\r\n",
                                          "AUTH PLAIN\r\n",
                                          "*\r\n",
                                          "LIST\r\n",
                                          "RETR 1\r\n",
                                          "TOP 1 1\r\n",
                                          "DELE 1\r\n",
                                          "QUIT\r\n",
                                          "RSET\r\n",
                                          "UIDL\r\n",
                                          "+OK\r\n",
                                          "-ERR\r\n",
                                          "+OK 1 1\r\n",
                                          "1 1\r\n",
                                          ".\r\n",
                                          "+ \r\n",
                                          "\r\n",
                                          "\n",
                                          "\r",
                                          "\xff",
                                          "AGEAcHc=\r\n",
                                          "SASL PLAIN\r\n",
                                          "+OK 9 9\r\n",
                                          "..\r\n",
                                          "STLS\r\n.\r\n",
                                          "UIDL 1\r\n",
                                          "LIST 9\r\n"};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    pop3::ServerOptions options;
    options.requires_tls_for_login = random.chance(1, 2);
    options.mechanisms = {sasl::Mechanism::plain};
    options.bad_commands_max = 50;
    pop3::Server server(options);
    auto plan = plan_of();
    plan.asks_capa = random.chance(1, 2);
    plan.tls = random.chance(1, 2) ? wire::TlsPolicy::opportunistic : wire::TlsPolicy::none;
    plan.login = random.chance(1, 2) ? pop3::Login::auth : pop3::Login::user_pass;
    pop3::Client client(plan);
    const auto serve = [&] {
      while (auto event = server.next()) {
        if (std::holds_alternative<pop3::SecretAsked>(*event)) server.answer_secret(std::nullopt);
        if (std::holds_alternative<pop3::LoginAsked>(*event)) {
          server.answer_login(pop3::LoginVerdict::accept({{5, "u"}, {6, "v"}}));
        }
        if (std::holds_alternative<pop3::ContentAsked>(*event)) server.answer_content("a\r\n\r\nb");
        if (std::holds_alternative<pop3::UpdateAsked>(*event)) server.answer_update(true);
        if (std::holds_alternative<pop3::StartTls>(*event)) server.tls_started();
      }
      while (auto event = client.next()) {
        if (std::holds_alternative<pop3::TlsWanted>(*event)) client.tls_started();
      }
      static_cast<void>(server.take_output());
      static_cast<void>(client.take_output());
    };
    server.start();
    client.start();
    for (int i = 0; i < 60; ++i) {
      std::string octets(k_words[random.below(std::size(k_words))]);
      if (random.chance(1, 10)) {
        octets.assign(1 + random.below(3000), static_cast<char>(random.below(256)));
      }
      server.receive(octets);
      client.receive(octets);
      serve();
    }
    server.receive_end();
    client.receive_end();
    serve();
    CHECK(server.is_closed());
    CHECK(client.is_finished());
  }
}
