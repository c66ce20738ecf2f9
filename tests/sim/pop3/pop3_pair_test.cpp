// Our client against our server.
#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/crypto/hash.h"
#include "sim/pop3/pop3_client.h"
#include "sim/pop3/pop3_server.h"

using namespace mailscope;

namespace {

struct Outcome {
  std::vector<std::string> fetched;
  std::size_t marked = 0, deleted = 0;
  bool is_login_accepted = false, hangs_up = false, was_encrypted = false;
  std::string failure;
};

Outcome play(pop3::Plan plan, pop3::ServerOptions options) {
  Outcome outcome;
  options.hashes.md5 = plan.hashes.md5 = crypto::md5;
  pop3::Client client(plan);
  pop3::Server server(options);
  client.start();
  server.start();
  for (int round = 0; round < 200; ++round) {
    for (const Line& line : server.take_output()) client.receive(wire_octets(line));
    while (auto event = client.next()) {
      if (const auto* mail = std::get_if<pop3::MailFetched>(&*event))
        outcome.fetched.push_back(mail->content);
      if (std::holds_alternative<pop3::MailMarked>(*event)) ++outcome.marked;
      if (const auto* login = std::get_if<pop3::LoginTried>(&*event))
        outcome.is_login_accepted = login->is_accepted;
      if (const auto* failed = std::get_if<pop3::Failed>(&*event)) outcome.failure = failed->why;
      if (const auto* done = std::get_if<pop3::Finished>(&*event))
        outcome.hangs_up = done->hangs_up;
      if (std::holds_alternative<pop3::TlsWanted>(*event)) {
        client.tls_started();
        server.tls_started();
        outcome.was_encrypted = true;
      }
    }
    for (const Line& line : client.take_output()) server.receive(wire_octets(line));
    while (auto event = server.next()) {
      if (const auto* secret = std::get_if<pop3::SecretAsked>(&*event)) {
        static_cast<void>(secret);
        server.answer_secret(sasl::Secret{"s3cret"});
      } else if (const auto* login = std::get_if<pop3::LoginAsked>(&*event)) {
        const auto* password = std::get_if<sasl::Password>(&login->proof);
        server.answer_login(!password || password->text == "s3cret"
                                ? pop3::LoginVerdict::accept({{5, "u1"}, {6, "u2"}})
                                : pop3::LoginVerdict::refuse("AUTH", "no"));
      } else if (const auto* content = std::get_if<pop3::ContentAsked>(&*event)) {
        server.answer_content(content->number == 1 ? ".a\r\n" : "bb\r\n");
      } else if (const auto* update = std::get_if<pop3::UpdateAsked>(&*event)) {
        outcome.deleted = update->numbers.size();
        server.answer_update(true);
      }
    }
  }
  return outcome;
}

pop3::Plan plan_for(const std::string& password) {
  pop3::Plan plan;
  plan.credentials = {"anna", password, {}, {}};
  return plan;
}

}  // namespace

TEST_CASE("pop3 pair: all new mail is fetched and deleted at QUIT, under TLS", "[pop3]") {
  const Outcome outcome = play(plan_for("s3cret"), {});
  CHECK(outcome.was_encrypted);
  CHECK(outcome.fetched == std::vector<std::string>{".a\r\n", "bb\r\n"});
  CHECK(outcome.deleted == 2);
  CHECK(outcome.failure.empty());
}

TEST_CASE("pop3 pair: leave on server fetches only what is unknown and marks nothing", "[pop3]") {
  pop3::Plan plan = plan_for("s3cret");
  plan.deletes_fetched = false;
  plan.known_uids = {"u1"};
  const Outcome outcome = play(plan, {});
  CHECK(outcome.fetched == std::vector<std::string>{"bb\r\n"});
  CHECK(outcome.deleted == 0);
}

TEST_CASE("pop3 pair: hanging up before QUIT deletes nothing though all was marked", "[pop3]") {
  pop3::Plan plan = plan_for("s3cret");
  plan.ending = pop3::Ending::hang_up;
  const Outcome outcome = play(plan, {});
  CHECK(outcome.hangs_up);
  CHECK(outcome.marked == 2);
  CHECK(outcome.deleted == 0);
}

TEST_CASE("pop3 pair: a wrong password is told, and nothing is fetched", "[pop3]") {
  const Outcome outcome = play(plan_for("guess"), {});
  CHECK_FALSE(outcome.is_login_accepted);
  CHECK(outcome.fetched.empty());
  CHECK_FALSE(outcome.failure.empty());
}

TEST_CASE("pop3 pair: without STLS a client that requires it says no password", "[pop3]") {
  pop3::Plan plan = plan_for("s3cret");
  plan.tls = wire::TlsPolicy::required;
  pop3::ServerOptions options;
  options.offers_stls = false;
  options.requires_tls_for_login = false;
  const Outcome outcome = play(plan, options);
  CHECK_FALSE(outcome.is_login_accepted);
  CHECK(outcome.fetched.empty());
  CHECK_FALSE(outcome.failure.empty());
}

TEST_CASE("pop3 pair: APOP", "[pop3]") {
  pop3::Plan plan = plan_for("s3cret");
  plan.login = pop3::Login::apop;
  pop3::ServerOptions options;
  options.timestamp = "<1.2@pop.example.org>";
  const Outcome outcome = play(plan, options);
  CHECK(outcome.is_login_accepted);
  CHECK(outcome.deleted == 2);
}
