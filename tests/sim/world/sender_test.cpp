// Who really sent it? SPF, DKIM, DMARC, forwarding and transport policies in whole worlds.
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/world/small_world.h"

namespace mailscope::world {
namespace {

using hosts::SenderCheck;

hosts::MailServerSpec& server_of(WorldSpec& spec, const std::string& name) {
  return *host_named(spec, name).mail_server;
}

std::vector<std::string>& zone_of(WorldSpec& spec, const std::string& origin) {
  for (hosts::ZoneSpec& zone : host_named(spec, "dns").dns_server->zones) {
    if (zone.origin == origin) return zone.records;
  }
  MUST(false);
  return host_named(spec, "dns").dns_server->zones.front().records;
}

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

// ---- between servers ------------------------------------------------------------------------------

WorldSpec stripped_world() {
  WorldSpec spec = small_world();
  hosts::HostSpec box;
  box.name = "box";
  box.role = HostRole::attacker;
  box.middlebox.emplace();
  box.middlebox->wire_of = "mx";
  hosts::BoxRule rule;
  rule.id = "hide-starttls";
  rule.act = hosts::BoxRule::Act::replace;
  rule.port = 25;
  rule.find = "STARTTLS";
  rule.replace = "XXXXXXXX";
  box.middlebox->rules = {rule};
  spec.hosts.push_back(box);
  spec.script = {send_to_bob("Secret plans")};
  return spec;
}

bool has_learnt_body(const WorldState& state) {
  for (const LearntSecret& secret : state.hosts.back().secrets) {
    if (secret.kind == SecretKind::body) return true;
  }
  return false;
}

TEST_CASE("sender: without a policy a stripped STARTTLS between servers is not noticed",
          "[world]") {
  const Ran ran(stripped_world());
  CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == 1);
  CHECK(has_learnt_body(ran.state()));
}

TEST_CASE("sender: MTA-STS keeps mail from going in clear when it is enforced", "[world]") {
  for (const auto mode : {policy::MtaStsMode::testing, policy::MtaStsMode::enforce}) {
    WorldSpec spec = stripped_world();
    server_of(spec, "mail").sender.uses_mta_sts = true;
    server_of(spec, "mx").sender.mta_sts = hosts::MtaStsSpec{mode, {"mx.example.net"}, days(7)};
    zone_of(spec, "example.net").push_back("_mta-sts TXT \"v=STSv1; id=20260302\"");
    zone_of(spec, "example.net").push_back("mta-sts A 198.51.100.25");
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    const bool is_enforced = mode == policy::MtaStsMode::enforce;
    CHECK(ran.fact("mta-sts-fetched", "mx") == "mx.example.net");
    CHECK(has_learnt_body(ran.state()) == !is_enforced);
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == (is_enforced ? 0 : 1));
  }
}

TEST_CASE("sender: MTA-STS keeps mail from a host that it does not name or whose name is wrong",
          "[world]") {
  for (const bool is_named : {false, true}) {
    WorldSpec spec = small_world();
    server_of(spec, "mail").sender.uses_mta_sts = true;
    server_of(spec, "mx").certificate = hosts::CertificateState::wrong_name;
    server_of(spec, "mx").sender.mta_sts = hosts::MtaStsSpec{
        policy::MtaStsMode::enforce, {is_named ? "*.example.net" : "other.example"}, days(7)};
    zone_of(spec, "example.net").push_back("_mta-sts TXT \"v=STSv1; id=1\"");
    zone_of(spec, "example.net").push_back("mta-sts A 198.51.100.25");
    spec.script = {send_to_bob("Lunch")};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK((ran.decisions("mta-sts-host-not-named") > 0) == !is_named);
    CHECK((ran.decisions("tls-failed-stays-away") > 0) == is_named);
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == 0);
  }
}

TEST_CASE("sender: DANE trusts the key in a signed zone and nothing else", "[world]") {
  struct Case {
    hosts::Published record;
    bool is_signed;
    hosts::CertificateState certificate;
    const char* code;  // expected; null: no DANE at all
    bool is_delivered;
  };
  for (const Case& each :
       {Case{hosts::Published::right, true, hosts::CertificateState::self_signed, "dane-matches",
             true},
        Case{hosts::Published::wrong, true, hosts::CertificateState::good, "dane-mismatch", false},
        Case{hosts::Published::wrong, false, hosts::CertificateState::good, nullptr, true}}) {
    WorldSpec spec = small_world();
    server_of(spec, "mail").sender.uses_dane = true;
    server_of(spec, "mx").sender.dane = each.record;
    server_of(spec, "mx").certificate = each.certificate;
    for (hosts::ZoneSpec& zone : host_named(spec, "dns").dns_server->zones)
      zone.is_signed = each.is_signed;
    spec.script = {send_to_bob("Lunch")};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    CHECK((ran.decisions("dane-found") > 0) == (each.code != nullptr));
    if (each.code) CHECK(ran.decisions(each.code) > 0);
    CHECK((mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == 1) == each.is_delivered);
  }
}

// Alice wants TLS all the way; her provider and Bob's know what that means, and DNSSEC vouches for the MX.
WorldSpec strict_world() {
  WorldSpec spec = small_world();
  for (const char* name : {"mail", "mx"}) {
    for (auto& service : server_of(spec, name).services) service.offers_requiretls = true;
  }
  for (hosts::ZoneSpec& zone : host_named(spec, "dns").dns_server->zones) zone.is_signed = true;
  spec.script = {send_to_bob("Secret plans")};
  std::get<SendMail>(spec.script.front().doing).mail.requires_tls = true;
  return spec;
}

TEST_CASE(
    "sender: REQUIRETLS goes all the way by verified TLS, or the mail comes back without its body",
    "[world]") {
  struct Case {
    const char* name;
    void (*change)(WorldSpec&);
    const char* reply;  // of the report; null: it is delivered
  };
  const Case cases[] = {
      {"all is well", [](WorldSpec&) {}, nullptr},
      {"MTA-STS vouches instead of DNSSEC",
       [](WorldSpec& spec) {
         for (auto& zone : host_named(spec, "dns").dns_server->zones) zone.is_signed = false;
         server_of(spec, "mx").sender.mta_sts =
             hosts::MtaStsSpec{policy::MtaStsMode::enforce, {"mx.example.net"}, days(7)};
         zone_of(spec, "example.net").push_back("_mta-sts TXT \"v=STSv1; id=1\"");
         zone_of(spec, "example.net").push_back("mta-sts A 198.51.100.25");
       },
       nullptr},
      {"nobody vouches for the MX",
       [](WorldSpec& spec) {
         for (auto& zone : host_named(spec, "dns").dns_server->zones) zone.is_signed = false;
       },
       "550 5.7.0"},
      {"the next server does not promise",
       [](WorldSpec& spec) {
         for (auto& service : server_of(spec, "mx").services) service.offers_requiretls = false;
       },
       "550 5.7.30"},
      {"the next server's certificate is for another name",
       [](WorldSpec& spec) {
         server_of(spec, "mx").certificate = hosts::CertificateState::wrong_name;
       },
       "550 5.7.10"},
      {"the next server has no TLS",
       [](WorldSpec& spec) {
         for (auto& service : server_of(spec, "mx").services) service.offers_starttls = false;
       },
       "550 5.7.10"},
  };
  for (const Case& each : cases) {
    INFO(each.name);
    WorldSpec spec = strict_world();
    each.change(spec);
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    const bool is_delivered = each.reply == nullptr;
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == (is_delivered ? 1 : 0));
    if (is_delivered) {
      CHECK(ran.understood_encrypted("MAIL FROM:<alice@example.org>* REQUIRETLS*"));
      continue;
    }
    CHECK(ran.decisions("requiretls-unmet") == 1);
    // The report lies in Alice's mailbox, and not the secret.
    bool is_reported = false;
    for (const Record& record : ran.trace()) {
      const auto* stored = std::get_if<MailStored>(&record.payload);
      if (!stored || stored->account != "alice@example.org") continue;
      is_reported = true;
      CHECK(stored->content.find(std::string("smtp; ") + each.reply) != std::string::npos);
      CHECK(stored->content.find("See you at noon.") == std::string::npos);
    }
    CHECK(is_reported);
  }
}

TEST_CASE("sender: TLS-Required: No lets a mail go where MTA-STS would keep it", "[world]") {
  for (const bool minds : {true, false}) {
    WorldSpec spec = stripped_world();
    server_of(spec, "mail").sender.uses_mta_sts = true;
    server_of(spec, "mx").sender.mta_sts =
        hosts::MtaStsSpec{policy::MtaStsMode::enforce, {"mx.example.net"}, days(7)};
    zone_of(spec, "example.net").push_back("_mta-sts TXT \"v=STSv1; id=1\"");
    zone_of(spec, "example.net").push_back("mta-sts A 198.51.100.25");
    auto& mail = std::get<SendMail>(spec.script.front().doing).mail;
    if (!minds) mail.headers.emplace_back("TLS-Required", "No");
    const Ran ran(spec);
    CHECK(ran.decisions("tls-required-no") == (minds ? 0 : 1));
    CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == (minds ? 0 : 1));
  }
}

TEST_CASE("sender: a server that goes no higher speaks TLS 1.2", "[world]") {
  WorldSpec spec = small_world();
  server_of(spec, "mx").sender.tls_version_max = hosts::TlsVersion::tls_1_2;
  spec.script = {send_to_bob("Lunch")};
  const Ran ran(spec);
  bool is_old = false;
  for (const Record& record : ran.trace()) {
    const auto* tls = std::get_if<TlsEstablished>(&record.payload);
    is_old = is_old || (tls && tls->version == "TLS 1.2");
  }
  CHECK(is_old);
}

TEST_CASE(
    "sender: a client that comes again resumes its TLS session where the server gives tickets",
    "[world]") {
  for (const auto version : {hosts::TlsVersion::tls_1_3, hosts::TlsVersion::tls_1_2}) {
    for (const bool gives_tickets : {true, false}) {
      WorldSpec spec = small_world();
      server_of(spec, "mx").sender.gives_tickets = gives_tickets;
      server_of(spec, "mx").sender.tls_version_max = version;
      spec.script = {fetch_at("bob", Time{} + seconds(1)), fetch_at("bob", Time{} + minutes(5)),
                     fetch_at("bob", Time{} + hours(5))};
      const Ran ran(spec);
      INFO(transcript(ran.trace()));
      std::string resumed;  // as the server tells it, visit by visit: "-" a certificate was shown
      std::size_t certificates = 0;
      for (const Record& record : ran.trace()) {
        const auto* message = std::get_if<TlsMessage>(&record.payload);
        if (message && message->name == "Certificate") ++certificates;
        const auto* done = std::get_if<TlsEstablished>(&record.payload);
        if (!done || record.place.host != HostId{3}) continue;
        bool is_resumed = false;
        for (const auto& [key, value] : done->facts) is_resumed = is_resumed || key == "resumed";
        resumed += is_resumed ? "r" : "-";
      }
      CHECK(resumed == (gives_tickets ? "-r-" : "---"));  // two hours are over at the third
      CHECK(certificates == (gives_tickets ? 2 : 3));
    }
  }
}

}  // namespace
}  // namespace mailscope::world
