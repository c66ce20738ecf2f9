#include "sim/policy/limits.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/policy/dnsbl.h"
#include "sim/policy/greylist.h"
#include "sim/policy/relay.h"
#include "sim/policy/reverse_name.h"
#include "sim/policy/smtp_auth_switches.h"
#include "tests/sim/policy/answers.h"

using namespace mailscope;
using namespace mailscope::policy;

namespace {

Address ip(const char* text) { return *parse_address(text); }
Time at(Duration duration) { return Time{} + duration; }

dns::Answer found(const dns::Question& question, dns::Data data) {
  dns::Answer answer;
  answer.question = question;
  answer.kind = dns::AnswerKind::found;
  answer.records.push_back({question.name, 60, std::move(data)});
  return answer;
}

}  // namespace

TEST_CASE("policy relay: for our own people from anybody, for others only from our own",
          "[policy]") {
  RelayRules rules;
  rules.local_domains = {"example.org"};
  rules.relay_domains = {"backup.example"};
  rules.networks = {*parse_prefix("192.0.2.0/24")};
  const auto code = [&](const char* recipient, const char* domain, const char* client,
                        const char* user = "") {
    const Decision decision = relay_decision(rules, {recipient, domain, ip(client), user});
    return decision.code + " " + std::to_string(decision.reply.code);
  };
  CHECK(code("a@Example.org", "Example.org", "203.0.113.1") == "recipient-is-local 250");
  CHECK(code("a@backup.example", "backup.example", "203.0.113.1") == "relay-for-domain 250");
  CHECK(code("a@example.net", "example.net", "203.0.113.1") == "relay-denied 550");
  CHECK(code("a@example.net", "example.net", "192.0.2.7") == "relay-for-network 250");
  CHECK(code("a@example.net", "example.net", "203.0.113.1", "anna") == "relay-for-user 250");
  CHECK(code("Postmaster", "", "203.0.113.1") == "recipient-is-local 250");
  CHECK(code("anna", "", "203.0.113.1") == "recipient-without-domain 550");
  rules.is_open = true;
  CHECK(code("a@example.net", "example.net", "203.0.113.1") == "relay-open 250");
  rules.needs_authentication = true;
  CHECK(code("a@example.org", "example.org", "203.0.113.1") == "authentication-required 530");
}

TEST_CASE("policy rate limit: a window slides, and says when to come back", "[policy]") {
  RateLimit limit({.count_max = 3, .window = minutes(10)});
  CHECK(limit.decide(at(minutes(0)), "anna", 2).is_accepted());
  CHECK(limit.decide(at(minutes(4)), "anna").is_accepted());
  CHECK(limit.decide(at(minutes(4)), "boris", 3).is_accepted());
  const Decision refused = limit.decide(at(minutes(5)), "anna");
  CHECK(
      to_text(refused) ==
      "deferred rate-limit-exceeded (RFC 5321, section 7.8) key=anna count=4 limit=3 window-s=600 "
      "retry-after-s=300: 450 4.7.1 Limit of 3 messages in 10 minutes exceeded");
  CHECK(limit.decide(at(minutes(10)), "anna").is_accepted());
  CHECK(limit.count(at(minutes(10)), "anna") == 2);
  CHECK_FALSE(limit.decide(at(minutes(10)), "anna", 4).is_accepted());
}

TEST_CASE("policy limits: size, recipients, loops, tarpit", "[policy]") {
  CHECK(size_decision(1000, 1000).is_accepted());
  CHECK(to_text(size_decision(1001, 1000).reply) ==
        "552 5.3.4 Message size exceeds the limit of 1000 octets");
  CHECK(size_decision(1001, 0).is_accepted());
  CHECK(recipients_decision(101, 100).reply.code == 452);
  CHECK(loop_decision(50, 50).is_accepted());
  CHECK(loop_decision(51, 50).reply.enhanced_code == "5.4.6");
  CHECK(tarpit_delay({}, 3) == Duration{});
  CHECK(tarpit_delay({}, 5) == seconds(4));
  CHECK(tarpit_delay({}, 1000) == seconds(30));
}

TEST_CASE("policy greylist: who comes back in time is let in, and remembered", "[policy]") {
  Greylist greylist({.delay = minutes(5), .client_passes = 2});
  const auto code = [&](Duration when, const char* client,
                        const char* recipient = "b@example.org") {
    return greylist.decide(at(when), ip(client), "a@example.net", recipient).code;
  };
  CHECK(code(minutes(0), "192.0.2.1") == "greylist-first-seen");
  CHECK(code(minutes(4), "192.0.2.1") == "greylist-too-early");
  CHECK(code(minutes(5), "192.0.2.9") == "greylist-passed");  // its neighbour in the same network
  CHECK(code(minutes(6), "192.0.2.1") == "greylist-known");
  CHECK(code(minutes(6), "198.51.100.1") == "greylist-first-seen");
  CHECK(code(hours(25), "198.51.100.1") == "greylist-first-seen");  // too late: from the beginning
  CHECK(code(hours(26), "192.0.2.1", "c@example.org") == "greylist-first-seen");
  CHECK(code(hours(27), "192.0.2.1", "c@example.org") == "greylist-passed");
  CHECK(code(hours(28), "192.0.2.1", "new@example.org") == "greylist-client-known");
  CHECK(code(days(70), "192.0.2.1") == "greylist-first-seen");
}

TEST_CASE("policy reverse name: an address is called what leads back to it", "[policy]") {
  const ZoneAnswers reverse("2.0.192.in-addr.arpa",
                            "$TTL 60\n@ SOA ns. host. 1 1 1 1 1\n25 PTR mx.example.\n"
                            "26 PTR liar.example.\n27 PTR liar.example.\n27 PTR mx27.example.\n");
  const ZoneAnswers names("example",
                          "$TTL 60\n@ SOA ns. host. 1 1 1 1 1\nmx A 192.0.2.25\nliar A 192.0.2.99\n"
                          "mx27 A 192.0.2.27\n");
  const auto code_of = [&](const char* address, std::string* name = nullptr) {
    ReverseName check(ip(address));
    while (const auto question = check.next_question()) {
      const bool is_reverse = question->type == dns::Type::ptr;
      check.answer((is_reverse ? reverse : names).ask(*question));
    }
    if (name != nullptr) *name = check.name();
    return check.decision().code + " " + to_text(check.decision().reply);
  };
  std::string name;
  CHECK(code_of("192.0.2.25", &name) == "reverse-name-found 250 2.0.0 Ok");
  CHECK(name == "mx.example");
  CHECK(code_of("192.0.2.26", &name) ==
        "reverse-name-mismatch 550 5.7.25 Client [192.0.2.26] is called liar.example, and that has "
        "another address");
  CHECK(name.empty());
  CHECK(code_of("192.0.2.27", &name) == "reverse-name-found 250 2.0.0 Ok");  // one of its names
  CHECK(name == "mx27.example");
  CHECK(code_of("192.0.2.28") ==
        "reverse-name-none 550 5.7.25 Client [192.0.2.28] has no name in the DNS");
  ReverseName silent(ip("192.0.2.25"));
  const auto question = silent.next_question();
  REQUIRE(question);
  dns::Answer nothing;
  nothing.question = *question;
  nothing.kind = dns::AnswerKind::timed_out;
  silent.answer(nothing);
  CHECK(silent.decision().code == "reverse-name-unanswered");
  CHECK(silent.decision().is_accepted());
}

TEST_CASE("policy dnsbl: 127.0.0.2 lists, with the list's reason; silence lists nobody",
          "[policy]") {
  Dnsbl check(ip("192.0.2.99"), {{"bl.example", {}}, {"quiet.example", {}}});
  const auto first = check.next_question(), second = check.next_question();
  REQUIRE(first);
  REQUIRE(second);
  CHECK(to_text(*first) == "A 99.2.0.192.bl.example?");
  CHECK(to_text(*second) == "A 99.2.0.192.quiet.example?");
  dns::Answer silence;
  silence.question = *second;
  silence.kind = dns::AnswerKind::timed_out;
  check.answer(silence);
  check.answer(found(*first, dns::A{Ipv4{0x7F000002}}));
  const auto third = check.next_question();
  REQUIRE(third);
  CHECK_FALSE(check.is_done());
  check.answer(found(*third, dns::Txt{{"sends spam"}}));
  REQUIRE(check.is_done());
  CHECK(to_text(check.decision().reply) ==
        "554 5.7.1 Service unavailable; client [192.0.2.99] blocked using bl.example; sends spam");
  // An address outside 127.0.0.0/8 is no list speaking.
  Dnsbl other(ip("192.0.2.99"), {{"bl.example", {}}});
  other.answer(found(*other.next_question(), dns::A{Ipv4{0xCB007101}}));
  REQUIRE(other.is_done());
  CHECK(other.decision().code == "dnsbl-not-listed");
}

TEST_CASE("policy smtp auth: which switch wins", "[policy]") {
  const auto effect = [](bool organisation, MailboxSwitch mailbox, bool defaults = false,
                         LoginKind login = LoginKind::basic, int policy = -1) {
    OrganisationSwitches org{organisation, defaults, std::nullopt};
    MailboxSwitches box{"anna", mailbox, std::nullopt};
    if (policy >= 0) box.policy = AuthenticationPolicy{"block", policy == 1};
    const SmtpAuthEffect result = smtp_auth_effect(org, box, login);
    return std::string(to_text(result.winner)) + (result.is_allowed ? " yes" : " no");
  };
  CHECK(effect(true, MailboxSwitch::unset) == "organisation yes");
  CHECK(effect(false, MailboxSwitch::unset) == "organisation no");
  CHECK(effect(false, MailboxSwitch::on) == "mailbox yes");
  CHECK(effect(true, MailboxSwitch::off) == "mailbox no");
  CHECK(effect(true, MailboxSwitch::on, true) == "security-defaults no");
  CHECK(effect(true, MailboxSwitch::on, false, LoginKind::basic, 0) == "authentication-policy no");
  CHECK(effect(true, MailboxSwitch::on, false, LoginKind::oauth, 0) == "mailbox yes");
  CHECK(effect(false, MailboxSwitch::unset, false, LoginKind::basic, 1) == "organisation no");
  CHECK(to_text(smtp_auth_effect({.smtp_auth_is_on = false}, {.user = "a"}, LoginKind::basic)
                    .decision.reply) ==
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the "
        "Tenant.");
}
