// The program without a window, on real lessons: changes and their branches, links, progress, files.
#include <catch2/catch_test_macros.hpp>

#include "sim/export/import_capture.h"
#include "sim/export/trace_digest.h"
#include "sim/wire/base64.h"
#include "tests/ui/shell/tutor.h"
#include "ui/shell/app.h"
#include "ui/shell/exporting.h"
#include "ui/shell/grammar.h"
#include "ui/shell/link.h"
#include "ui/shell/mirror.h"
#include "ui/shell/scenario_source.h"

namespace mailscope::ui {
namespace {

struct Tutor : test::Tutor {
  Tutor() : test::Tutor("first-message/0/en", {"open-relay"}) {}

  std::string digest() const { return trace_digest(app.run()->trace()); }
  // The first mail step whose headline holds this.
  void go_to(const std::string& words) {
    app.act("first");
    while (app.screen().can_forward) {
      if (app.screen().story.headline.find(words) != std::string::npos) return;
      app.act("forward");
    }
    FAIL("no step says " << words);
  }
};

TEST_CASE("shell: changes stack, are undone and redone, and the link brings them back", "[shell]") {
  Tutor tutor;
  const std::string written = tutor.digest();
  tutor.go_to("EHLO");
  REQUIRE(tutor.app.act("drop-packet"));
  const std::string lost = tutor.digest();
  CHECK(lost != written);
  CHECK_FALSE(tutor.app.screen().difference.empty());
  tutor.go_to("EHLO");
  tutor.app.act("speak", "client\nNOOP");
  const std::string both = tutor.digest();
  CHECK(both != lost);
  CHECK(tutor.app.branches().now().interventions.size() == 2);
  const std::string link = tutor.app.link();
  tutor.app.act("undo");
  CHECK(tutor.digest() == lost);
  tutor.app.act("undo");
  CHECK(tutor.digest() == written);
  CHECK(tutor.app.screen().difference.empty());
  tutor.app.act("redo");
  tutor.app.act("redo");
  CHECK(tutor.digest() == both);
  Tutor other;
  CHECK(other.app.open_link(link).empty());
  CHECK(other.digest() == both);
  CHECK(other.app.link() == link);
}

TEST_CASE("shell: branches stand side by side, each with its own past", "[shell]") {
  Tutor tutor;
  const std::string written = tutor.digest();
  tutor.app.act("branch", "lost greeting");
  tutor.go_to("EHLO");
  tutor.app.act("drop-packet");
  const std::string lost = tutor.digest();
  tutor.app.act("choose-branch", "0");
  CHECK(tutor.digest() == written);
  CHECK_FALSE(tutor.app.branches().can_undo());
  tutor.app.act("choose-branch", "1");
  CHECK(tutor.digest() == lost);
  CHECK(tutor.app.branches().all()[1].name == "lost greeting");
  for (int i = 0; i < 20; ++i) tutor.app.act("branch", "more");
  CHECK(tutor.app.branches().all().size() == Branches::k_branches_max);
  CHECK_FALSE(tutor.app.notice().empty());
  for (int i = 0; i < 20; ++i) tutor.app.act("remove-branch");
  CHECK(tutor.app.branches().all().size() == 1);
}

TEST_CASE("shell: Enter in the search leads to the next step that holds it, and round again",
          "[shell]") {
  test::Tutor tutor("starttls-stripping/3/en");
  std::vector<std::string> places;
  for (int i = 0; i < 3; ++i) {
    tutor.app.act("find");
    tutor.app.act("search", "auth plain");
    tutor.app.act("search-done", "auth plain");
    places.push_back(tutor.app.link());
  }
  REQUIRE(places == std::vector<std::string>{"starttls-stripping/6/en", "starttls-stripping/10/en",
                                             "starttls-stripping/6/en"});
  tutor.app.act("search-done", "nobody says this");
  REQUIRE(tutor.app.link() == places.back());
}

TEST_CASE("shell: a file that was faulty for a while leaves its author at the same step",
          "[shell]") {
  test::Tutor tutor("first-message/0/en");
  const std::string text = test::text_of("scenarios/reading-mail/pop3-deletes.json");
  const auto save = [&](const std::string& content) {
    const std::string faults = tutor.source.give_file("draft.json", content);
    tutor.app.act("reload", ui::ScenarioSource::id_of_file("draft.json"));
    return faults;
  };
  REQUIRE(save(text).empty());
  tutor.app.act("go-index", "7");
  REQUIRE_FALSE(save("{" + text).empty());
  REQUIRE_FALSE(save("[" + text).empty());
  REQUIRE(save(text).empty());
  CHECK(tutor.app.link() == "file-draft/7/en");
}

TEST_CASE("shell: a link says what of it cannot be opened, and opens the rest", "[shell]") {
  Tutor tutor;
  CHECK(tutor.app.open_link("no-such/3/en").find("no-such") != std::string::npos);
  CHECK(tutor.app.lesson_id() == "first-message");
  CHECK_FALSE(tutor.app.open_link("open-relay/x/en").empty());
  CHECK(tutor.app.lesson_id() == "open-relay");
  CHECK_FALSE(tutor.app.open_link("first-message/4/en?do=burn:down;drop:alice.2").empty());
  CHECK(tutor.app.branches().now().interventions == std::vector<std::string>{"drop:alice.2"});
  CHECK_FALSE(tutor.app.open_link("first-message/4/en?do=cut:nobody@5").empty());
  CHECK(tutor.app.run() != nullptr);
  for (const char* text : {"", "/", "////", "?", "a?b?c&d=e&do=&do=;;", "first-message/-1/xx"}) {
    tutor.app.open_link(text);
    CHECK(tutor.app.run() != nullptr);
  }
  const Link link = parse_link("first-message/12/ru/door=465");
  CHECK(to_text(link) == "first-message/12/ru?door=465");
  CHECK(to_text(parse_link(to_text(link))) == to_text(link));
}

TEST_CASE("shell: progress survives a journey through JSON, and a lesson resumes where it was left",
          "[shell]") {
  Tutor tutor;
  for (int i = 0; i < 7; ++i) tutor.app.act("forward");
  const Question& question = tutor.app.lesson().questions.front();
  tutor.app.act("answer", question.id + "=" + question.options.front().id);
  const std::string json = to_json(tutor.app.progress());
  Tutor other;
  other.app.act("restore", json);
  CHECK(other.app.progress().at("first-message").answers ==
        tutor.app.progress().at("first-message").answers);
  other.app.act("lesson", "open-relay");
  other.app.act("lesson", "first-message");
  CHECK(other.app.link() == "first-message/7/en");
  other.app.act("reset-progress");
  CHECK(other.app.progress().empty());
  Progress progress;
  for (const char* text :
       {"", "[]", "{}", "{\"mailscope\":2,\"lessons\":{}}", "{\"mailscope\":1}",
        "{\"mailscope\":1,\"lessons\":{\"a\":7,\"b\":{\"step\":-1,\"answers\":[]}}}"}) {
    add_progress(progress, text);
  }
  CHECK(progress.size() <= 1);
}

TEST_CASE("shell: a file of one's own opens as a lesson, a trace as a run that cannot be changed",
          "[shell]") {
  Tutor tutor;
  const std::string trace = exported(tutor.app, "trace");
  REQUIRE(tutor.source.give_file("my run.jsonl", trace).empty());
  tutor.app.act("reload", ScenarioSource::id_of_file("my run.jsonl"));
  REQUIRE(tutor.app.run() != nullptr);
  CHECK(exported(tutor.app, "trace") == trace);
  CHECK(tutor.app.screen().lesson_title == "my run.jsonl");
  CHECK(tutor.app.screen().story.paragraphs.size() == 1);  // what it is, before anything happens
  for (int i = 0; i < 12; ++i) tutor.app.act("forward");
  CHECK_FALSE(
      tutor.app.screen().tries.can_drop);  // and nothing is offered that a recording refuses
  CHECK_FALSE(tutor.app.screen().tries.can_type);
  tutor.app.act("drop-packet");
  CHECK(exported(tutor.app, "trace") == trace);
  const std::string faults = tutor.source.give_file("broken.json", "{\n \"id\": 7,\n}");
  INFO(faults);
  CHECK(faults.substr(0, 14) == "broken.json:2:");
  tutor.app.act("reload", ScenarioSource::id_of_file("broken.json"));
  CHECK_FALSE(tutor.app.screen().problem.empty());
  CHECK(tutor.app.screen().lesson_title == "broken.json");
  CHECK(tutor.app.lesson().knobs.empty());
}

TEST_CASE("shell: what is taken away is whole", "[shell]") {
  Tutor tutor;
  CHECK(exported(tutor.app, "digest") == tutor.digest());
  const std::string svg = exported(tutor.app, "svg");
  CHECK(svg.find("MAIL FROM") != std::string::npos);
  CHECK(svg.find("</svg>") != std::string::npos);
  const std::string sheet = exported(tutor.app, "worksheet");
  for (const Question& question : tutor.app.lesson().questions)
    CHECK(sheet.find(question.text) != std::string::npos);
  CHECK_FALSE(exported(tutor.app, "pcapng").empty());
  CHECK(exported(tutor.app, "nonsense").empty());
}

TEST_CASE("shell: what is taken away begins on the day that the lesson or the trace says",
          "[shell]") {
  Tutor tutor;
  std::string lesson = test::text_of("scenarios/how-mail-travels/first-message.json");
  const std::string world = "\"world\": {";
  lesson.insert(lesson.find(world) + world.size(), "\"epoch\": \"2031-07-08T09:10:11Z\",");
  REQUIRE(tutor.source.give_file("later.json", lesson).empty());
  tutor.app.act("reload", ScenarioSource::id_of_file("later.json"));
  const std::string trace = exported(tutor.app, "trace");
  constexpr std::int64_t k_then_s = 1'941'268'211;
  REQUIRE(trace.substr(0, trace.find('\n')).find(std::to_string(k_then_s)) != std::string::npos);
  const auto capture = import_capture(*wire::base64_decode(exported(tutor.app, "pcapng")));
  REQUIRE(capture);
  CHECK((capture->file.epoch_s >= k_then_s && capture->file.epoch_s < k_then_s + 60));
  REQUIRE(tutor.source.give_file("again.jsonl", trace).empty());
  tutor.app.act("reload", ScenarioSource::id_of_file("again.jsonl"));
  CHECK(exported(tutor.app, "trace") == trace);
}

TEST_CASE("shell: the typist's help is the table and the parser that the server obeys", "[shell]") {
  CHECK(verbs_allowed(Protocol::smtp, "greeted").front() == "HELO");
  for (const std::string& verb : verbs_allowed(Protocol::smtp, "greeted")) CHECK(verb != "MAIL");
  CHECK(verbs_allowed(Protocol::smtp, "nonsense").empty());
  CHECK(line_fault(Protocol::smtp, "MAIL FROM:<a@example.org>").empty());
  CHECK(line_fault(Protocol::smtp, "MAIL FROM a@example.org").find("50") != std::string::npos);
  CHECK(line_fault(Protocol::pop3, "RETR one").find("-ERR") != std::string::npos);
  CHECK(line_fault(Protocol::imap, "a1 SELECT INBOX").empty());
  CHECK_FALSE(line_fault(Protocol::imap, "SELECT").empty());
}

TEST_CASE("shell: the sheets' JSON stands at every step", "[shell]") {
  Tutor tutor;
  while (tutor.app.screen().can_forward) {
    CHECK(changes_json(tutor.app).front() == '{');
    tutor.app.act("forward");
  }
  CHECK(palette_json(tutor.app).find("first-message") != std::string::npos);
}

}  // namespace
}  // namespace mailscope::ui
