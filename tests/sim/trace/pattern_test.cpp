// Records as fields, and patterns over them.
#include "sim/trace/pattern.h"

#include <catch2/catch_test_macros.hpp>

namespace mailscope {
namespace {

constexpr HostId k_alice{1}, k_mx{2};

Trace small_trace() {
  Trace trace;
  Recorder recorder(trace);
  recorder.add({k_alice, {}, {}},
               HostAdded{"alice", HostRole::client, {0xC0000201}, milliseconds(10), {}});
  recorder.add({k_mx, {}, {}},
               HostAdded{"mx", HostRole::server, {0xC0000202}, milliseconds(10), {}});
  const Place says{k_alice, k_mx, {1}};
  recorder.add(says,
               Said{Protocol::smtp, Speaker::client, LineKind::command, false, "EHLO alice\r\n"});
  recorder.add({k_mx, k_alice, {1}}, Decision{Verdict::refused,
                                              "relay-denied",
                                              {{"recipient", "carol@example.net"}},
                                              "RFC 5321, section 3.6.2",
                                              "550 5.7.1 no"});
  recorder.add(says, Said{Protocol::smtp, Speaker::client, LineKind::command, true, "QUIT\r\n"});
  recorder.add({k_mx, {}, {}},
               MailQueued{"q1", "a@example.org", {"b@example.org", "c@example.org"}, "x"});
  return trace;
}

std::vector<std::uint32_t> numbers(const Pattern& pattern) {
  std::vector<std::uint32_t> out;
  for (const RecordNumber number : find_all(pattern, small_trace())) out.push_back(number.value);
  return out;
}

TEST_CASE("pattern: a record's fields come in a fixed order, facts as fields of their own",
          "[trace]") {
  const Trace trace = small_trace();
  const FieldTexts expected{{"kind", "decision"},
                            {"host", "mx"},
                            {"peer", "alice"},
                            {"verdict", "refused"},
                            {"code", "relay-denied"},
                            {"facts.recipient", "carol@example.net"},
                            {"rule", "RFC 5321, section 3.6.2"},
                            {"reply", "550 5.7.1 no"}};
  CHECK(fields_of(trace.at({4}), host_names(trace)) == expected);
}

TEST_CASE("pattern: numbers are decimal, booleans words, hosts names, lists joined", "[trace]") {
  const Trace trace = small_trace();
  const FieldTexts host = fields_of(trace.at({1}), host_names(trace));
  CHECK(host[5] == std::pair<std::string, std::string>{"address", "192.0.2.1"});
  CHECK(host[6] == std::pair<std::string, std::string>{"delay", "10000"});
  CHECK(host[7] == std::pair<std::string, std::string>{"wire-of", ""});
  const FieldTexts said = fields_of(trace.at({5}), host_names(trace));
  CHECK(said[6] == std::pair<std::string, std::string>{"encrypted", "true"});
  const FieldTexts queued = fields_of(trace.at({6}), host_names(trace));
  CHECK(queued[5] ==
        std::pair<std::string, std::string>{"recipients", "b@example.org, c@example.org"});
}

TEST_CASE("pattern: all fields must hold, and `not` inverts one", "[trace]") {
  CHECK(numbers({{{"kind", "said"}}}) == std::vector<std::uint32_t>{3, 5});
  CHECK(numbers({{{"kind", "said"}, {"encrypted", "true"}}}) == std::vector<std::uint32_t>{5});
  CHECK(numbers({{{"kind", "said"}, {"text", "EHLO*", true}}}) == std::vector<std::uint32_t>{5});
  CHECK(numbers({{{"facts.recipient", "carol@*"}}}) == std::vector<std::uint32_t>{4});
  CHECK(numbers({{{"kind", "said"}, {"host", "mx"}}}).empty());
  CHECK(numbers({{{"kind", "said"}, {"facts.recipient", "*"}}}).empty());
}

TEST_CASE("pattern: a line's CR LF need not be written", "[trace]") {
  CHECK(numbers({{{"text", "QUIT"}}}) == std::vector<std::uint32_t>{5});
  CHECK(numbers({{{"text", "QUIT\r\n"}}}) == std::vector<std::uint32_t>{5});
  CHECK(numbers({{{"text", "QUI"}}}).empty());
}

TEST_CASE("pattern: the n-th match, and none when there are fewer", "[trace]") {
  CHECK(numbers({{{"kind", "said"}}, 2}) == std::vector<std::uint32_t>{5});
  CHECK(numbers({{{"kind", "said"}}, 3}).empty());
}

TEST_CASE("pattern: globs match whole, with stars anywhere", "[trace]") {
  CHECK(glob_matches("", ""));
  CHECK(glob_matches("*", ""));
  CHECK(glob_matches("a*c*e", "abcde"));
  CHECK(glob_matches("a*c*e", "ace"));
  CHECK(glob_matches("*aab", "aaaaaab"));
  CHECK_FALSE(glob_matches("a*c", "abcd"));
  CHECK_FALSE(glob_matches("abc", "ab"));
  CHECK_FALSE(glob_matches("", "a"));
  // Many stars over a long text that never fits: bounded work, not exponential.
  CHECK_FALSE(glob_matches("*a*a*a*a*a*a*a*a*b", std::string(10'000, 'a')));
}

}  // namespace
}  // namespace mailscope
