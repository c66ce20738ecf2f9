// What a learner does to a running world: a lost or changed packet, a connection taken over.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/world/small_world.h"

namespace mailscope::world {
namespace {

WorldSpec with_mail() {
  WorldSpec spec = small_world();
  spec.script = {send_to_bob("Lunch"), fetch_at("bob", Time{} + seconds(20))};
  return spec;
}

struct SaidWhere {
  RecordNumber number{};
  Place place;
  Time time{};
};

// The first line that begins so.
SaidWhere said(const Trace& trace, std::string_view text) {
  for (const Record& record : trace) {
    const auto* line = std::get_if<Said>(&record.payload);
    if (line && line->text.substr(0, text.size()) == text)
      return {record.number, record.place, record.time};
  }
  return {};
}

// The number of the host's packet that carries what was said in `number`.
std::uint32_t packet_after(const Trace& trace, HostId host, RecordNumber number) {
  std::uint32_t nth = 0;
  for (const Record& record : trace) {
    if (!std::holds_alternative<PacketSent>(record.payload) || record.place.host != host) continue;
    ++nth;
    if (record.number > number) return nth;
  }
  return 0;
}

// How many records two runs have in common from the start.
std::size_t common(const Trace& a, const Trace& b) {
  std::size_t count = 0;
  while (count < a.size() && count < b.size()) {
    const RecordNumber number{static_cast<std::uint32_t>(count + 1)};
    if (!(a.at(number) == b.at(number))) break;
    ++count;
  }
  return count;
}

TEST_CASE("world: a packet that is lost in the middle is sent again, and the mail still arrives",
          "[world]") {
  World before(with_mail());
  before.run();
  const SaidWhere rcpt = said(before.trace(), "RCPT TO");
  REQUIRE_FALSE(rcpt.number.is_none());
  WorldSpec spec = with_mail();
  spec.fates = {{"alice", packet_after(before.trace(), rcpt.place.host, rcpt.number), {}}};
  World world(spec);
  world.run();
  INFO(transcript(world.trace()));
  CHECK(common(before.trace(), world.trace()) >= rcpt.number.value);
  const auto has = [&](auto is) {
    return std::any_of(world.trace().begin(), world.trace().end(), is);
  };
  CHECK(has([](const Record& record) {
    const auto* made = std::get_if<InterventionMade>(&record.payload);
    return made && made->what == "drop-packet";
  }));
  CHECK(has(
      [](const Record& record) { return std::holds_alternative<PacketDropped>(record.payload); }));
  CHECK(mails_in(world.state(), "mx", "bob@example.net", "INBOX") == 1);
  CHECK(fold(world.trace(), world.trace().last()) == world.state());
}

TEST_CASE("world: a changed packet says something else to the server, and both ends still agree",
          "[world]") {
  WorldSpec spec = with_mail();
  for (hosts::HostSpec& host : spec.hosts) {
    if (host.mail_client) host.mail_client->outgoing.security = hosts::TlsPolicy::none;
  }
  World before(spec);
  before.run();
  const SaidWhere ehlo = said(before.trace(), "EHLO");
  REQUIRE_FALSE(ehlo.number.is_none());
  spec.fates = {{"alice", packet_after(before.trace(), ehlo.place.host, ehlo.number),
                 std::string("NOOP\r\n")}};
  World world(spec);
  world.run();
  INFO(transcript(world.trace()));
  const bool is_heard =
      std::any_of(world.trace().begin(), world.trace().end(), [](const Record& record) {
        const auto* heard = std::get_if<Understood>(&record.payload);
        return heard && heard->text == "NOOP\r\n";
      });
  CHECK(is_heard);
  CHECK(fold(world.trace(), world.trace().last()) == world.state());
}

TEST_CASE("world: a client taken over says the typed lines, then its program goes on", "[world]") {
  World before(with_mail());
  before.run();
  const SaidWhere ehlo = said(before.trace(), "EHLO");
  REQUIRE_FALSE(ehlo.number.is_none());
  WorldSpec spec = with_mail();
  spec.script.push_back({"hand",
                         ehlo.time + microseconds(1),
                         "",
                         {},
                         TakeOver{"alice", ehlo.place.connection, {"NOOP", "VRFY bob"}}});
  World world(spec);
  world.run();
  INFO(transcript(world.trace()));
  const SaidWhere noop = said(world.trace(), "NOOP"), vrfy = said(world.trace(), "VRFY bob"),
                  starttls = said(world.trace(), "STARTTLS");
  CHECK(ehlo.number < noop.number);
  CHECK(noop.number < vrfy.number);
  CHECK(vrfy.number < starttls.number);
  CHECK(mails_in(world.state(), "mx", "bob@example.net", "INBOX") == 1);
  CHECK(fold(world.trace(), world.trace().last()) == world.state());
}

TEST_CASE("world: an operator's reply stands for the server's own; what was decided stays decided",
          "[world]") {
  World before(with_mail());
  before.run();
  SaidWhere queued = said(before.trace(), "250 2.0.0 Ok: queued");
  if (queued.number.is_none()) queued = said(before.trace(), "250 2.0.0");
  REQUIRE_FALSE(queued.number.is_none());
  CHECK(has_screen(before.trace(), "mail-sent"));
  WorldSpec spec = with_mail();
  spec.script.push_back({"hand",
                         queued.time - microseconds(1),
                         "",
                         {},
                         TakeOver{"mail", queued.place.connection, {"451 4.3.0 Not today"}}});
  World world(spec);
  world.run();
  INFO(transcript(world.trace()));
  CHECK_FALSE(said(world.trace(), "451 4.3.0 Not today").number.is_none());
  CHECK_FALSE(has_screen(world.trace(), "mail-sent"));
  CHECK(mails_in(world.state(), "mx", "bob@example.net", "INBOX") == 1);
  CHECK(fold(world.trace(), world.trace().last()) == world.state());
}

TEST_CASE("world: taking over a connection that is not there is told, and changes nothing",
          "[world]") {
  WorldSpec spec = with_mail();
  spec.script.push_back({"hand", Time{} + seconds(1), "", {}, TakeOver{"alice", {77}, {"NOOP"}}});
  World world(spec);
  world.run();
  CHECK(has_screen(world.trace(), "no-such-connection"));
  CHECK(mails_in(world.state(), "mx", "bob@example.net", "INBOX") == 1);
}

}  // namespace
}  // namespace mailscope::world
