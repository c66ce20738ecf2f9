// Attackers and account settings in whole worlds: guessing, forging, injecting, posing as a server.
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/world/small_world.h"

namespace mailscope::world {
namespace {

hosts::MailServerSpec& server_of(WorldSpec& spec, const std::string& name) {
  return *host_named(spec, name).mail_server;
}

hosts::HostSpec box_on(const std::string& wire_of, const hosts::BoxRule& rule) {
  hosts::HostSpec box;
  box.name = "box";
  box.role = HostRole::attacker;
  box.middlebox.emplace();
  box.middlebox->wire_of = wire_of;
  box.middlebox->rules = {rule};
  return box;
}

std::size_t screens(const Trace& trace, const std::string& code) {
  std::size_t count = 0;
  for (const Record& record : trace) {
    const auto* screen = std::get_if<ScreenShown>(&record.payload);
    if (screen && screen->code == code) ++count;
  }
  return count;
}

Act guesses(std::vector<std::string> users, std::vector<std::string> passwords) {
  hosts::Guesses guesses;
  guesses.server = "mail.example.org";
  guesses.users = std::move(users);
  guesses.passwords = std::move(passwords);
  Act act;
  act.id = "guess";
  act.at = Time{} + seconds(1);
  act.doing = GuessPasswords{"bob", guesses};
  return act;
}

TEST_CASE("attack: spraying finds a weak password, and a lockout by client stops it", "[world]") {
  WorldSpec spec = small_world();
  spec.script = {guesses({"carol@example.org", "alice@example.org"},
                         {"123456", "password", "wonderland", "letmein"})};
  const Ran open(spec);
  INFO(transcript(open.trace()));
  CHECK(screens(open.trace(), "password-found") == 1);
  CHECK(open.decisions("login-unknown-user") == 4);
  CHECK(open.decisions("login-wrong-password") == 2);
  server_of(spec, "mail").lockout =
      hosts::LockoutSpec{3, minutes(10), hours(1), hosts::LimitPer::client};
  const Ran locked(spec);
  CHECK(screens(locked.trace(), "password-found") == 0);
  CHECK(locked.decisions("login-locked") == 5);
  // By account each has few failures: that is why one sprays.
  server_of(spec, "mail").lockout->per = hosts::LimitPer::account;
  CHECK(screens(Ran(spec).trace(), "password-found") == 1);
}

TEST_CASE("attack: a forged DNS answer leads to a server whose certificate gives it away",
          "[world]") {
  for (const bool verifies : {true, false}) {
    WorldSpec spec = small_world();
    hosts::HostSpec fake = host_named(spec, "mail");
    fake.name = "fake";
    fake.role = HostRole::attacker;
    fake.address = *parse_ipv4("203.0.113.66");
    fake.mail_server->certificate = hosts::CertificateState::unknown_authority;
    spec.hosts.push_back(fake);
    hosts::BoxRule rule;
    rule.id = "lie";
    rule.act = hosts::BoxRule::Act::answer_dns;
    rule.find = "mail.example.org";
    rule.address = fake.address;
    spec.hosts.push_back(box_on("alice", rule));
    host_named(spec, "alice").mail_client->outgoing.verifies_certificate = verifies;
    spec.script = {send_to_bob("Lunch")};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK(ran.decisions("dns-answer-forged") == 1);
    CHECK(has_screen(ran.trace(), "certificate-unknown-authority") == verifies);
    CHECK(ran.decisions("login-accepted") == (verifies ? 0 : 1));
  }
}

TEST_CASE("attack: a box inserts a line that nobody said, and delays another", "[world]") {
  WorldSpec spec = small_world();
  host_named(spec, "alice").mail_client->outgoing.security = hosts::TlsPolicy::none;
  for (auto& service : server_of(spec, "mail").services) service.allows_clear_text_login = true;
  hosts::BoxRule insert;
  insert.id = "insert";
  insert.act = hosts::BoxRule::Act::insert;
  insert.port = 587;
  insert.is_from_server = false;
  insert.find = "RCPT TO:<bob@example.net>\r\n";
  insert.replace = "RCPT TO:<alice@example.org>\r\n";
  spec.hosts.push_back(box_on("alice", insert));
  spec.script = {send_to_bob("Lunch")};
  // The server takes both; the client, which never asked for the second, is out of step.
  CHECK(Ran(spec).facts("recipient-is-local", "recipient") ==
        std::vector<std::string>{"alice@example.org"});
  hosts::BoxRule delay;
  delay.id = "delay";
  delay.act = hosts::BoxRule::Act::delay;
  delay.port = 587;
  delay.is_from_server = false;
  delay.find = "MAIL FROM";
  delay.delay = seconds(3);
  spec.hosts.back() = box_on("alice", delay);
  const Ran delayed(spec);
  INFO(transcript(delayed.trace()));
  CHECK(mails_in(delayed.state(), "mx", "bob@example.net", "INBOX") == 1);
  CHECK(delayed.decisions("box-rule") >= 1);
}

TEST_CASE("attack: a token said in clear is learnt, whichever mechanism carries it", "[world]") {
  for (const char* mechanism : {"XOAUTH2", "OAUTHBEARER"}) {
    for (const std::string token : {"ya29.abcdef", "ya29.abcdefg", "ya29.abcdefgh"}) {
      WorldSpec spec = small_world();
      hosts::MailServerSpec& mail = server_of(spec, "mail");
      mail.accounts.front().tokens = {{token, std::nullopt}};
      for (auto& service : mail.services) {
        service.mechanisms = {mechanism};
        service.allows_clear_text_login = true;
      }
      hosts::MailClientSpec& alice = *host_named(spec, "alice").mail_client;
      alice.token = token;
      alice.outgoing.mechanisms = {mechanism};
      alice.outgoing.security = hosts::TlsPolicy::none;
      hosts::BoxRule idle;
      idle.id = "idle";
      idle.find = "nothing like this is ever said";
      spec.hosts.push_back(box_on("alice", idle));
      spec.script = {send_to_bob("Lunch")};
      const Ran ran(spec);
      const WorldState state = ran.state();
      bool is_learnt = false;
      for (const LearntSecret& secret : state.hosts.back().secrets)
        is_learnt = is_learnt || (secret.kind == SecretKind::token && secret.value == token);
      INFO(mechanism << " " << token);
      CHECK(ran.decisions("token-accepted") == 1);
      CHECK(is_learnt);
    }
  }
}

TEST_CASE("client: servers are found by SRV records, or their want is told", "[world]") {
  WorldSpec spec = small_world();
  hosts::MailClientSpec& alice = *host_named(spec, "alice").mail_client;
  alice.discovers = true;
  alice.outgoing.server.clear();
  hosts::MailClientSpec& bob = *host_named(spec, "bob").mail_client;
  bob.discovers = true;
  bob.incoming = {};
  auto& zones = host_named(spec, "dns").dns_server->zones;
  zones[0].records.push_back("_submissions._tcp SRV 0 1 465 mail.example.org.");
  zones[1].records.push_back("_imaps._tcp SRV 0 0 0 .");
  zones[1].records.push_back("_pop3s._tcp SRV 10 1 995 mx.example.net.");
  spec.script = {send_to_bob("Lunch"), fetch_at("bob", Time{} + seconds(20))};
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.facts("server-discovered", "service") ==
        std::vector<std::string>{"submissions", "pop3s"});
  CHECK(has_screen(ran.trace(), "mail-sent"));
  CHECK(mails_in(ran.state(), "bob", "bob@example.net", "INBOX") == 1);
  zones[0].records.pop_back();
  CHECK(has_screen(Ran(spec).trace(), "no-server-discovered"));
}

TEST_CASE("client: each wrong setting of an account has its symptom", "[world]") {
  using Change = void (*)(hosts::MailClientSpec&);
  struct Case {
    const char* what;
    Change change;
    const char* screen;
  };
  const Case cases[] = {
      {"another server", [](hosts::MailClientSpec& c) { c.outgoing.server = "smtp.example.org"; },
       "server-unknown"},
      {"a closed port", [](hosts::MailClientSpec& c) { c.outgoing.port = 2525; },
       "connection-refused"},
      {"implicit TLS at the port of STARTTLS",
       [](hosts::MailClientSpec& c) {
         c.outgoing.port = 587;
         c.outgoing.security = hosts::TlsPolicy::tls;
       },
       "not-tls"},
      {"STARTTLS at the port of implicit TLS",
       [](hosts::MailClientSpec& c) { c.outgoing.port = 465; }, "connection-timed-out"},
      {"no encryption",
       [](hosts::MailClientSpec& c) { c.outgoing.security = hosts::TlsPolicy::none; },
       "login-impossible"},
      {"a wrong password", [](hosts::MailClientSpec& c) { c.password = "wrong"; }, "login-refused"},
      {"a wrong name", [](hosts::MailClientSpec& c) { c.user = "alicia"; }, "login-refused"},
      {"no login", [](hosts::MailClientSpec& c) { c.outgoing.logs_in = false; }, "mail-refused"},
      {"a mechanism that the server has not",
       [](hosts::MailClientSpec& c) { c.outgoing.mechanisms = {"XOAUTH2"}; }, "login-impossible"},
      {"another name of the server",
       [](hosts::MailClientSpec& c) { c.outgoing.server = "smtp2.example.org"; },
       "certificate-wrong-name"},
  };
  for (const Case& each : cases) {
    WorldSpec spec = small_world();
    host_named(spec, "dns").dns_server->zones[0].records.push_back("smtp2 A 192.0.2.25");
    each.change(*host_named(spec, "alice").mail_client);
    spec.script = {send_to_bob("Lunch")};
    const Ran ran(spec);
    std::string shown;
    for (const Record& record : ran.trace()) {
      const auto* screen = std::get_if<ScreenShown>(&record.payload);
      if (screen && record.place.host.value == 1) shown += screen->code + " ";
    }
    INFO(each.what << ": " << shown << "\n" << transcript(ran.trace()));
    CHECK(has_screen(ran.trace(), each.screen));
    CHECK_FALSE(has_screen(ran.trace(), "mail-sent"));
  }
}

}  // namespace
}  // namespace mailscope::world
