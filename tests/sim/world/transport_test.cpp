// How mail travels between servers: MTA-STS, DANE, REQUIRETLS, versions and tickets of TLS in whole worlds.
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/world/server_specs.h"

namespace mailscope::world {
namespace {

WorldSpec stripped_world() {
  WorldSpec spec = small_world();
  hide_starttls(spec, "mx", 25);
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
      if (!stored || stored->account != "alice@example.org" || stored->mailbox != "INBOX") continue;
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

// Bob's domain wants to hear how TLS fares, and its certificate is for another name.
TEST_CASE("sender: a report about TLS comes when the day is over, even where TLS keeps mail away",
          "[world]") {
  for (const auto mode : {policy::MtaStsMode::testing, policy::MtaStsMode::enforce}) {
    WorldSpec spec = small_world();
    server_of(spec, "mail").sender.uses_mta_sts = true;
    server_of(spec, "mail").sender.sends_tls_reports = true;
    server_of(spec, "mx").certificate = hosts::CertificateState::wrong_name;
    server_of(spec, "mx").sender.mta_sts = hosts::MtaStsSpec{mode, {"mx.example.net"}, days(7)};
    zone_of(spec, "example.net").push_back("_mta-sts TXT \"v=STSv1; id=1\"");
    zone_of(spec, "example.net").push_back("mta-sts A 198.51.100.25");
    zone_of(spec, "example.net")
        .push_back("_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:bob@example.net\"");
    spec.script = {send_to_bob("Lunch")};
    const Ran ran(spec);
    INFO(transcript(ran.trace()));
    const bool is_enforced = mode == policy::MtaStsMode::enforce;
    CHECK((ran.decisions("tls-failed-stays-away") > 0) == is_enforced);
    CHECK(ran.fact("tls-report-sent", "domain") == "example.net");
    CHECK(ran.fact("tls-report-sent", "well") == "0");
    std::string report;
    for (const Record& record : ran.trace()) {
      const auto* stored = std::get_if<MailStored>(&record.payload);
      if (stored && stored->content.find("tlsrpt+json") != std::string::npos) {
        report = stored->content;
      }
    }
    for (const char* part :
         {"\"policy-type\": \"sts\"", "\"version: STSv1\",\r\n",
          "\"policy-domain\": \"example.net\"", "\"result-type\": \"certificate-host-mismatch\"",
          "\"receiving-mx-hostname\": \"mx.example.net\"", "TLS-Report-Submitter: example.org"}) {
      INFO(part);
      CHECK(report.find(part) != std::string::npos);
    }
  }
}

TEST_CASE("sender: nobody gets a report about TLS who does not ask for it", "[world]") {
  WorldSpec spec = small_world();
  server_of(spec, "mail").sender.sends_tls_reports = true;
  spec.script = {send_to_bob("Lunch")};
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.fact("tls-report-not-wanted", "domain") == "example.net");
  CHECK(ran.decisions("tls-report-sent") == 0);
}

}  // namespace
}  // namespace mailscope::world
