// A learner who is the attacker at a box: what the two ends hear, and that their numbers still agree.
#include <algorithm>
#include <map>
#include <tuple>

#include <catch2/catch_test_macros.hpp>

#include "sim/export/capture.h"
#include "sim/net/packet.h"
#include "tests/sim/world/small_world.h"

namespace mailscope::world {
namespace {

using Manner = hosts::BoxWords::Manner;

// Alice submits without TLS unless `security` says so; the box stands on her wire, or on her server's.
WorldSpec with_box(const std::string& wire_of = "alice",
                   hosts::TlsPolicy security = hosts::TlsPolicy::none) {
  WorldSpec spec = small_world();
  host_named(spec, "alice").mail_client->outgoing.security = security;
  for (hosts::ServiceSpec& service : host_named(spec, "mail").mail_server->services)
    service.allows_clear_text_login = true;
  hosts::HostSpec eve;
  eve.name = "eve";
  eve.role = HostRole::attacker;
  eve.address = *parse_ipv4("198.51.100.66");
  eve.delay = milliseconds(3);
  eve.middlebox = hosts::MiddleboxSpec{};
  eve.middlebox->wire_of = wire_of;
  spec.hosts.push_back(eve);
  spec.script = {send_to_bob("Lunch")};
  return spec;
}

// The first record of a line that `host` says and that begins so.
const Record& saying(const Trace& trace, std::string_view text) {
  const auto found = std::find_if(trace.begin(), trace.end(), [&](const Record& record) {
    const auto* said = std::get_if<Said>(&record.payload);
    return said && said->text.substr(0, text.size()) == text;
  });
  INFO("nobody says " << text << "\n" << transcript(trace));
  REQUIRE(found != trace.end());
  return *found;
}

Act words_at(Time time, Speaker as, Manner manner, std::vector<std::string> lines) {
  SpeakAtBox speak{"eve", {"alice", 587, 1}, {as, manner, std::move(lines)}};
  return {"hand", time, "", {}, std::move(speak)};
}

// What one side of a connection has understood, line by line.
std::string understood(const Trace& trace, Speaker speaker, std::string_view text) {
  std::string lines;
  for (const Record& record : trace) {
    const auto* heard = std::get_if<Understood>(&record.payload);
    if (heard && heard->speaker == speaker && heard->text.find(text) != std::string::npos)
      lines += heard->text;
  }
  return lines;
}

// At the middle: every octet of a direction comes once, in order, and nobody acknowledges what has not been sent.
void check_numbers(const Trace& trace) {
  struct Way {
    bool is_begun = false;
    std::uint32_t next = 0;
  };
  std::map<std::tuple<Ipv4, Port, Ipv4, Port>, Way> ways;
  for (const CapturedPacket& captured : packets_in_the_middle(trace)) {
    const auto packet = net::parse_packet(captured.octets);
    REQUIRE(packet);
    const net::TcpHeader* tcp = packet->tcp();
    if (!tcp || tcp->is_rst) continue;
    INFO("packet of record " << captured.sent.value << "\n" << transcript(trace));
    const auto size = static_cast<std::uint32_t>(packet->payload.size());
    Way& way =
        ways[{packet->ip.source, tcp->source_port, packet->ip.destination, tcp->destination_port}];
    if (way.is_begun) CHECK(tcp->sequence == way.next);
    way.is_begun = true;
    way.next = tcp->sequence + size + (tcp->is_syn ? 1 : 0) + (tcp->is_fin ? 1 : 0);
    const auto& back =
        ways[{packet->ip.destination, tcp->destination_port, packet->ip.source, tcp->source_port}];
    if (tcp->is_ack && back.is_begun)
      CHECK(static_cast<std::int32_t>(tcp->acknowledgment - back.next) <= 0);
  }
}

Trace run(const WorldSpec& spec) {
  World world(spec);
  world.run();
  check_fold(world);
  return world.trace();
}

std::size_t delivered(const Trace& trace) {
  return mails_in(fold(trace, trace.last()), "mx", "bob@example.net", "INBOX");
}

TEST_CASE(
    "box words: taken over as the client, the server answers the attacker; the client hears "
    "nothing and goes on",
    "[world]") {
  for (const char* wire : {"alice", "mail"}) {
    INFO("on the wire of " << wire);
    WorldSpec spec = with_box(wire);
    const Trace before = run(spec);
    const Record& ehlo = saying(before, "EHLO");
    spec.script.push_back(words_at(ehlo.time + microseconds(1), Speaker::client, Manner::take_over,
                                   {"NOOP", "VRFY <bob>"}));
    const Trace trace = run(spec);
    INFO(transcript(trace));
    CHECK(understood(trace, Speaker::client, "NOOP") == "NOOP\r\n");
    CHECK(understood(trace, Speaker::client, "VRFY") == "VRFY <bob>\r\n");
    CHECK(has_decision(trace, "words-put-in"));
    CHECK(has_decision(trace, "connection-handed-back"));
    CHECK(has_screen(trace, "mail-sent"));
    CHECK(delivered(trace) == 1);
    check_numbers(trace);
    // The answers that Alice's program hears are those to its own words.
    const auto heard = [](const Trace& of) {
      std::string lines;
      for (const Record& record : of) {
        const auto* line = std::get_if<Understood>(&record.payload);
        if (line && line->speaker == Speaker::server && record.place.host == HostId{1})
          lines += line->text;
      }
      return lines;
    };
    CHECK(heard(trace) == heard(before));
  }
}

TEST_CASE(
    "box words: as the server, a line is the answer to what the client says next, and the "
    "server hears nothing of it",
    "[world]") {
  for (const char* wire : {"alice", "mail"}) {
    INFO("on the wire of " << wire);
    WorldSpec spec = with_box(wire);
    const Record& mail = saying(run(spec), "MAIL FROM");
    spec.script.push_back(words_at(mail.time + microseconds(1), Speaker::server, Manner::take_over,
                                   {"552 5.3.4 Too big, says Eve"}));
    const Trace trace = run(spec);
    INFO(transcript(trace));
    CHECK(understood(trace, Speaker::server, "says Eve") == "552 5.3.4 Too big, says Eve\r\n");
    CHECK_FALSE(has_screen(trace, "mail-sent"));
    CHECK(delivered(trace) == 0);
    check_numbers(trace);
  }
}

TEST_CASE("box words: the server's next reply is replaced when it is already on its way",
          "[world]") {
  WorldSpec spec = with_box();
  const Record& queued = saying(run(spec), "250 2.0.0");
  spec.script.push_back(words_at(queued.time + microseconds(1), Speaker::server, Manner::take_over,
                                 {"451 4.3.0 Not today"}));
  const Trace trace = run(spec);
  INFO(transcript(trace));
  CHECK(understood(trace, Speaker::server, "Not today") == "451 4.3.0 Not today\r\n");
  CHECK_FALSE(has_screen(trace, "mail-sent"));
  CHECK(delivered(trace) == 1);
  check_numbers(trace);
}

TEST_CASE(
    "box words: what is slipped in lies between what the two say, and the answers reach the client",
    "[world]") {
  for (const char* wire : {"alice", "mail"}) {
    INFO("on the wire of " << wire);
    WorldSpec spec = with_box(wire);
    const Record& ehlo = saying(run(spec), "EHLO");
    spec.script.push_back(
        words_at(ehlo.time + microseconds(1), Speaker::client, Manner::slip_in, {"RSET", "NOOP"}));
    const Trace trace = run(spec);
    INFO(transcript(trace));
    CHECK(understood(trace, Speaker::client, "RSET") == "RSET\r\n");
    CHECK(understood(trace, Speaker::client, "NOOP") == "NOOP\r\n");
    CHECK_FALSE(has_decision(trace, "connection-handed-back"));
    check_numbers(trace);
  }
}

TEST_CASE("box words: under TLS they break the record layer, in both directions", "[world]") {
  for (const Speaker as : {Speaker::client, Speaker::server}) {
    for (const Manner manner : {Manner::take_over, Manner::slip_in}) {
      WorldSpec spec = with_box("alice", hosts::TlsPolicy::required);
      const Record& mail = saying(run(spec), "MAIL FROM");
      spec.script.push_back(
          words_at(mail.time + microseconds(1), as, manner, {"MAIL FROM:<eve@example.org>"}));
      const Trace trace = run(spec);
      INFO(transcript(trace));
      CHECK(understood(trace, Speaker::client, "eve@").empty());
      CHECK(std::any_of(trace.begin(), trace.end(), [](const Record& record) {
        return std::holds_alternative<TlsFailed>(record.payload);
      }));
      CHECK(delivered(trace) == 0);
      check_numbers(trace);
    }
  }
}

TEST_CASE(
    "box words: lines typed one after the other go on where the others ended, into a mail, too",
    "[world]") {
  WorldSpec spec = with_box();
  const Record& ehlo = saying(run(spec), "EHLO");
  const Time at = ehlo.time + microseconds(1);
  spec.script.push_back(words_at(at, Speaker::client, Manner::take_over, {"EHLO eve", "NOOP"}));
  spec.script.push_back(
      words_at(at + milliseconds(2), Speaker::client, Manner::take_over, {"RSET"}));
  const Trace trace = run(spec);
  INFO(transcript(trace));
  CHECK(understood(trace, Speaker::client, "RSET") == "RSET\r\n");
  CHECK(has_screen(trace, "mail-sent"));
  check_numbers(trace);
}

TEST_CASE("box words: a server that does not answer does not keep the client waiting for ever",
          "[world]") {
  WorldSpec spec = with_box();
  const Record& ehlo = saying(run(spec), "EHLO");
  // What follows DATA waits for its dot.
  spec.script.push_back(words_at(ehlo.time + microseconds(1), Speaker::client, Manner::take_over,
                                 {"NOOP", "QUIT", "NOOP"}));
  const Trace trace = run(spec);
  INFO(transcript(trace));
  CHECK(understood(trace, Speaker::client, "QUIT") == "QUIT\r\n");
  CHECK(has_decision(trace, "connection-handed-back"));
}

TEST_CASE("box words: of a connection that is not there, or has ended, it is told", "[world]") {
  for (const std::uint32_t nth : {1U, 2U}) {
    WorldSpec spec = with_box();
    SpeakAtBox speak{"eve", {"alice", 587, nth}, {Speaker::client, Manner::slip_in, {"NOOP"}}};
    const Time at = nth == 1 ? Time{} + minutes(30) : Time{} + seconds(1);
    spec.script.push_back({"hand", at, "", {}, speak});
    const Trace trace = run(spec);
    CHECK(has_screen(trace, "no-such-connection"));
    CHECK(delivered(trace) == 1);
  }
}

TEST_CASE("box words: up to their moment the run is the same, and the same words give the same run",
          "[world]") {
  WorldSpec spec = with_box();
  const Trace before = run(spec);
  const Record& ehlo = saying(before, "EHLO");
  spec.script.push_back(
      words_at(ehlo.time + microseconds(1), Speaker::client, Manner::take_over, {"NOOP"}));
  const Trace trace = run(spec), again = run(spec);
  for (std::uint32_t n = 1; n <= ehlo.number.value; ++n) REQUIRE(trace.at({n}) == before.at({n}));
  REQUIRE(trace.size() == again.size());
  for (std::uint32_t n = 1; n <= trace.size(); ++n) REQUIRE(trace.at({n}) == again.at({n}));
}

}  // namespace
}  // namespace mailscope::world
