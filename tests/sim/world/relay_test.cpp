// What becomes of a mail between servers: MX hosts and their order, failures now and later, reports
// (RFC 5321, sections 4.5.4, 5 and 6; RFC 7505; RFC 3461 and 3464).
#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/mime/message.h"
#include "tests/sim/world/small_world.h"

namespace mailscope::world {
namespace {

// Lines typed at Alice's server, which relays for anybody here.
WorldSpec typed_at_relay(std::vector<std::string> lines) {
  WorldSpec spec = small_world();
  hosts::MailServerSpec& server = *host_named(spec, "mail").mail_server;
  server.relay = hosts::RelayPolicy::open;
  Act act;
  act.id = "types";
  act.doing = TypeLines{"bob", "mail.example.org", 25, false, std::move(lines)};
  spec.script = {act};
  return spec;
}

std::vector<std::string> mail_to_bob(const std::string& mail_parameters,
                                     const std::string& rcpt_parameters,
                                     const std::string& to = "bob@example.net") {
  return {"EHLO bob",
          "MAIL FROM:<alice@example.org>" + mail_parameters,
          "RCPT TO:<" + to + ">" + rcpt_parameters,
          "DATA",
          "Subject: Test",
          "",
          "the body",
          ".",
          "QUIT"};
}

void set_zone(WorldSpec& spec, const std::string& origin, std::vector<std::string> records) {
  for (hosts::ZoneSpec& zone : host_named(spec, "dns").dns_server->zones)
    if (zone.origin == origin) zone.records = std::move(records);
}

// The mails in the INBOX of this account, oldest first.
std::vector<std::string> inbox_of(const World& world, const std::string& account) {
  std::vector<std::string> found;
  const WorldState state = world.state();
  for (const HostState& host : state.hosts)
    for (const auto& [name, mailbox] : host.mailboxes)
      if (host.role == HostRole::server && name.first == account && name.second == "INBOX")
        for (const auto& [uid, mail] : mailbox.mails) found.push_back(mail.content);
  return found;
}

std::vector<std::string> reports(const World& world) {
  return inbox_of(world, "alice@example.org");
}

bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("relay: the best MX comes first, the next one when it does not answer (5321, 5.1)",
          "[world]") {
  WorldSpec spec = typed_at_relay(mail_to_bob("", ""));
  // Nobody has 198.51.100.99; the second MX has two addresses, of which one answers.
  set_zone(spec, "example.net",
           {"@ MX 20 mx.example.net.", "@ MX 10 gone.example.net.", "gone A 198.51.100.99",
            "mx A 198.51.100.98", "mx A 198.51.100.25"});
  const Ran ran(spec);
  CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == 1);
}

TEST_CASE("relay: a domain without MX is its own host, and one with a null MX takes no mail",
          "[world]") {
  WorldSpec implicit = typed_at_relay(mail_to_bob("", ""));
  set_zone(implicit, "example.net", {"@ A 198.51.100.25"});
  CHECK(mails_in(Ran(implicit).state(), "mx", "bob@example.net", "INBOX") == 1);

  WorldSpec null_mx = typed_at_relay(mail_to_bob("", ""));
  set_zone(null_mx, "example.net", {"@ MX 0 .", "@ A 198.51.100.25"});
  World world(null_mx);
  world.run();
  CHECK(mails_in(world.state(), "mx", "bob@example.net", "INBOX") == 0);
  const auto found = reports(world);
  REQUIRE(found.size() == 1);
  CHECK(has(found[0], "Status: 5.1.10"));  // RFC 7505, section 4.2
}

TEST_CASE("relay: an address literal is where the mail goes (5321, 4.1.3)", "[world]") {
  WorldSpec spec = typed_at_relay(mail_to_bob("", "", "bob@[198.51.100.25]"));
  host_named(spec, "mx").mail_server->local_domains.push_back("[198.51.100.25]");
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.said("RCPT TO:<bob@[198.51.100.25]>*"));
}

TEST_CASE("relay: delivery writes Return-Path, and each server its Received on top (5321, 4.4)",
          "[world]") {
  World world(typed_at_relay(mail_to_bob("", "")));
  world.run();
  const auto found = inbox_of(world, "bob@example.net");
  REQUIRE(found.size() == 1);
  const std::string& content = found[0];
  const mime::Message message = mime::parse(content);
  const auto& fields = message.root.header.fields;
  REQUIRE(fields.size() >= 3);
  CHECK(content.rfind("Return-Path: <alice@example.org>\r\n", 0) == 0);
  CHECK(message.root.header.find_all("Return-Path").size() == 1);
  CHECK(message.root.header.find_all("Received").size() == 2);
}

TEST_CASE("relay: a failure is told as asked: NOTIFY, RET, ENVID and ORCPT reach the report",
          "[world]") {  // RFC 3461, sections 4 and 6; RFC 3464, section 2
  const std::string orcpt = " ORCPT=rfc822;b+2Bob@example.net";
  World world(typed_at_relay(
      mail_to_bob(" RET=HDRS ENVID=QQ314", " NOTIFY=FAILURE" + orcpt, "nobody@example.net")));
  world.run();
  const auto found = reports(world);
  REQUIRE(found.size() == 1);
  const std::string& report = found[0];
  CHECK(report.rfind("Return-Path: <>\r\n", 0) == 0);
  CHECK(has(report, "report-type=delivery-status"));
  CHECK(has(report, "Original-Envelope-Id: QQ314\r\n"));
  CHECK(has(report, "Original-Recipient: rfc822; b+ob@example.net\r\n"));
  CHECK(has(report, "Final-Recipient: rfc822; nobody@example.net\r\n"));
  CHECK(has(report, "Action: failed\r\n"));
  CHECK(has(report, "Status: 5.1.1\r\n"));
  CHECK(has(report, "text/rfc822-headers"));
  CHECK_FALSE(has(report, "the body"));
}

TEST_CASE("relay: NOTIFY=NEVER and the null reverse-path bring no report", "[world]") {
  World never(typed_at_relay(mail_to_bob("", " NOTIFY=NEVER", "nobody@example.net")));
  never.run();
  CHECK(reports(never).empty());
  auto lines = mail_to_bob("", "", "nobody@example.net");
  lines[1] = "MAIL FROM:<>";
  World null_path(typed_at_relay(lines));
  null_path.run();
  CHECK(reports(null_path).empty());
}

TEST_CASE("relay: a mail that waits is told as delayed, and given up at the end (5321, 4.5.4.1)",
          "[world]") {
  WorldSpec spec = typed_at_relay(mail_to_bob("", ""));
  set_zone(spec, "example.net", {"@ MX 10 gone.example.net.", "gone A 198.51.100.99"});
  World world(spec);
  world.run();
  const auto found = reports(world);
  REQUIRE(found.size() == 2);
  CHECK(has(found[0], "Action: delayed\r\n"));
  CHECK(has(found[0], "Will-Retry-Until: "));
  CHECK(has(found[0], "Status: 4."));
  CHECK(has(found[1], "Action: failed\r\n"));

  WorldSpec quiet = typed_at_relay(mail_to_bob("", " NOTIFY=FAILURE"));
  set_zone(quiet, "example.net", {"@ MX 10 gone.example.net.", "gone A 198.51.100.99"});
  World unasked(quiet);
  unasked.run();
  CHECK(reports(unasked).size() == 1);  // delays were not asked for
}

TEST_CASE("relay: postmaster without a domain is somebody here (5321, 4.5.1)", "[world]") {
  auto lines = mail_to_bob("", "");
  lines[2] = "RCPT TO:<postmaster>";
  const Ran ran(typed_at_relay(lines));
  CHECK(ran.said("250 2.1.5*"));
}

}  // namespace mailscope::world
