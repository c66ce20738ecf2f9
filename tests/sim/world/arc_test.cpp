// Two hosts seal a mail on its way, and the last one judges the chain (RFC 8617).
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/world/server_specs.h"

namespace mailscope::world {
namespace {

using hosts::SenderCheck;

// A server that passes on what comes for one address, under its seal.
void add_sealing_hop(WorldSpec& spec, const std::string& name, const char* address,
                     const std::string& next) {
  hosts::HostSpec hop = host_named(spec, "mx");
  hop.name = name;
  hop.address = *parse_ipv4(address);
  const std::string domain = name + ".example";
  hosts::MailServerSpec& server = *hop.mail_server;
  server.server_name = "mx." + domain;
  server.local_domains = {domain};
  server.accounts.clear();
  server.sender = {};
  server.sender.checks = {SenderCheck::off, SenderCheck::note, SenderCheck::note, SenderCheck::note,
                          "Junk"};
  server.sender.seals_arc = true;
  hosts::DkimSpec dkim;
  dkim.domain = domain;
  server.sender.dkim = dkim;
  server.aliases = {{"all@" + domain, next}};
  spec.hosts.push_back(hop);
  host_named(spec, "dns")
      .dns_server->zones.push_back(
          {domain,
           {"@ MX 10 mx", "mx A " + std::string(address), "@ TXT \"v=spf1 mx -all\""},
           false});
}

// Alice to a list, which changes the mail; from there by an alias to Bob, whose server trusts both.
WorldSpec two_hops(bool list_changes) {
  WorldSpec spec = small_world();
  hosts::DkimSpec dkim;
  dkim.domain = "example.org";
  server_of(spec, "mail").sender.dkim = dkim;
  zone_of(spec, "example.org").push_back("@ TXT \"v=spf1 mx -all\"");
  zone_of(spec, "example.org").push_back("_dmarc TXT \"v=DMARC1; p=reject\"");
  add_sealing_hop(spec, "dave", "203.0.113.26", "bob@example.net");
  add_sealing_hop(spec, "carol", "203.0.113.25", "all@dave.example");
  if (list_changes) {
    server_of(spec, "carol").aliases.clear();
    hosts::MailingListSpec list;
    list.address = "all@carol.example";
    list.members = {"all@dave.example"};
    list.subject_prefix = "[all] ";
    server_of(spec, "carol").sender.lists = {list};
  }
  auto& checks = server_of(spec, "mx").sender.checks;
  checks = {SenderCheck::off, SenderCheck::note, SenderCheck::note, SenderCheck::enforce, "Junk"};
  checks.trusts_arc = {"carol.example", "dave.example"};
  Act act = send_to_bob("Lunch");
  std::get<SendMail>(act.doing).mail.to = {"all@carol.example"};
  spec.script = {act};
  return spec;
}

std::string content_at_bob(const WorldState& state) {
  for (const HostState& host : state.hosts) {
    if (host.name != "mx") continue;
    const auto found = host.mailboxes.find({"bob@example.net", "INBOX"});
    if (found != host.mailboxes.end() && !found->second.mails.empty())
      return found->second.mails.begin()->second.content;
  }
  return {};
}

TEST_CASE("arc: two hosts seal, the last one trusts them both and lets the mail in", "[world]") {
  for (const bool list_changes : {false, true}) {
    const Ran ran(two_hops(list_changes));
    INFO(transcript(ran.trace()));
    CHECK(ran.facts("arc-sealed", "instance") == std::vector<std::string>{"1", "2"});
    CHECK(ran.facts("arc-sealed", "domain") ==
          std::vector<std::string>{"carol.example", "dave.example"});
    CHECK(ran.facts("arc-pass", "sealers") ==
          std::vector<std::string>{"carol.example", "carol.example, dave.example"});
    // Where the mail is as it was, Alice's own signature still vouches for it.
    CHECK(ran.decisions("dmarc-overridden-by-arc") == (list_changes ? 1 : 0));
    const std::string content = content_at_bob(ran.state());
    REQUIRE_FALSE(content.empty());
    CHECK(content.find("ARC-Seal: i=2;") < content.find("ARC-Seal: i=1;"));
    // What the results say of the chain (RFC 8617, section 6): both signatures of the mail hold, since the
    // list sealed what it had made of it.
    CHECK(content.find("arc=pass smtp.remote-ip=203.0.113.26 header.oldest-pass=0") !=
          std::string::npos);
    CHECK(content.find("arc=none smtp.remote-ip=192.0.2.25") != std::string::npos);
  }
}

TEST_CASE(
    "arc: a hop that changes the mail and seals it is the oldest whose signature holds (5.2, 6)",
    "[world]") {
  WorldSpec spec = two_hops(false);
  hosts::MailingListSpec list;
  list.address = "all@dave.example";
  list.members = {"bob@example.net"};
  list.subject_prefix = "[all] ";
  server_of(spec, "dave").aliases.clear();
  server_of(spec, "dave").sender.lists = {list};
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.decisions("dmarc-overridden-by-arc") == 1);
  CHECK(content_at_bob(ran.state())
            .find("arc=pass smtp.remote-ip=203.0.113.26 header.oldest-pass=2") !=
        std::string::npos);
}

TEST_CASE("arc: a chain with one sealer who is not trusted counts for nothing", "[world]") {
  WorldSpec spec = two_hops(true);
  server_of(spec, "mx").sender.checks.trusts_arc = {"dave.example"};
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.decisions("arc-pass") == 2);
  CHECK(ran.decisions("dmarc-overridden-by-arc") == 0);
  CHECK(ran.decisions("dmarc-fail-reject") == 2);  // noted by dave, obeyed by Bob's server
  CHECK(content_at_bob(ran.state()).empty());
}

TEST_CASE("arc: what a user who has logged in submits is signed, not sealed (RFC 8617, 5.1.4: MAY)",
          "[world]") {
  WorldSpec spec = two_hops(false);
  server_of(spec, "mail").sender.seals_arc = true;
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.decisions("dkim-signed") == 1);
  CHECK(ran.facts("arc-sealed", "domain") ==
        std::vector<std::string>{"carol.example", "dave.example"});
}

}  // namespace
}  // namespace mailscope::world
