// The typist: one line after the other, each after its reply.
#include "sim/wire/typist.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/session_script.h"

using namespace mailscope;
using wire::Keystroke;
using wire::Typist;

namespace {

// A protocol for tests: a line that begins with "-" is followed by more.
bool is_whole(std::string_view, const std::vector<std::string>& lines) {
  return lines.back().empty() || lines.back()[0] != '-';
}

std::string tell(Typist& typist, const wire::TypistEvent& event) {
  if (const auto* heard = std::get_if<wire::ReplyHeard>(&event)) {
    if (!heard->keystroke) return "greeting";
    return "reply " + std::to_string(*heard->keystroke) + (heard->is_expected ? "" : " unexpected");
  }
  if (std::get_if<wire::TypistTls>(&event)) {
    typist.tls_started();
    return "tls";
  }
  if (const auto* finished = std::get_if<wire::TypistFinished>(&event)) {
    switch (finished->why) {
      case wire::TypistFinished::Why::all_typed: return "all typed";
      case wire::TypistFinished::Why::unexpected_reply: return "gives up";
      case wire::TypistFinished::Why::peer_closed: return "cut off";
    }
  }
  return {};
}

void check_typist(std::string_view script, const std::vector<Keystroke>& keystrokes) {
  test::check_session(
      test::Played::client, script, [&] { return Typist(keystrokes, is_whole); }, tell);
}

}  // namespace

TEST_CASE("wire: the typist waits for the greeting and for each reply", "[wire]") {
  check_typist(R"(
S: -hello
S: there
= greeting
C: one
S: -a
S: b
= reply 0
C: two
S: c
= reply 1
= all typed
)",
               wire::keystrokes_of({"one", "two"}));
}

TEST_CASE("wire: the typist gives up at a reply that is not as expected", "[wire]") {
  auto keystrokes = wire::keystrokes_of({"one", "two"});
  keystrokes[0].expects = "250";
  check_typist(R"(
S: hello
= greeting
C: one
S: 550 no
= reply 0 unexpected
= gives up
)",
               keystrokes);
}

TEST_CASE("wire: the typist can send without waiting, and content without a reply", "[wire]") {
  auto keystrokes = wire::keystrokes_of({"a", "b", "text", "."});
  keystrokes[0].waits = false;
  keystrokes[2].waits = false;
  keystrokes[2].kind = LineKind::content;
  check_typist(R"(
S: hello
= greeting
C: a
C: b
S: 1
= reply 0
S: 2
= reply 1
C: text
C: .
S: 3
= reply 3
= all typed
)",
               keystrokes);
}

TEST_CASE("wire: the typist starts TLS after the reply, and goes on", "[wire]") {
  auto keystrokes = wire::keystrokes_of({"STARTTLS", "again"});
  keystrokes[0].starts_tls = true;
  keystrokes[0].expects = "220";
  check_typist(R"(
S: hello
= greeting
C: STARTTLS
S: 220 go
= reply 0
= tls
C: again
! close
= cut off
)",
               keystrokes);
}
