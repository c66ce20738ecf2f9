// Peers that misbehave, in whole worlds: what falls silent, what never ends, what comes in crowds.
#include <tuple>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/trace/trace.h"
#include "sim/wire/base64.h"
#include "tests/sim/world/small_world.h"

namespace mailscope::world {
namespace {

Act type_at(const std::string& server, Port port, std::vector<std::string> lines, Time at = {}) {
  Act act;
  act.id = "types-" + std::to_string(port) + "-" + std::to_string(at.us);
  act.at = at;
  act.doing = TypeLines{"bob", server, port, false, std::move(lines)};
  return act;
}

// When the server said a line that begins so; nothing when it never did.
std::optional<Time> when_said(const Trace& trace, const std::string& beginning) {
  for (const Record& record : trace) {
    const auto* said = std::get_if<Said>(&record.payload);
    if (said && said->text.rfind(beginning, 0) == 0) return record.time;
  }
  return std::nullopt;
}

WorldSpec typed(Act act) {
  WorldSpec spec = small_world();
  spec.script = {std::move(act)};
  return spec;
}

// When a connection to this port ended; nothing when none did.
std::optional<Time> when_ended(const Trace& trace) {
  for (const Record& record : trace)
    if (std::holds_alternative<ConnectionEnded>(record.payload)) return record.time;
  return std::nullopt;
}

}  // namespace

TEST_CASE("hostile: a mail that never ends is given up after five minutes with 421, undelivered",
          "[world]") {  // RFC 5321, sections 4.5.3.2.7 and 3.8
  const Ran ran(typed(type_at("mx.example.net", 25,
                              {"EHLO bob", "MAIL FROM:<a@example.org>", "RCPT TO:<bob@example.net>",
                               "BDAT 1000 LAST", "Subject: half"})));
  const auto said = when_said(ran.trace(), "421 4.4.2");
  REQUIRE(said);
  CHECK((said->us >= minutes(5).us && said->us < minutes(6).us));
  CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == 0);
}

TEST_CASE("hostile: whoever has proved who he is acts as himself and as nobody else (RFC 4616, 2)",
          "[world]") {
  const auto plain = [](std::string_view authzid) {
    return wire::base64_encode(std::string(authzid) + '\0' + "bob@example.net" + '\0' + "builder");
  };
  struct Case {
    Port port;
    const char *before, *command, *accepted, *refused;
  };
  for (const Case& each :
       {Case{143, "", "a AUTHENTICATE PLAIN ", "a OK", "a NO [AUTHORIZATIONFAILED]"},
        Case{110, "", "AUTH PLAIN ", "+OK 0 mails", "-ERR [AUTH]"},
        Case{587, "EHLO bob", "AUTH PLAIN ", "235 2.7.0", "535 5.7.8"}}) {
    for (const char* authzid : {"", "bob@example.net", "alice@example.org"}) {
      INFO(each.port << " as " << authzid);
      std::vector<std::string> lines{each.before, each.command + plain(authzid)};
      if (lines.front().empty()) lines.erase(lines.begin());
      WorldSpec spec = typed(type_at("mx.example.net", each.port, std::move(lines)));
      std::vector<hosts::ServiceSpec>& services = host_named(spec, "mx").mail_server->services;
      hosts::ServiceSpec submission;
      submission.kind = hosts::ServiceKind::submission;
      if (each.port == 587) services.push_back(submission);
      for (hosts::ServiceSpec& service : services) service.allows_clear_text_login = true;
      const Ran ran(spec);
      INFO(transcript(ran.trace()));
      const bool is_stranger = std::string_view(authzid) == "alice@example.org";
      CHECK(when_said(ran.trace(), is_stranger ? each.refused : each.accepted));
      CHECK(ran.decisions("login-not-authorised") == (is_stranger ? 1 : 0));
    }
  }
}

TEST_CASE("hostile: IMAP says BYE to a literal that has not come for 30 minutes (RFC 9051, 5.4)",
          "[world]") {
  const Ran ran(typed(type_at("mx.example.net", 143, {"a LOGIN {40}", "too short"})));
  const auto said = when_said(ran.trace(), "* BYE");
  REQUIRE(said);
  CHECK((said->us >= minutes(30).us && said->us < minutes(31).us));
}

TEST_CASE("hostile: who waits for a greeting where TLS comes first is left after ten minutes",
          "[world]") {  // POP3's autologout (RFC 1939, section 3), before the session begins
  const Ran ran(typed(type_at("mx.example.net", 995, {"QUIT"})));
  CHECK_FALSE(when_said(ran.trace(), "+OK"));
  const auto ended = when_ended(ran.trace());
  REQUIRE(ended);
  CHECK((ended->us >= minutes(10).us && ended->us < minutes(11).us));
}

TEST_CASE("hostile: a wire that is cut in the middle of a mail delivers nothing", "[world]") {
  WorldSpec spec =
      typed(type_at("mx.example.net", 25,
                    {"EHLO bob", "MAIL FROM:<a@example.org>", "RCPT TO:<bob@example.net>", "DATA",
                     "Subject: half", "", "one", "two", ".", "QUIT"}));
  spec.cuts = {
      {.host = "bob", .on_text = "354*", .count = 1, .before_sending = false, .mend_after = {}}};
  const Ran ran(spec);
  CHECK(ran.said("354*"));
  CHECK(mails_in(ran.state(), "mx", "bob@example.net", "INBOX") == 0);
}

TEST_CASE("hostile: a thousand connections at once are each answered, and the run stays whole",
          "[world]") {
  for (const auto& [port, words, farewell] :
       {std::tuple(Port{25}, std::vector<std::string>{"EHLO bob", "QUIT"}, "221"),
        std::tuple(Port{110}, std::vector<std::string>{"CAPA", "QUIT"}, "+OK goodbye"),
        std::tuple(Port{143}, std::vector<std::string>{"a NOOP", "b LOGOUT"}, "* BYE")}) {
    INFO("port " << port);
    WorldSpec spec = small_world();
    for (int i = 0; i < 1000; ++i) {
      spec.script.push_back(type_at("mx.example.net", port, words, Time{} + milliseconds(i % 7)));
      spec.script.back().id = "c" + std::to_string(i);
    }
    World world(spec);
    world.run();
    std::size_t farewells = 0;
    for (const Record& record : world.trace()) {
      const auto* said = std::get_if<Said>(&record.payload);
      if (said && said->text.rfind(farewell, 0) == 0) ++farewells;
      CHECK_FALSE(std::holds_alternative<BudgetReached>(record.payload));
    }
    CHECK(farewells == 1000);
  }
}

TEST_CASE("hostile: garbage typed into every port is refused, and the port serves the next one",
          "[world]") {
  const std::string garbage[] = {std::string("\0\x01\x02", 3),
                                 "\xff\xfe\xfd",
                                 std::string(3000, 'x'),
                                 "a\rb",
                                 "GET / HTTP/1.1",
                                 std::string("\x16\x03\x01\x00\x05hello", 10)};
  for (const Port port : {Port{25}, Port{110}, Port{143}}) {
    INFO("port " << port);
    for (const std::string& text : garbage) {
      WorldSpec spec = small_world();
      const std::string end = port == 25 ? "QUIT" : port == 110 ? "QUIT" : "z LOGOUT";
      spec.script = {type_at("mx.example.net", port, {text, text, text, end}),
                     type_at("mx.example.net", port, {end}, Time{} + minutes(1))};
      const Ran ran(spec);
      const std::string farewell = port == 25 ? "221*" : port == 110 ? "+OK*" : "* BYE*";
      CHECK(ran.said(farewell));
      CHECK_FALSE(ran.said("*mailscope is broken*"));
    }
  }
}

}  // namespace mailscope::world
