// Who really sent it? SPF, DKIM, DMARC and forwarding in whole worlds.
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/world/server_specs.h"

namespace mailscope::world {
namespace {

using hosts::SenderCheck;

// Bob's provider checks everything; Alice's publishes and signs.
WorldSpec checking_world() {
  WorldSpec spec = small_world();
  server_of(spec, "mx").sender.checks = {SenderCheck::off, SenderCheck::enforce, SenderCheck::note,
                                         SenderCheck::enforce, "Junk"};
  hosts::DkimSpec dkim;
  dkim.domain = "example.org";
  server_of(spec, "mail").sender.dkim = dkim;
  zone_of(spec, "example.org").push_back("@ TXT \"v=spf1 mx -all\"");
  zone_of(spec, "example.org").push_back("_dmarc TXT \"v=DMARC1; p=reject\"");
  return spec;
}

// Somebody at an address that is nobody's pretends to be Alice.
Act forged(const std::string& mail_from) {
  Act act;
  act.id = "forged";
  act.at = Time{} + seconds(1);
  act.doing = TypeLines{
      "bob",
      "198.51.100.25",
      25,
      false,
      {"EHLO evil.example", "MAIL FROM:<" + mail_from + ">", "RCPT TO:<bob@example.net>", "DATA",
       "From: Alice <alice@example.org>", "Subject: Urgent", "", "Pay at once.", ".", "QUIT"}};
  return act;
}

const StoredMail* first_mail(const WorldState& state, const std::string& host,
                             const std::string& account, const std::string& mailbox) {
  for (const HostState& each : state.hosts) {
    if (each.name != host) continue;
    const auto found = each.mailboxes.find({account, mailbox});
    if (found == each.mailboxes.end() || found->second.mails.empty()) return nullptr;
    return &found->second.mails.begin()->second;
  }
  return nullptr;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("sender: an honest mail passes SPF, DKIM and DMARC, and its header says so", "[world]") {
  for (const auto algorithm : {hosts::DkimAlgorithm::ed25519, hosts::DkimAlgorithm::rsa}) {
    WorldSpec spec = checking_world();
    server_of(spec, "mail").sender.dkim->algorithm = algorithm;
    spec.script = {send_to_bob("Lunch")};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK(ran.decisions("spf-pass") == 1);
    CHECK(ran.decisions("dkim-signed") == 1);
    CHECK(ran.decisions("dkim-pass") == 1);
    CHECK(ran.decisions("dmarc-pass") == 1);
    const WorldState state = ran.state();
    const StoredMail* mail = first_mail(state, "mx", "bob@example.net", "INBOX");
    REQUIRE(mail != nullptr);
    CHECK(contains(mail->content,
                   "Authentication-Results: mx.example.net;\r\n\tspf=pass "
                   "smtp.mailfrom=alice@example.org;\r\n\tdkim=pass "
                   "header.d=example.org header.s=s1;\r\n\tdmarc=pass "
                   "header.from=example.org\r\n"));
  }
}

TEST_CASE("sender: a forged reverse-path fails SPF and is refused at MAIL", "[world]") {
  WorldSpec spec = checking_world();
  spec.script = {forged("alice@example.org")};
  const Ran ran(spec);
  CHECK(ran.said("550 5.7.23 *"));
  CHECK(ran.fact("spf-fail", "setting") == "check-spf");
  CHECK_FALSE(ran.said("354*"));
}

TEST_CASE("sender: a forged From is refused, put aside or let in as the author's domain asks",
          "[world]") {
  for (const std::string policy : {"none", "quarantine", "reject"}) {
    WorldSpec spec = checking_world();
    zone_of(spec, "example.org").back() = "_dmarc TXT \"v=DMARC1; p=" + policy + "\"";
    spec.script = {forged("bounce@evil.example")};
    const Ran ran(spec);
    INFO(policy << "\n" << transcript(ran.trace()));
    CHECK(ran.decisions("dkim-none") == 1);
    CHECK(ran.decisions("dmarc-fail-" + policy) == 1);
    CHECK(ran.said("550 5.7.1 DMARC*") == (policy == "reject"));
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == (policy == "none" ? 1 : 0));
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "Junk") ==
          (policy == "quarantine" ? 1 : 0));
  }
}

TEST_CASE("sender: results that pretend to be ours are taken out", "[world]") {
  WorldSpec spec = checking_world();
  zone_of(spec, "example.org").back() = "_dmarc TXT \"v=DMARC1; p=none\"";
  Act act = forged("bounce@evil.example");
  auto& lines = std::get<TypeLines>(act.doing).lines;
  lines.insert(lines.begin() + 4,
               {"Authentication-Results: mx.example.net; dmarc=pass header.from=example.org",
                "Authentication-Results: other.example; spf=pass"});
  spec.script = {act};
  const Ran ran(spec);
  const WorldState state = ran.state();
  const StoredMail* mail = first_mail(state, "mx", "bob@example.net", "INBOX");
  REQUIRE(mail != nullptr);
  CHECK_FALSE(contains(mail->content, "dmarc=pass"));
  CHECK(contains(mail->content, "dmarc=fail"));
  CHECK(contains(mail->content, "other.example; spf=pass"));
}

TEST_CASE("sender: the wrong key in the DNS, or none, is a signature that proves nothing",
          "[world]") {
  for (const auto published : {hosts::Published::wrong, hosts::Published::no}) {
    WorldSpec spec = checking_world();
    server_of(spec, "mail").sender.dkim->published = published;
    spec.script = {send_to_bob("Lunch")};
    const Ran ran(spec);
    CHECK(ran.decisions("dkim-pass") == 0);
    CHECK(ran.decisions(published == hosts::Published::wrong ? "dkim-fail" : "dkim-permerror") ==
          1);
    CHECK(ran.decisions("dmarc-pass") == 1);  // SPF is still aligned
  }
}

// Carol's provider forwards to Bob's.
WorldSpec forwarding_world() {
  WorldSpec spec = checking_world();
  hosts::HostSpec carol = host_named(spec, "mx");
  carol.name = "carol";
  carol.address = *parse_ipv4("203.0.113.25");
  carol.mail_server->server_name = "mx.carol.example";
  carol.mail_server->local_domains = {"carol.example"};
  carol.mail_server->accounts.clear();
  carol.mail_server->sender = {};
  carol.mail_server->aliases = {{"carol@carol.example", "bob@example.net"}};
  spec.hosts.push_back(carol);
  host_named(spec, "dns")
      .dns_server->zones.push_back(
          {"carol.example",
           {"@ MX 10 mx.carol.example.", "mx A 203.0.113.25", "@ TXT \"v=spf1 mx -all\""},
           false});
  Act act = send_to_bob("Lunch");
  std::get<SendMail>(act.doing).mail.to = {"carol@carol.example"};
  spec.script = {act};
  return spec;
}

TEST_CASE("sender: forwarding breaks SPF, and SRS mends it", "[world]") {
  WorldSpec spec = forwarding_world();
  const Ran plain(spec);
  INFO(transcript(plain.trace()));
  CHECK(plain.decisions("spf-fail") == 1);
  CHECK(mails_in(plain.state(), "mx", "bob@example.net", "INBOX") == 0);
  server_of(spec, "carol").sender.rewrites_sender = true;
  const Ran rewritten(spec);
  INFO(transcript(rewritten.trace()));
  CHECK(rewritten.said("MAIL FROM:<srs0=*=example.org=alice@carol.example>*"));
  CHECK(rewritten.decisions("spf-pass") == 1);
  CHECK(rewritten.decisions("dkim-pass") == 1);
  CHECK(mails_in(rewritten.state(), "mx", "bob@example.net", "INBOX") == 1);
}

TEST_CASE("sender: a bounce to an SRS address finds its way back to the first sender", "[world]") {
  WorldSpec spec = forwarding_world();
  server_of(spec, "carol").sender.rewrites_sender = true;
  server_of(spec, "carol").aliases = {{"carol@carol.example", "nobody@example.net"}};
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(mails_in(ran.state(), "mail", "alice@example.org", "INBOX") == 1);
}

TEST_CASE("sender: a list that changes subject and body breaks DKIM, one that does not keeps it",
          "[world]") {
  for (const bool changes : {false, true}) {
    WorldSpec spec = forwarding_world();
    server_of(spec, "carol").aliases.clear();
    hosts::MailingListSpec list;
    list.address = "team@carol.example";
    list.members = {"bob@example.net"};
    if (changes) {
      list.subject_prefix = "[team] ";
      list.footer = "-- \nThe team's list";
    }
    server_of(spec, "carol").sender.lists = {list};
    std::get<SendMail>(spec.script.front().doing).mail.to = {list.address};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK(ran.decisions("spf-pass") == 1);
    CHECK(ran.decisions("dkim-pass") == (changes ? 0 : 1));
    CHECK(ran.decisions("dmarc-fail-reject") == (changes ? 1 : 0));
    server_of(spec, "carol").sender.lists.front().rewrites_from = true;
    const Ran rewritten(spec);
    CHECK(rewritten.decisions("dmarc-fail-reject") == 0);
    CHECK(mails_in(rewritten.state(), "mx", "bob@example.net", "INBOX") == 1);
  }
}

}  // namespace
}  // namespace mailscope::world
