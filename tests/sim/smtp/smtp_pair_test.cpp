// Our client against our server: every combination of what is offered and wanted ends in the same mails.
#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/smtp/smtp_client.h"
#include "tests/sim/smtp/smtp_office.h"

using namespace mailscope;
using namespace mailscope::test;

namespace {

struct Outcome {
  std::vector<smtp::MessageReceived> mails;
  std::vector<smtp::MailAnswered> answers;
  std::vector<std::string> refused;  // what the server refused by itself: our client's mistakes
  bool is_finished = false, was_encrypted = false, is_authenticated = false;
  std::string failure;
};

// Octets go in random pieces; `seed` 0 = whole.
Outcome play(const smtp::Plan& plan, const smtp::ServerOptions& options, std::uint64_t seed = 0) {
  Outcome played;
  Office office;
  office.mails = &played.mails;
  smtp::Client client(plan);
  smtp::Server server(options);
  Random random(seed);
  const auto pass = [&](auto& from, auto& to) {
    std::string octets;
    for (const Line& line : from.take_output()) octets += wire_octets(line);
    const bool any = !octets.empty();
    while (!octets.empty()) {
      const std::size_t count = seed == 0 ? octets.size() : 1 + random.below(40);
      to.receive(std::string_view(octets).substr(0, count));
      octets.erase(0, count);
    }
    return any;
  };
  client.start();
  server.start();
  for (bool is_moving = true; is_moving;) {
    is_moving = pass(server, client);
    while (auto event = client.next()) {
      if (const auto* answer = std::get_if<smtp::MailAnswered>(&*event))
        played.answers.push_back(*answer);
      if (const auto* tried = std::get_if<smtp::AuthTried>(&*event)) {
        played.is_authenticated = tried->is_accepted;
      }
      if (const auto* failed = std::get_if<smtp::Failed>(&*event)) played.failure = failed->why;
      if (std::holds_alternative<smtp::TlsWanted>(*event)) {
        client.tls_started();
        played.was_encrypted = true;
      }
      if (std::holds_alternative<smtp::Finished>(*event)) played.is_finished = true;
    }
    is_moving = pass(client, server) || is_moving;
    while (auto event = server.next()) {
      if (const auto* refused = std::get_if<smtp::Refused>(&*event))
        played.refused.push_back(refused->line);
      office(server, *event);
    }
    is_moving = is_moving || server.is_asking();
  }
  return played;
}

smtp::Mail mail_to(const std::vector<std::string>& recipients, std::string content) {
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
  plan.mails = std::move(mails);
  plan.hashes = k_hashes;
  plan.nonce = "nonce";
  return plan;
}

}  // namespace

TEST_CASE("smtp pair: every mechanism logs in under TLS, and a wrong password does not", "[smtp]") {
  for (const auto mechanism :
       {sasl::Mechanism::plain, sasl::Mechanism::login, sasl::Mechanism::cram_md5,
        sasl::Mechanism::scram_sha_256, sasl::Mechanism::xoauth2, sasl::Mechanism::oauthbearer}) {
    for (const bool has_initial : {true, false}) {
      INFO(sasl::name_of(mechanism) << (has_initial ? " with" : " without") << " initial response");
      auto options = server_options();
      options.mechanisms = {mechanism};
      options.requires_tls_for_auth = options.requires_auth = true;
      auto plan = plan_of({mail_to({"anna@example.org"}, "Hi\r\n")});
      plan.credentials = sasl::Credentials{"anna", "s3cret", "tok", ""};
      plan.mechanisms = {mechanism};
      plan.sends_initial_response = has_initial;
      const Outcome right = play(plan, options);
      CHECK(right.is_authenticated);
      CHECK(right.was_encrypted);
      CHECK(right.mails.size() == 1);
      CHECK(right.refused.empty());
      CHECK(right.is_finished);
      plan.credentials = sasl::Credentials{"anna", "guess", "guess", ""};
      const Outcome wrong = play(plan, options);
      CHECK_FALSE(wrong.is_authenticated);
      CHECK(wrong.mails.empty());
      CHECK(wrong.is_finished);
    }
  }
}

TEST_CASE("smtp pair: whatever is offered and however it is cut, each mail arrives as it was",
          "[smtp]") {
  const std::vector<smtp::Mail> mails{
      mail_to({"anna@example.org"}, "Subject: 1\r\n\r\n.\r\n..\r\n.dot\r\n"),
      mail_to({"nobody@example.org"}, "lost\r\n"),
      mail_to({"nobody@example.org", "boris@example.org", "anna@example.org"}, ""),
      mail_to({"anna@example.org"}, "VIRUS\r\n"),
      mail_to({"anna@example.org"}, std::string(3000, 'x') + "\r\n"),
  };
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed + 1000);
    auto options = server_options();
    smtp::Extensions& on = options.extensions;
    for (bool* flag : {&on.size, &on.pipelining, &on.eight_bit_mime, &on.enhanced_status_codes,
                       &on.starttls, &on.dsn, &on.chunking}) {
      *flag = random.chance(1, 2);
    }
    auto plan = plan_of(mails);
    plan.pipelines = random.chance(1, 2);
    plan.uses_chunking = random.chance(1, 2);
    plan.chunk_octets_max = 1 + random.below(2000);
    plan.says_ehlo = random.chance(4, 5);
    INFO("seed " << seed << ", pipelining " << on.pipelining << plan.pipelines << ", chunking "
                 << on.chunking << plan.uses_chunking << ", EHLO " << plan.says_ehlo);
    const Outcome played = play(plan, options, seed);
    CHECK(played.is_finished);
    CHECK(played.failure.empty());
    REQUIRE(played.answers.size() == 5);
    CHECK(played.answers[0].is_accepted);
    CHECK_FALSE(played.answers[1].is_accepted);
    CHECK(played.answers[2].is_accepted);
    CHECK_FALSE(played.answers[3].is_accepted);
    CHECK(played.answers[4].is_accepted);
    REQUIRE(played.mails.size() == 4);  // the virus was seen, too
    CHECK(played.mails[0].content == mails[0].content);
    CHECK(played.mails[1].content == mails[2].content);
    CHECK(played.mails[1].transaction.recipients.size() == 2);
    CHECK(played.mails[3].content == mails[4].content);
  }
}

TEST_CASE("smtp pair: UTF-8 addresses and 8-bit content arrive where they are offered", "[smtp]") {
  auto mail = mail_to({"anna@example.org"}, "\xd0\xb0\r\n");
  mail.reverse_path = *smtp::path_from("\xd0\xb0@\xd0\xb1.example");
  const Outcome played = play(plan_of({mail}), server_options());
  REQUIRE(played.mails.size() == 1);
  CHECK(played.mails[0].content == mail.content);
  CHECK(played.mails[0].transaction.reverse_path.text() == "\xd0\xb0@\xd0\xb1.example");
  CHECK(played.mails[0].transaction.parameters.smtputf8);
  CHECK(played.mails[0].transaction.parameters.body == smtp::Body::eight_bit_mime);
}

TEST_CASE("smtp pair: octets without sense, in any pieces, end in no crash", "[smtp]") {
  constexpr std::string_view k_words[] = {"EHLO a\r\n",
                                          "HELO a\r\n",
                                          "MAIL FROM:<a@b>\r\n",
                                          "RCPT TO:<anna@example.org>\r\n",
                                          "DATA\r\n",
                                          "BDAT 5\r\n",
                                          "BDAT 0 LAST\r\n",
                                          "BDAT 99999999999999999999\r\n",
                                          ".\r\n",
                                          "\r\n",
                                          "\n",
                                          "\r",
                                          "STARTTLS\r\n",
                                          "AUTH PLAIN\r\n",
                                          "AUTH LOGIN\r\n",
                                          "*\r\n",
                                          "QUIT\r\n",
                                          "RSET\r\n",
                                          "VRFY x\r\n",
                                          "250 ok\r\n",
                                          "250-a\r\n",
                                          "220 hi\r\n",
                                          "334 \r\n",
                                          "354 go\r\n",
                                          "421 no\r\n",
                                          "550 5.1.1 x\r\n",
                                          "<",
                                          ">",
                                          "=",
                                          "\0",
                                          "\xff",
                                          "AGFubmEAcHc=\r\n"};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    auto options = server_options();
    options.octets_before_tls =
        random.chance(1, 2) ? wire::OctetsBeforeTls::process : wire::OctetsBeforeTls::refuse;
    options.bad_commands_max = 50;
    smtp::Server server(options);
    auto plan =
        plan_of({mail_to({"anna@example.org"}, "Hi\r\n"), mail_to({"b@c.example"}, "Ho\r\n")});
    plan.credentials = sasl::Credentials{"anna", "s3cret", "tok", ""};
    plan.is_tls_active = random.chance(1, 2);
    smtp::Client client(plan);
    Office office;
    server.start();
    client.start();
    for (int i = 0; i < 60; ++i) {
      std::string octets(k_words[random.below(std::size(k_words))]);
      if (random.chance(1, 10))
        octets.assign(1 + random.below(3000), static_cast<char>(random.below(256)));
      server.receive(octets);
      while (auto event = server.next()) office(server, *event);
      client.receive(octets);
      while (auto event = client.next()) {
        if (std::holds_alternative<smtp::TlsWanted>(*event)) client.tls_started();
      }
      static_cast<void>(server.take_output());
      static_cast<void>(client.take_output());
    }
    server.receive_end();
    client.receive_end();
    while (auto event = server.next()) office(server, *event);
    while (auto event = client.next()) {
      if (std::holds_alternative<smtp::TlsWanted>(*event)) client.tls_started();
    }
    CHECK(server.is_closed());
    CHECK(client.is_finished());
  }
}
