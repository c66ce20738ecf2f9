// Limits, lists, locks and switches of mail servers at work in whole worlds.
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/world/small_world.h"

namespace mailscope::world {
namespace {

hosts::MailServerSpec& server_of(WorldSpec& spec, const std::string& name) {
  return *host_named(spec, name).mail_server;
}

Act again(Act act, const std::string& id, Duration later) {
  act.id = id;
  act.at = act.at + later;
  return act;
}

Act typed(const char* id, Time at, std::vector<std::string> lines) {
  Act act;
  act.id = id;
  act.at = at;
  act.doing = TypeLines{"bob", "198.51.100.25", 25, false, std::move(lines)};
  return act;
}

// A login by IMAP or POP3 was said to follow RFC 4954, which is about SMTP.
TEST_CASE("rules: a login is ruled by the protocol that was spoken", "[world]") {
  const auto rules_with = [](hosts::ReadProtocol protocol) {
    WorldSpec spec = small_world();
    host_named(spec, "bob").mail_client->incoming.protocol = protocol;
    spec.script = {send_to_bob("Lunch"), fetch_at("bob", Time{} + seconds(30))};
    const Ran ran(spec);
    std::vector<std::string> rules;
    for (const Record& record : ran.trace()) {
      const auto* decision = std::get_if<Decision>(&record.payload);
      if (decision && decision->code == "login-accepted") rules.push_back(decision->rule);
    }
    return rules;
  };
  using Rules = std::vector<std::string>;
  CHECK(rules_with(hosts::ReadProtocol::imap) ==
        Rules{"RFC 4954, section 4", "RFC 9051, section 6.2.2"});
  CHECK(rules_with(hosts::ReadProtocol::pop3) ==
        Rules{"RFC 4954, section 4", "RFC 1939, section 7"});
}

TEST_CASE("rules: past the daily limit of an account the provider refuses, and a day later not",
          "[world]") {
  WorldSpec spec = small_world();
  hosts::LimitSpec daily;
  daily.id = "daily";
  daily.count_max = 2;
  daily.is_permanent = true;
  daily.text = "Daily sending quota exceeded";
  server_of(spec, "mail").limits = {daily};
  const Act first = send_to_bob("One");
  spec.script = {first, again(first, "two", minutes(1)), again(first, "three", minutes(2)),
                 again(first, "four", days(1) + minutes(1))};
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == 3);
  CHECK(ran.said("550 5.7.1 Daily sending quota exceeded*"));
  CHECK(ran.fact("rate-limit-exceeded", "setting") == "limit daily");
  CHECK(ran.fact("rate-limit-exceeded", "key") == "alice@example.org");
  const WorldState state = ran.state();
  const HostState& mail = state.hosts[1];
  CHECK(mail.name == "mail");
  CHECK(mail.settings.at("limit daily alice@example.org") == "1 of 2");  // a day later
}

TEST_CASE("rules: a client that connects too often is greeted with 421", "[world]") {
  WorldSpec spec = small_world();
  hosts::LimitSpec hourly;
  hourly.id = "connections";
  hourly.per = hosts::LimitPer::client;
  hourly.counts = hosts::LimitCounts::connections;
  hourly.count_max = 1;
  hourly.window = hours(1);
  server_of(spec, "mx").limits = {hourly};
  spec.script = {typed("a", Time{} + seconds(1), {"EHLO a.example", "QUIT"}),
                 typed("b", Time{} + seconds(20), {"EHLO a.example", "QUIT"})};
  CHECK(Ran(spec).said("421 4.7.0 *") == false);  // a greeting has no enhanced code
  CHECK(Ran(spec).said("421 *"));
}

TEST_CASE("rules: an account locks after failed logins, and even the right password waits",
          "[world]") {
  WorldSpec spec = small_world();
  server_of(spec, "mail").lockout = hosts::LockoutSpec{2, minutes(10), minutes(30), {}};
  hosts::MailClientSpec& alice = *host_named(spec, "alice").mail_client;
  alice.password = "guess";
  const Act first = send_to_bob("One");
  Act mends;
  mends.id = "mends";
  mends.at = Time{} + minutes(3);
  mends.doing = ChangeSetting{"alice", "password", "wonderland"};
  spec.script = {first, again(first, "two", minutes(1)), mends, again(first, "three", minutes(4)),
                 again(first, "four", minutes(45))};
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.decisions("login-wrong-password") == 2);
  CHECK(ran.decisions("login-locked") == 1);
  CHECK(ran.said("454 4.7.0 *"));
  CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == 1);
}

TEST_CASE("rules: a stranger is greylisted, comes back and is let in", "[world]") {
  WorldSpec spec = small_world();
  server_of(spec, "mx").greylisting = policy::Greylist::Options{};
  const Act first = send_to_bob("One");
  spec.script = {first, again(first, "two", hours(1))};
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.decisions("greylist-first-seen") == 1);
  CHECK(ran.decisions("greylist-passed") == 1);
  CHECK(ran.decisions("greylist-known") == 1);
  CHECK(ran.fact("greylist-first-seen", "setting") == "greylisting");
  CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == 2);
}

TEST_CASE("rules: a listed client is refused at MAIL or RCPT with the list's own words",
          "[world]") {
  for (const auto at : {hosts::CheckAt::mail, hosts::CheckAt::recipient}) {
    WorldSpec spec = small_world();
    hosts::BlocklistSpec lists;
    lists.lists = {{"bl.example", {}}};
    lists.at = at;
    server_of(spec, "mx").blocklists = lists;
    host_named(spec, "dns")
        .dns_server->zones.push_back(
            {"bl.example",
             {"25.2.0.192 A 127.0.0.2", "25.2.0.192 TXT \"Sent spam on 1 March\""},
             false});
    spec.script = {send_to_bob("One")};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK(
        ran.said("554 5.7.1 Service unavailable; client [192.0.2.25] blocked using bl.example; "
                 "Sent spam on 1 March*"));
    // Our client does not wait between MAIL and RCPT (PIPELINING): a refused MAIL leaves RCPT alone.
    CHECK(ran.said("503 5.5.1*") == (at == hosts::CheckAt::mail));
    CHECK(ran.fact("dnsbl-listed", "list") == "bl.example");
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == 0);
    CHECK(mails_in(ran.state(), "mail", "alice@example.org", "INBOX") == 1);
  }
}

TEST_CASE("rules: SMTP AUTH is switched as Exchange Online switches it", "[world]") {
  struct Case {
    bool organisation, defaults;
    hosts::Switch mailbox;
    const char* refusal;  // null: allowed
  };
  for (const Case& each :
       {Case{false, false, hosts::Switch::unset,
             "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for "
             "the Tenant.*"},
        Case{false, false, hosts::Switch::on, nullptr},
        Case{true, false, hosts::Switch::off,
             "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for "
             "the Mailbox.*"},
        Case{true, false, hosts::Switch::unset, nullptr},
        Case{true, true, hosts::Switch::on,
             "535 5.7.139 Authentication unsuccessful, user is locked by your organization's "
             "security defaults policy.*"}}) {
    WorldSpec spec = small_world();
    server_of(spec, "mail").smtp_auth =
        policy::OrganisationSwitches{each.organisation, each.defaults, {}};
    server_of(spec, "mail").accounts.front().smtp_auth = each.mailbox;
    spec.script = {send_to_bob("One")};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK(ran.said(each.refusal ? each.refusal : "235 *"));
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == (each.refusal ? 0 : 1));
  }
}

TEST_CASE("rules: an authentication policy that blocks Basic lets OAuth pass", "[world]") {
  for (const char* mechanism : {"PLAIN", "XOAUTH2", "OAUTHBEARER"}) {
    WorldSpec spec = small_world();
    hosts::MailServerSpec& mail = server_of(spec, "mail");
    mail.smtp_auth = policy::OrganisationSwitches{
        true, false, policy::AuthenticationPolicy{"Block Basic", false}};
    mail.accounts.front().tokens = {{"ya29.token", hours(1)}};
    for (auto& service : mail.services) service.mechanisms = {"PLAIN", "XOAUTH2", "OAUTHBEARER"};
    hosts::MailClientSpec& alice = *host_named(spec, "alice").mail_client;
    alice.token = "ya29.token";
    alice.outgoing.mechanisms = {mechanism};
    const Act first = send_to_bob("One");
    spec.script = {first, again(first, "late", hours(2))};
    const Ran ran(spec);
    INFO(mechanism << "\n" << transcript(ran.trace()));
    const bool is_oauth = mechanism != std::string("PLAIN");
    CHECK(ran.said("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.*") ==
          !is_oauth);
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == (is_oauth ? 1 : 0));
    CHECK(ran.decisions("token-expired") == (is_oauth ? 1 : 0));
    CHECK(has_screen(ran.trace(), "login-refused"));
  }
}

TEST_CASE("rules: SCRAM finds a wrong password by itself, and it counts", "[world]") {
  for (const bool is_right : {true, false}) {
    WorldSpec spec = small_world();
    for (auto& service : server_of(spec, "mail").services) service.mechanisms = {"SCRAM-SHA-256"};
    server_of(spec, "mail").lockout = hosts::LockoutSpec{1, minutes(10), minutes(30), {}};
    hosts::MailClientSpec& alice = *host_named(spec, "alice").mail_client;
    alice.outgoing.mechanisms = {"SCRAM-SHA-256"};
    if (!is_right) alice.password = "guess";
    spec.script = {send_to_bob("One")};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK(ran.decisions("login-wrong-password") == (is_right ? 0 : 1));
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == (is_right ? 1 : 0));
  }
}

}  // namespace
}  // namespace mailscope::world
