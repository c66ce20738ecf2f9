// A learner who speaks as the attacker at a box: what the ends make of it, its link, and where no box stands.
#include <catch2/catch_test_macros.hpp>

#include "sim/export/trace_digest.h"
#include "tests/ui/shell/tutor.h"
#include "ui/shell/app.h"
#include "ui/shell/grammar.h"

namespace mailscope::ui {
namespace {

TEST_CASE(
    "shell: a learner who is the attacker says MAIL before STARTTLS, and sees what each server "
    "makes of it",
    "[shell]") {
  struct Position {
    const char *knobs, *step, *heard;
    bool is_sealed;
  };
  for (const Position& position :
       {Position{"", "250-mail", "MAIL FROM:<mallory@post.example>", false},
        Position{"?server=discard", "250-mail", "MAIL FROM:<mallory@post.example>", false},
        Position{"?server=refuse", "250-mail", "MAIL FROM:<mallory@post.example>", false},
        Position{"?client=tls", "ServerHello", "", true}}) {
    INFO(position.knobs);
    test::Tutor tutor(std::string("starttls-injection/0/en") + position.knobs);
    ui::App& app = tutor.app;
    app.act("tab", "8");
    app.act("level", "next");
    while (app.screen().can_forward &&
           app.screen().story.headline.find(position.step) == std::string::npos)
      app.act("forward");
    REQUIRE(app.screen().can_forward);
    app.act("side", "attacker");
    REQUIRE(app.screen().terminal.role.box == "mallory");
    REQUIRE(app.screen().terminal.role.is_sealed == position.is_sealed);
    CHECK(app.screen().terminal.note.find(position.is_sealed ? "keys" : "mallory") !=
          std::string::npos);
    CHECK(app.screen().terminal.completions.empty() == position.is_sealed);
    const std::string before = trace_digest(app.run()->trace());
    app.act("type", "MAIL FROM:<mallory@post.example>");
    REQUIRE(app.act("type-done", "MAIL FROM:<mallory@post.example>"));
    std::string heard, answers;
    bool is_broken = false, is_told = false;
    for (const Record& record : app.run()->trace()) {
      if (const auto* line = std::get_if<Understood>(&record.payload)) {
        if (line->text.find("MAIL FROM:<mallory") == 0 && !line->is_encrypted) heard = line->text;
      }
      if (const auto* said = std::get_if<Said>(&record.payload)) {
        if (said->text.find("530 ") == 0) answers += said->text;
      }
      is_broken = is_broken || std::holds_alternative<TlsFailed>(record.payload);
      if (const auto* decision = std::get_if<Decision>(&record.payload))
        is_told = is_told || decision->code == "words-put-in";
    }
    CHECK(is_told);
    CHECK(heard == position.heard + std::string(position.is_sealed ? "" : "\r\n"));
    CHECK(answers.empty() == position.is_sealed);
    CHECK(is_broken == position.is_sealed);
    // It is a change like any other: the link brings it back, undo takes it away.
    const std::string changed = trace_digest(app.run()->trace());
    CHECK(changed != before);
    test::Tutor other("first-message/0/en", {"starttls-injection"});
    CHECK(other.app.open_link(app.link()).empty());
    CHECK(trace_digest(other.app.run()->trace()) == changed);
    app.act("undo");
    CHECK(trace_digest(app.run()->trace()) == before);
  }
}

TEST_CASE(
    "shell: octets that lie behind STARTTLS in one segment show which server keeps its buffer",
    "[shell]") {
  for (const char* knob : {"keep", "discard", "refuse"}) {
    INFO(knob);
    test::Tutor tutor(std::string("starttls-injection/0/en?server=") + knob);
    ui::App& app = tutor.app;
    while (app.screen().can_forward &&
           app.screen().story.headline.find("250-mail") == std::string::npos)
      app.act("forward");
    REQUIRE(app.act("speak", "slip-client\nSTARTTLS\nNOOP"));
    bool is_refused = false;
    for (const Record& record : app.run()->trace()) {
      const auto* said = std::get_if<Said>(&record.payload);
      is_refused = is_refused || (said && said->text.find("503 ") == 0);
    }
    CHECK(is_refused == (std::string_view(knob) == "refuse"));
  }
}

TEST_CASE("shell: where no box stands, the attacker has nowhere to speak, and is told so",
          "[shell]") {
  test::Tutor tutor("first-message/0/en");
  while (tutor.app.screen().can_forward &&
         tutor.app.screen().story.headline.find("EHLO") == std::string::npos)
    tutor.app.act("forward");
  tutor.app.act("tab", "8");
  tutor.app.act("side", "attacker");
  CHECK(tutor.app.screen().terminal.role.box.empty());
  CHECK(tutor.app.screen().terminal.note.find("lose or change") != std::string::npos);
  const std::string written = trace_digest(tutor.app.run()->trace());
  const auto notices = tutor.app.notice_number();
  tutor.app.act("type-done", "NOOP");
  CHECK(tutor.app.notice_number() > notices);
  CHECK(trace_digest(tutor.app.run()->trace()) == written);
  CHECK_FALSE(
      tutor.app.open_link("first-message/4/en?do=pose:alice.alice-587-1.client@5=NOOP").empty());
  CHECK(tutor.app.run() != nullptr);
}

TEST_CASE("shell: what a server may reply is offered, and what no client takes for a reply is said",
          "[shell]") {
  for (const Protocol protocol : {Protocol::smtp, Protocol::pop3, Protocol::imap}) {
    for (const char* command : {"", "EHLO x", "MAIL FROM:<a@b>", "DATA", ".", "t1 NOOP", "xyzzy"}) {
      const auto replies = replies_to(protocol, command);
      CHECK(replies.size() >= 2 - (std::string_view(command) == "QUIT" ? 1U : 0U));
      for (const std::string& reply : replies) CHECK(reply_fault(protocol, reply).empty());
    }
    CHECK(reply_fault(protocol, "").empty());
    CHECK_FALSE(reply_fault(protocol, "hello").empty());
  }
}

}  // namespace
}  // namespace mailscope::ui
