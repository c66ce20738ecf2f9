// Whole mails through whole worlds.
#include <catch2/catch_test_macros.hpp>

#include "sim/trace/steps.h"
#include "tests/sim/world/server_specs.h"
#include "tests/sim/world/small_world.h"

namespace mailscope::world {
namespace {

TEST_CASE("world: a mail goes from Alice's program to Bob's mailbox and is read there", "[world]") {
  WorldSpec spec = small_world();
  spec.script = {send_to_bob("Lunch"), fetch_at("bob", Time{} + seconds(10))};
  World world(spec);
  world.run();
  INFO(transcript(world.trace()));
  CHECK(has_screen(world.trace(), "mail-sent"));
  CHECK(has_screen(world.trace(), "inbox-listed"));
  CHECK(mails_in(world.state(), "mx", "bob@example.net", "INBOX") == 1);
  check_fold(world);
  const auto steps = steps_of(world.trace());
  CHECK(steps.size() > 20);
  CHECK(steps.back().last == world.trace().last());
}

TEST_CASE("world: a port where nobody listens is refused, and the program says so", "[world]") {
  WorldSpec spec = small_world();
  for (hosts::HostSpec& host : spec.hosts) {
    if (host.name == "alice") host.mail_client->outgoing.port = 2525;
  }
  spec.script = {send_to_bob("Lunch")};
  World world(spec);
  world.run();
  INFO(transcript(world.trace()));
  CHECK(has_screen(world.trace(), "connection-refused"));
  CHECK_FALSE(has_screen(world.trace(), "connection-lost"));
}

TEST_CASE(
    "world: whoever is refused at MAIL reads that reply, not those to what was said behind it",
    "[world]") {
  WorldSpec spec = small_world();
  for (hosts::HostSpec& host : spec.hosts) {
    if (host.name != "mx") continue;
    for (hosts::ServiceSpec& service : host.mail_server->services) service.requires_auth = true;
  }
  spec.script = {send_to_bob("Lunch")};
  World world(spec);
  world.run();
  INFO(transcript(world.trace()));
  std::string bounced;
  for (const Record& record : world.trace()) {
    const auto* done = std::get_if<RecipientDone>(&record.payload);
    if (done && done->outcome == RecipientOutcome::bounced) bounced = done->detail;
  }
  CHECK(bounced.rfind("530 5.7.0", 0) == 0);
}

TEST_CASE("world: the same spec gives the same trace", "[world]") {
  WorldSpec spec = small_world();
  spec.script = {send_to_bob("Lunch"), fetch_at("bob", Time{} + seconds(10))};
  World first(spec);
  first.run();
  World second(spec);
  second.run();
  CHECK(first.trace() == second.trace());
}

TEST_CASE("world: a mail for nobody comes back to its sender as a report", "[world]") {
  WorldSpec spec = small_world();
  Act act = send_to_bob("Lost");
  std::get<SendMail>(act.doing).mail.to = {"nobody@example.net"};
  spec.script = {act};
  World world(spec);
  world.run();
  INFO(transcript(world.trace()));
  CHECK(has_decision(world.trace(), "no-such-user"));
  CHECK(mails_in(world.state(), "mail", "alice@example.org", "INBOX") == 1);
  check_fold(world);
}

TEST_CASE("world: POP3 deletes at QUIT, and leaves on the server what it is told to leave",
          "[world]") {
  for (const bool leaves : {false, true}) {
    WorldSpec spec = small_world();
    hosts::IncomingSpec& incoming = host_named(spec, "bob").mail_client->incoming;
    incoming.protocol = hosts::ReadProtocol::pop3;
    incoming.leaves_on_server = leaves;
    spec.script = {send_to_bob("Lunch"), fetch_at("bob", Time{} + seconds(10))};
    World world(spec);
    world.run();
    INFO(transcript(world.trace()));
    CHECK(mails_in(world.state(), "mx", "bob@example.net", "INBOX") == (leaves ? 1 : 0));
    CHECK(mails_in(world.state(), "bob", "bob@example.net", "INBOX") == 1);
    check_fold(world);
  }
}

TEST_CASE("world: a wire cut before QUIT deletes nothing", "[world]") {
  WorldSpec spec = small_world();
  host_named(spec, "bob").mail_client->incoming.protocol = hosts::ReadProtocol::pop3;
  spec.script = {send_to_bob("Lunch"), fetch_at("bob", Time{} + seconds(10))};
  spec.cuts = {
      {.host = "bob", .on_text = "QUIT", .count = 1, .before_sending = true, .mend_after = {}}};
  World world(spec);
  world.run();
  INFO(transcript(world.trace()));
  CHECK(mails_in(world.state(), "mx", "bob@example.net", "INBOX") == 1);
  check_fold(world);
}

TEST_CASE("world: a box hides STARTTLS, and what the eavesdropper learns depends on the client",
          "[world]") {
  struct Case {
    hosts::TlsPolicy policy;
    bool is_sent, is_learnt;
  };
  for (const Case& each :
       {Case{hosts::TlsPolicy::opportunistic, true, true},
        Case{hosts::TlsPolicy::required, false, false}, Case{hosts::TlsPolicy::tls, true, false}}) {
    WorldSpec spec = small_world();
    host_named(spec, "alice").mail_client->outgoing.security = each.policy;
    for (auto& service : host_named(spec, "mail").mail_server->services) {
      service.allows_clear_text_login = true;
    }
    hide_starttls(spec, "alice", 587);
    spec.script = {send_to_bob("Secret plans")};
    World world(spec);
    world.run();
    INFO(transcript(world.trace()));
    CHECK(has_screen(world.trace(), "mail-sent") == each.is_sent);
    const WorldState state = world.state();
    CHECK(!state.hosts.back().secrets.empty() == each.is_learnt);
    check_fold(world);
  }
}

TEST_CASE("world: under implicit TLS nothing is said before the handshake", "[world]") {
  WorldSpec spec = small_world();
  spec.script = {send_to_bob("Lunch"), fetch_at("bob", Time{} + seconds(10))};
  World world(spec);
  world.run();
  const WorldState state = world.state();
  std::size_t lines = 0;
  for (const Record& record : world.trace()) {
    const auto* said = std::get_if<Said>(&record.payload);
    if (!said || state.connections.at(record.place.connection).server_port != 993) continue;
    ++lines;
    CHECK(said->is_encrypted);
  }
  CHECK(lines > 5);
}

TEST_CASE("world: implicit TLS at a door that begins in clear fails and tells the user",
          "[world]") {
  WorldSpec spec = small_world();
  auto& outgoing = host_named(spec, "alice").mail_client->outgoing;
  outgoing.security = hosts::TlsPolicy::tls;
  outgoing.port = 587;
  spec.script = {send_to_bob("Lunch")};
  World world(spec);
  world.run();
  INFO(transcript(world.trace()));
  CHECK(has_screen(world.trace(), "not-tls"));
  CHECK_FALSE(has_screen(world.trace(), "mail-sent"));
  check_fold(world);
}

TEST_CASE("world: a relay declares the size of the mail with its own Received line", "[world]") {
  WorldSpec spec = small_world();
  spec.script = {send_to_bob("Lunch")};
  World world(spec);
  world.run();
  std::size_t declared = 0;
  std::string content;
  for (const Record& record : world.trace()) {
    const auto* said = std::get_if<Said>(&record.payload);
    if (!said || world.state().connections.at(record.place.connection).server_port != 25) continue;
    const std::size_t at = said->text.find(" SIZE=");
    if (at != std::string::npos) declared = std::stoul(said->text.substr(at + 6));
    if (said->kind == LineKind::content) content += said->text;
  }
  INFO(transcript(world.trace()));
  CHECK(content.rfind("Received:", 0) == 0);
  CHECK(declared == content.size());
}

TEST_CASE("world: who asks for NOTIFY=SUCCESS is told of the delivery, nobody else is", "[world]") {
  for (const bool asks : {true, false}) {
    WorldSpec spec = small_world();
    Act act;
    act.id = "typed";
    const std::string notify = asks ? " NOTIFY=SUCCESS" : "";
    act.doing = TypeLines{"mail",
                          "mx.example.net",
                          25,
                          false,
                          {"EHLO mail.example.org", "MAIL FROM:<alice@example.org> RET=HDRS",
                           "RCPT TO:<bob@example.net>" + notify, "DATA", "Subject: Lunch", "",
                           "At noon.", ".", "QUIT"}};
    spec.script = {act};
    World world(spec);
    world.run();
    INFO(transcript(world.trace()));
    CHECK(mails_in(world.state(), "mx", "bob@example.net", "INBOX") == 1);
    CHECK(mails_in(world.state(), "mail", "alice@example.org", "INBOX") == (asks ? 1 : 0));
    check_fold(world);
  }
}

TEST_CASE("world: a runaway script stops at its budget and says which", "[world]") {
  WorldSpec spec = small_world();
  spec.budget.records_max = 100;
  spec.script = {send_to_bob("Lunch")};
  World world(spec);
  world.run();
  const auto* reached = std::get_if<BudgetReached>(&world.trace().at(world.trace().last()).payload);
  REQUIRE(reached != nullptr);
  CHECK(reached->budget == "records");
}

}  // namespace
}  // namespace mailscope::world
