// The run as people read it.
#include "sim/export/trace_text.h"

#include <string>

#include <catch2/catch_test_macros.hpp>

namespace mailscope {
namespace {

struct Sample {
  Trace trace;
  Recorder recorder{trace};
  HostId client{1}, mx{2};
  Place c{{1}, {2}, {1}}, s{{2}, {1}, {1}};

  Sample() {
    recorder.add({client, {}, {}}, HostAdded{"client", HostRole::client, {0xC000020A}, {}, {}});
    recorder.add({mx, {}, {}}, HostAdded{"mx", HostRole::server, {0xC6336419}, {}, {}});
    recorder.lead({client, {}, {}}, PersonActed{"alice", "send", {{"to", "bob@example"}}});
    recorder.add(c, ConnectionOpened{{0xC000020A}, {0xC6336419}, 49152, 25});
    recorder.set_now(Time{90'000});
    say(s, Speaker::server, LineKind::greeting, "220 mx ready\r\n");
    recorder.set_now(Time{120'000});
    say(c, Speaker::client, LineKind::command, "EHLO client\r\n");
    say(s, Speaker::server, LineKind::reply, "250-mx\r\n");
    say(s, Speaker::server, LineKind::reply, "250 STARTTLS\r\n");
    recorder.add(
        c, Understood{Protocol::smtp, Speaker::server, LineKind::reply, false, "250 HELP\r\n"});
    recorder.add(s, Decision{Verdict::refused,
                             "relay-denied",
                             {{"recipient", "bob@example"}},
                             "RFC 5321, section 3.6.2",
                             "550 no"});
    recorder.add(c, Said{Protocol::smtp, Speaker::client, LineKind::content, true,
                         "Subject: hi\r\n\r\none\r\ntwo\r\n"});
    recorder.add({mx, {}, {}},
                 MailQueued{"q1", "alice@example", {"bob@example", "eve@example"}, "x"});
  }
  void say(Place place, Speaker speaker, LineKind kind, std::string text) {
    recorder.add(place, Said{Protocol::smtp, speaker, kind, false, std::move(text)});
  }
};

TEST_CASE("trace text: a dialogue with what came of it", "[export]") {
  Sample sample;
  CHECK(
      trace_text(sample.trace, {.content_lines_max = 3, .sentence = {}}) ==
      "    0.000000  client           person    alice: send (to bob@example)\n"
      "    0.000000  client → mx      tcp       calls 198.51.100.25, port 25\n"
      "    0.090000  mx → client      smtp      S: 220 mx ready\n"
      "    0.120000  client → mx      smtp      C: EHLO client\n"
      "    0.120000  mx → client      smtp      S: 250-mx\n"
      "    0.120000  mx → client      smtp      S: 250 STARTTLS\n"
      "    0.120000  client → mx      smtp      understood S: 250 HELP\n"
      "    0.120000  mx → client      decision  refused: relay-denied, recipient bob@example "
      "(RFC 5321, section 3.6.2)\n"
      "    0.120000  client → mx      smtp+tls  C: Subject: hi\n"
      "    0.120000  client → mx      smtp+tls  C: \n"
      "    0.120000  client → mx      smtp+tls  C: one\n"
      "    0.120000  client → mx      smtp+tls  C: … 5 octets more\n"
      "    0.120000  mx               mail      queued as q1, from <alice@example> to bob@example, "
      "eve@example\n");
}

TEST_CASE("trace text: the caller's sentences stand in for stable words", "[export]") {
  Sample sample;
  const auto sentence = [](const Record& record) {
    return std::holds_alternative<Decision>(record.payload) ? std::string("We are no open relay")
                                                            : "";
  };
  const std::string text = trace_text(sample.trace, {.sentence = sentence});
  CHECK(text.find("decision  We are no open relay (RFC 5321, section 3.6.2)\n") !=
        std::string::npos);
  CHECK(text.find("alice: send") != std::string::npos);
}

TEST_CASE("trace text: control characters cannot reach a terminal", "[export]") {
  Sample sample;
  sample.say(sample.c, Speaker::client, LineKind::command, "NOOP \x1B[2J\x07\r\n");
  const std::string text = trace_text(sample.trace);
  CHECK(text.find('\x1B') == std::string::npos);
  CHECK(text.find("NOOP ␛[2J␇") != std::string::npos);
}

}  // namespace
}  // namespace mailscope
