// JSON lines there and back, and what the reader says to files that are none.
#include "sim/export/trace_json.h"

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/base/text.h"
#include "sim/export/trace_digest.h"
#include "tests/sim/export/sample.h"

namespace mailscope {
namespace {

const std::string k_head = "{\"format\":\"mailscope-trace\",\"version\":1}\n";
const std::string k_host =
    "{\"number\":1,\"time\":0,\"host\":1,\"kind\":\"host-added\",\"data\":{}}\n";

std::string fault_of(const std::string& text) {
  const auto read = read_trace_json(text);
  if (read) return "read";
  std::string out;
  for (const TraceFault& fault : read.error()) out += (out.empty() ? "" : "\n") + to_text(fault);
  return out;
}

// One record of every kind, with every field away from its default.
struct Filler {
  std::uint32_t next = 1;
  void fill(std::string& value) { value = "text \xC3\xA9 \"" + std::to_string(next++); }
  void fill(Octets& value) {
    value.value = std::string("\x00\xFF\x80", 3) + std::to_string(next++);
  }
  void fill(bool& value) { value = true; }
  void fill(Ipv4& value) { value.value = 0xC0000200U + next++; }
  void fill(Duration& value) { value.us = -static_cast<std::int64_t>(next++); }
  void fill(Time& value) { value.us = static_cast<std::int64_t>(next++); }
  void fill(HostId& value) { value.value = 1; }
  void fill(RecordNumber& value) { value.value = 3; }  // the one PacketSent below
  void fill(std::vector<std::string>& value) { value = {"one", "", std::string("\xFF\x00", 2)}; }
  void fill(Facts& value) { value = {{"key", "value"}, {"key", "\xFF"}}; }
  template <class Value>
  void fill(Value& value) {
    if constexpr (std::is_enum_v<Value>) {
      value = names_of(Value{})[1].value;
    } else {
      value = static_cast<Value>(next++);
    }
  }
};

template <std::size_t Index = 0>
void add_every_kind(Trace& trace, Filler& filler) {
  if constexpr (Index < std::variant_size_v<Payload>) {
    using Kind = std::variant_alternative_t<Index, Payload>;
    if constexpr (!std::is_same_v<Kind, HostAdded> && !std::is_same_v<Kind, PacketSent>) {
      Kind value;
      Kind::fields(value, [&](std::string_view, auto& field) { filler.fill(field); });
      trace.append({{}, {static_cast<std::int64_t>(Index) + 10}, {2}, {{1}, {2}, {7}}, value});
    }
    add_every_kind<Index + 1>(trace, filler);
  }
}

Trace every_kind() {
  Trace trace;
  Filler filler;
  for (std::uint32_t host = 1; host <= 2; ++host) {
    HostAdded added;
    HostAdded::fields(added, [&](std::string_view, auto& field) { filler.fill(field); });
    if (host == 1) added.wire_of = {};
    trace.append({{}, {}, {}, {{host}, {}, {}}, added});
  }
  PacketSent sent;
  PacketSent::fields(sent, [&](std::string_view, auto& field) { filler.fill(field); });
  trace.append({{}, {5}, {}, {{1}, {2}, {7}}, sent});
  add_every_kind(trace, filler);
  return trace;
}

TEST_CASE("trace json: every kind with every field reads back as it was", "[export]") {
  const Trace trace = every_kind();
  CHECK(trace.size() == std::variant_size_v<Payload> + 1);
  const std::string text = trace_json(trace, 1'700'000'000);
  CHECK(is_utf8(text));
  const auto read = read_trace_json(text);
  if (!read) FAIL(fault_of(text));
  CHECK(read->epoch_s == 1'700'000'000);
  CHECK(read->trace == trace);
  CHECK(trace_digest(read->trace) == trace_digest(trace));
}

TEST_CASE("trace json: a run of the network reads back as it was", "[export]") {
  net::Play play;
  play_mail(play);
  const auto read = read_trace_json(trace_json(play.trace));
  REQUIRE(read);
  CHECK(read->trace == play.trace);
}

TEST_CASE("trace json: a record looks as the documentation says", "[export]") {
  CHECK(record_json({{7}, {30'000}, {6}, {{2}, {1}, {1}}, PacketArrived{{6}}}) ==
        R"({"number":7,"time":30000,"cause":6,"host":2,"peer":1,"connection":1,)"
        R"("kind":"packet-arrived","data":{"sent":6}})");
  CHECK(record_json({{1}, {}, {}, {}, PacketSent{{std::string("\x45\x00", 2)}, false}}) ==
        R"({"number":1,"time":0,"kind":"packet-sent","data":{"packet":"RQA=","injected":false}})");
}

TEST_CASE("trace json: unknown keys, missing keys, CR LF and empty lines do no harm", "[export]") {
  const auto read = read_trace_json(
      "{\"format\":\"mailscope-trace\",\"version\":1,\"made-by\":\"me\"}\r\n\r\n"
      "{\"number\":1,\"time\":0,\"host\":1,\"kind\":\"host-added\",\"colour\":3,\"data\":{\"x\":[]}"
      "}\r\n"
      "{\"number\":2,\"kind\":\"intervention\"}");
  REQUIRE(read);
  CHECK(read->trace.size() == 2);
  CHECK(read->epoch_s == k_epoch_s_default);
}

TEST_CASE("trace json: each mistake is told with its line and a way to mend it", "[export]") {
  CHECK(fault_of("") == "1:1: the file is empty; export a run with `mailscope run --json`");
  CHECK(fault_of("{}") ==
        "1:1: the first line must say \"format\":\"mailscope-trace\"; "
        "this is not a trace of Mailscope");
  CHECK(fault_of("hello") == "1:1: this is no JSON; write one record a line");
  CHECK(fault_of(k_head + "{\"number\":1,]") == "2:13: this is no JSON; write one record a line");
  CHECK(fault_of(k_head + "[]") == "2:1: a line must be an object; write {...}");
  CHECK(fault_of(k_head + "{\"number\":2,\"kind\":\"said\"}") ==
        "2:1: this should be record number 1; keep all records in their order");
  CHECK(fault_of(k_head + "{\"number\":1,\"kind\":\"sad\"}") ==
        "2:1: the kind \"sad\" is not known; open it with a newer Mailscope");
  CHECK(
      fault_of(k_head + "{\"number\":1,\"kind\":\"said\",\"data\":{\"protocol\":\"ftp\"}}") ==
      "2:1: \"protocol\" must be one of a few words; write one of: none, tcp, udp, tls, dns, smtp, "
      "pop3, imap");
  CHECK(fault_of(k_head + k_host + "{\"number\":2,\"cause\":2,\"kind\":\"said\"}") ==
        "3:1: \"cause\" must be an earlier record; write the number of one above");
  CHECK(fault_of(k_head + k_host + "{\"number\":2,\"host\":2,\"kind\":\"said\"}") ==
        "3:1: no such host; add it before (kind host-added)");
  CHECK(fault_of(k_head + k_host +
                 "{\"number\":2,\"kind\":\"packet-arrived\",\"data\":{\"sent\":1}}") ==
        "3:1: \"sent\" must be the number of a packet-sent; look for it above");
  CHECK(
      fault_of(k_head + "{\"number\":-1,\"kind\":\"said\"}").rfind("2:1: \"number\" must be", 0) ==
      0);
  CHECK(
      fault_of(k_head + "{\"number\":1.5,\"kind\":\"said\"}").rfind("2:1: \"number\" must be", 0) ==
      0);
  CHECK(
      fault_of(k_head + "{\"number\":99999999999,\"kind\":\"said\"}").rfind("2:1: \"number\"", 0) ==
      0);
  CHECK(
      fault_of(k_head + "{\"number\":1,\"time\":-5,\"kind\":\"said\"}").rfind("2:1: \"time\"", 0) ==
      0);
}

TEST_CASE("trace json: deep, cut and damaged files are refused without harm", "[export]") {
  CHECK(fault_of(std::string(1'000'000, '[')).rfind("1:1: brackets go deeper", 0) == 0);
  CHECK(fault_of(k_head + std::string(500'000, '{')).rfind("2:1: brackets go deeper", 0) == 0);
  const std::string good = trace_json(every_kind());
  for (std::size_t length = 1; length < good.size(); length += 7) {
    (void)read_trace_json(std::string_view(good).substr(0, length));
  }
  Random random(3);
  for (int round = 0; round < 2'000; ++round) {
    std::string bad = good;
    for (int i = 0; i < 3; ++i) bad[random.below(bad.size())] = static_cast<char>(random.next());
    const auto read = read_trace_json(bad);
    if (!read) CHECK(read.error().size() <= k_trace_faults_max + 1);
  }
}

TEST_CASE("trace digest: the same for equal traces, another when anything differs", "[export]") {
  const Trace trace = every_kind();
  const std::string digest = trace_digest(trace);
  CHECK(digest.size() == 64);
  CHECK(trace_digest(every_kind()) == digest);
  Trace longer = trace;
  longer.append({{}, {99}, {}, {}, InterventionMade{"x"}});
  CHECK(trace_digest(longer) != digest);
  Trace later;
  for (Record record : trace) {
    if (record.number.value == 5) record.time.us += 1;
    later.append(record);
  }
  CHECK(trace_digest(later) != digest);
}

TEST_CASE("trace digest: of a fixed run it never changes by itself", "[export]") {
  net::Play play(42);
  play_mail(play);
  CHECK(trace_digest(play.trace) ==
        "92d333c31c9c5a822f02ed1d4f2857925f47d54ee6a3054dbd7b31b8984ec52b");
}

}  // namespace
}  // namespace mailscope
