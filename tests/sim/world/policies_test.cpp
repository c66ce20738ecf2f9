// The rules of mail servers at work in whole worlds: what they decide, record and answer.
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/world/small_world.h"

namespace mailscope::world {
namespace {

using hosts::ServiceKind;

hosts::MailServerSpec& server_of(WorldSpec& spec, const std::string& name) {
  return *host_named(spec, name).mail_server;
}

hosts::ServiceSpec& relay_door(WorldSpec& spec, const std::string& name) {
  for (hosts::ServiceSpec& service : server_of(spec, name).services) {
    if (service.kind == ServiceKind::relay) return service;
  }
  MUST(false);
  return server_of(spec, name).services.front();
}

// Somebody at Bob's machine types to the server at `address`.
Act typed(const char* address, std::vector<std::string> lines) {
  Act act;
  act.id = "typed";
  act.at = Time{} + seconds(1);
  act.doing = TypeLines{"bob", address, 25, false, std::move(lines)};
  return act;
}

TEST_CASE("policies: a stranger's relaying is refused, and the record names the setting",
          "[world]") {
  WorldSpec spec = small_world();
  spec.script = {typed("192.0.2.25", {"EHLO x.example", "MAIL FROM:<a@x.example>",
                                      "RCPT TO:<c@elsewhere.example>", "QUIT"})};
  const Ran ran(spec);
  CHECK(ran.said("550 5.7.1 <c@elsewhere.example>: relay access denied*"));
  CHECK(ran.fact("relay-denied", "setting") == "relay");
  server_of(spec, "mail").relay_networks = {"198.51.100.0/24"};
  CHECK(Ran(spec).fact("relay-for-network", "network") == "198.51.100.0/24");
  server_of(spec, "mail").relay_networks.clear();
  server_of(spec, "mail").relay_domains = {"elsewhere.example"};
  CHECK(has_decision(Ran(spec).trace(), "relay-for-domain"));
}

TEST_CASE("policies: VRFY and EXPN tell who lives here only where they are open", "[world]") {
  WorldSpec spec = small_world();
  server_of(spec, "mx").aliases = {{"team@example.net", "bob@example.net"},
                                   {"team@example.net", "carol@elsewhere.example"}};
  spec.script = {typed("198.51.100.25", {"EHLO x.example", "VRFY bob", "VRFY nobody@example.net",
                                         "EXPN team", "QUIT"})};
  const Ran hidden(spec);
  CHECK(hidden.said("252 2.5.0*"));
  CHECK(hidden.said("502 5.5.1*"));
  CHECK_FALSE(hidden.said("*<bob@example.net>*"));
  relay_door(spec, "mx").verify = hosts::VerifyAnswers::open;
  const Ran open(spec);
  CHECK(open.said("250 2.1.5 <bob@example.net>*"));
  CHECK(open.said("550 5.1.1 nobody@example.net: no such user here*"));
  CHECK(open.said("*<carol@elsewhere.example>*"));
  CHECK(open.fact("name-told", "setting") == "verify relay");
}

TEST_CASE("policies: a tarpit makes a client that errs wait longer and longer", "[world]") {
  WorldSpec spec = small_world();
  relay_door(spec, "mx").tarpit = policy::Tarpit{1, seconds(5), seconds(12)};
  spec.script = {
      typed("198.51.100.25", {"EHLO x.example", "MAIL FROM:<a@x.example>",
                              "RCPT TO:<n1@example.net>", "RCPT TO:<n2@example.net>",
                              "RCPT TO:<n3@example.net>", "RCPT TO:<n4@example.net>", "QUIT"})};
  const Ran ran(spec);
  CHECK(ran.facts("tarpit", "wait-s") == std::vector<std::string>{"5", "10", "12"});
  CHECK(ran.trace().at(ran.trace().last()).time > Time{} + seconds(28));
}

TEST_CASE("policies: a client that only errs is shown the door", "[world]") {
  WorldSpec spec = small_world();
  relay_door(spec, "mx").errors_max = 2;
  spec.script = {typed("198.51.100.25", {"EHLO x.example", "BAD", "BAD", "BAD", "QUIT"})};
  CHECK(Ran(spec).said("421 *"));
}

TEST_CASE("policies: a door that wants TLS serves nothing before it", "[world]") {
  WorldSpec spec = small_world();
  relay_door(spec, "mx").requires_tls = true;
  spec.script = {typed("198.51.100.25", {"EHLO x.example", "MAIL FROM:<a@x.example>", "QUIT"})};
  CHECK(Ran(spec).said("530 5.7.0 *"));
}

TEST_CASE("policies: a mail smuggled behind LF . LF is a second mail only for a loose server",
          "[world]") {
  const std::string smuggled =
      "Hello.\n.\r\nMAIL FROM:<boss@example.net>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n"
      "Subject: Smuggled\r\n\r\nPay at once.";
  for (const bool is_loose : {false, true}) {
    WorldSpec spec = small_world();
    hosts::ServiceSpec& door = relay_door(spec, "mx");
    door.refuses_bare_newlines = false;
    door.end_of_data = is_loose ? hosts::EndOfData::loose : hosts::EndOfData::strict;
    spec.script = {typed("198.51.100.25",
                         {"EHLO x.example", "MAIL FROM:<a@x.example>", "RCPT TO:<bob@example.net>",
                          "DATA", "Subject: Honest\r\n", smuggled, ".", "QUIT"})};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == (is_loose ? 2 : 1));
  }
}

TEST_CASE("policies: what a box puts behind STARTTLS is run by a server that keeps its buffer",
          "[world]") {
  for (const auto treatment : {hosts::OctetsBeforeTls::refuse, hosts::OctetsBeforeTls::discard,
                               hosts::OctetsBeforeTls::keep}) {
    WorldSpec spec = small_world();
    for (auto& service : server_of(spec, "mail").services) service.octets_before_tls = treatment;
    hosts::HostSpec box;
    box.name = "box";
    box.role = HostRole::attacker;
    box.middlebox.emplace();
    box.middlebox->wire_of = "alice";
    hosts::BoxRule rule;
    rule.id = "inject";
    rule.act = hosts::BoxRule::Act::replace;
    rule.port = 587;
    rule.is_from_server = false;
    rule.find = "STARTTLS\r\n";
    rule.replace = "STARTTLS\r\nNOOP injected\r\n";
    box.middlebox->rules = {rule};
    spec.hosts.push_back(box);
    spec.script = {send_to_bob("Lunch")};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK(ran.understood_encrypted("NOOP injected*") ==
          (treatment == hosts::OctetsBeforeTls::keep));
  }
}

TEST_CASE("policies: an alias sends mail on, and two that point at each other end in a loop",
          "[world]") {
  WorldSpec spec = small_world();
  server_of(spec, "mail").aliases = {{"info@example.org", "bob@example.net"}};
  Act send = send_to_bob("For info");
  std::get<SendMail>(send.doing).mail.to = {"info@example.org"};
  spec.script = {send};
  const Ran forwarded(spec);
  CHECK(mails_in(forwarded.state(), "mx", "bob@example.net", "INBOX") == 1);
  CHECK(forwarded.fact("forwarded-by-alias", "setting") == "alias info@example.org");
  server_of(spec, "mail").aliases = {{"info@example.org", "info@example.net"}};
  server_of(spec, "mx").aliases = {{"info@example.net", "info@example.org"}};
  server_of(spec, "mx").received_max = 10;
  const Ran looped(spec);
  CHECK(looped.said("554 5.4.6 *"));
  CHECK(mails_in(looped.state(), "mail", "alice@example.org", "INBOX") == 1);
}

TEST_CASE("policies: a server that takes mail for anybody bounces to the forged sender",
          "[world]") {
  for (const auto how : {hosts::UnknownRecipients::refuse, hosts::UnknownRecipients::bounce,
                         hosts::UnknownRecipients::discard}) {
    WorldSpec spec = small_world();
    server_of(spec, "mx").unknown_recipients = how;
    spec.script = {typed("198.51.100.25", {"EHLO x.example", "MAIL FROM:<alice@example.org>",
                                           "RCPT TO:<nobody@example.net>", "DATA", "Subject: Spam",
                                           "", "Buy.", ".", "QUIT"})};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK(mails_in(ran.state(), "mail", "alice@example.org", "INBOX") ==
          (how == hosts::UnknownRecipients::bounce ? 1 : 0));
    CHECK(ran.said("550 5.1.1*") == (how == hosts::UnknownRecipients::refuse));
  }
}

}  // namespace
}  // namespace mailscope::world
