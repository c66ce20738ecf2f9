// What check refuses in a lesson once its runs are known: each fault by breaking a lesson that is right.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "sim/cli/files.h"
#include "sim/scenario/catalogue_lint.h"
#include "sim/scenario/lesson_lint.h"
#include "sim/scenario/mutation.h"
#include "sim/world/world.h"

namespace mailscope::scenario {
namespace {

std::string open_relay() {
  std::vector<std::string> complaints;
  return cli::read_text("scenarios/relays-and-abuse/open-relay.json", complaints).value_or("");
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), instead);
}

// The faults of this text's runs, a line each; those of the loader when it does not load.
std::string lint(const std::string& text) {
  std::string out;
  const auto loaded = load_scenario(text);
  if (!loaded) {
    for (const Fault& fault : loaded.error()) out += to_text(fault) + "\n";
    return out;
  }
  LessonLint lint(*loaded);
  for (const KnobPositions& positions : combinations(*loaded)) {
    const auto spec = world_for(*loaded, positions, {});
    REQUIRE(spec);
    world::World world(*spec);
    world.run();
    lint.add_run(positions, world.trace());
  }
  for (const Fault& fault : lint.faults()) out += to_text(fault) + "\n";
  return out;
}

bool contains(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

TEST_CASE("lint: a lesson that is right has no fault", "[lint]") {
  CHECK(lint(open_relay()).empty());
}

TEST_CASE("lint: a line of the story that nothing matches is named with its place", "[lint]") {
  const std::string said =
      lint(with(open_relay(), "\"text\": \"MAIL FROM:*\"}", "\"text\": \"MAIL FRM:*\"}"));
  CHECK(contains(said, "the story's line \"forged\" matches nothing in this run"));
  CHECK(contains(said, "93:5: "));
}

TEST_CASE("lint: of two lines that begin in one step the first is never read", "[lint]") {
  const std::string said = lint(
      with(open_relay(), "{\"kind\": \"said\", \"host\": \"mallory\", \"text\": \"MAIL FROM:*\"}",
           "{\"kind\": \"understood\", \"host\": \"relay\", \"text\": \"RCPT TO:*\"}"));
  CHECK(contains(said, "the story's line \"forged\" is never read"));
}

TEST_CASE("lint: a question without a right choice says what the reply is", "[lint]") {
  const std::string said = lint(with(open_relay(), "{\"reply\": \"250\"", "{\"reply\": \"251\""));
  CHECK(contains(
      said, "the question \"reply-to-rcpt-open\" has no right choice: the reply is \"250 2.1.5"));
}

TEST_CASE("lint: a knob that only changes a setting changes nothing", "[lint]") {
  const auto with_knob = [](const std::string& effect) {
    return with(open_relay(), "\"knobs\": {",
                R"("knobs": {
      "paint": {"title": {"en": "Paint", "ru": "Краска"}, "default": "red", "positions": {
        "red": {"title": {"en": "red", "ru": "красная"}},
        "blue": {"title": {"en": "blue", "ru": "синяя"}, "effect": {"hosts": {"relay": {"server": )" +
                    effect + "}}}}}},");
  };
  CHECK(contains(lint(with_knob("{\"received-max\": 40}")),
                 "the knob \"paint\" changes nothing: in position \"blue\" the same happens as in "
                 "\"red\""));
  CHECK(lint(with_knob("{\"accounts\": {\"bob@example.net\": null}}")).find("changes nothing") ==
        std::string::npos);
}

TEST_CASE("lint: a goal that cannot be reached, or is reached everywhere, is a fault", "[lint]") {
  const std::string never = "\"never\": {\"delivered\": {\"to\": \"vera@example.com\"}}";
  CHECK(contains(lint(with(open_relay(), never,
                           "\"eventually\": {\"delivered\": {\"to\": \"eve@example.com\"}}")),
                 "holds in no position of the knobs"));
  CHECK(contains(
      lint(with(open_relay(), never, "\"never\": {\"delivered\": {\"to\": \"eve@example.com\"}}")),
      "holds in every position already"));
}

TEST_CASE("lint: a run of which nothing is promised is a fault", "[lint]") {
  std::string text = open_relay();
  text = with(text, "{\"never\": {\"bounced\"",
              "{\"when\": {\"relay\": \"open\"}, \"never\": {\"bounced\"");
  text = with(text, "{\"finally\": {\"queue-empty\"",
              "{\"when\": {\"relay\": \"open\"}, \"finally\": {\"queue-empty\"");
  CHECK(lint(text).empty());
  text = with(text, "{\"when\": {\"target\": \"own\"}, \"never\"",
              "{\"when\": {\"relay\": \"open\"}, \"never\"");
  text = with(text, "{\"when\": {\"target\": \"own\"}, \"eventually\"",
              "{\"when\": {\"relay\": \"open\"}, \"never\"");
  CHECK(contains(lint(text), "nothing is promised with relay=closed target=own"));
}

TEST_CASE("lint: when may name alternatives", "[lint]") {
  const std::string both =
      R"({"when": [{"target": "own"}, {"relay": ["closed"]}], "never": {"refused")";
  const std::string text =
      with(open_relay(), R"({"when": {"target": "own"}, "never": {"refused")", both);
  const auto loaded = load_scenario(text);
  REQUIRE(loaded);
  const When& when = loaded->expectations[6].when;
  CHECK(holds(when, *loaded, {{"target", "own"}, {"relay", "open"}}));
  CHECK(holds(when, *loaded, {{"target", "stranger"}, {"relay", "closed"}}));
  CHECK_FALSE(holds(when, *loaded, {{"target", "stranger"}, {"relay", "open"}}));
  CHECK(contains(lint(with(text, "[{\"target\": \"own\"}", "[{\"targt\": \"own\"}")),
                 "there is no knob \"targt\""));
}

TEST_CASE("lint: texts are in their language, and their marks are closed", "[lint]") {
  CHECK(contains(lint(with(open_relay(), "\"ru\": \"Открытый релей\"", "\"ru\": \"The relay\"")),
                 "the Russian text has no Russian word; write it in Russian"));
  CHECK(contains(lint(with(open_relay(), "\"en\": \"The open relay\"", "\"en\": \"Релей\"")),
                 "the English text has no English word"));
  CHECK(contains(lint(with(open_relay(), "answers `250`:", "answers `250:")),
                 "a ` is opened and not closed in this text"));
  CHECK(contains(lint(with(open_relay(), "**ours**", "**ours")), "a ** is opened and not closed"));
}

TEST_CASE("lint: a run that its budget stops is told by that alone", "[lint]") {
  const std::string said =
      lint(with(open_relay(), "\"world\": {", "\"world\": {\"budget\": {\"records-max\": 60},"));
  CHECK(said.find("the run was stopped by its budget of records (60)") != std::string::npos);
  CHECK(std::count(said.begin(), said.end(), '\n') == 1);
}

TEST_CASE("lint: a lesson asks for a reply and for a reason, and tells enough", "[lint]") {
  std::string text = open_relay();
  for (std::size_t at; (at = text.find("\"Why do ")) != std::string::npos;)
    text.replace(at, 5, "\"How");
  CHECK(contains(
      lint(text),
      "no question asks why where the lesson begins; add one whose English text asks \"why\""));
  const auto questions = [&](const std::string& list) {
    const std::string whole = open_relay();
    const std::size_t from = whole.find("\"questions\": ["), to = whole.find("\"goals\":");
    return lint(whole.substr(0, from) + "\"questions\": [" + list + "], " + whole.substr(to));
  };
  CHECK(contains(questions(""), "no question lets the learner predict a reply"));
  CHECK(contains(questions(""), "questions asked where the lesson begins: 0; ask at least 2"));
  const std::string whole = open_relay();
  const std::size_t from = whole.find("\"story\": ["), to = whole.find("\"questions\":");
  const std::string line =
      R"({"id": "a", "at": {"kind": "said", "host": "mallory", "text": "EHLO*"},
    "text": {"en": "Hello.", "ru": "Привет."}})";
  CHECK(contains(lint(whole.substr(0, from) + "\"story\": [" + line + "], " + whole.substr(to)),
                 "the story has 1 lines where the lesson begins; tell at least 3 steps"));
}

TEST_CASE("lint: every run has two to five questions, the first run one that asks for a reply",
          "[lint]") {
  const auto predict = [](const std::string& id, const std::string& when) {
    return R"({"id": ")" + id +
           R"(", "kind": "predict-reply", "at": {"kind": "said", "host": "mallory", "text": "EHLO*"},)" +
           when + R"("text": {"en": "Why? And what?", "ru": "Почему? И что?"}, "choices": [
    {"reply": "250", "why": {"en": "Yes.", "ru": "Да."}},
    {"reply": "550", "why": {"en": "No.", "ru": "Нет."}}]})";
  };
  const std::string whole = open_relay();
  const std::size_t from = whole.find("\"questions\": ["), to = whole.find("\"goals\":");
  const auto asked = [&](const std::string& list) {
    return lint(whole.substr(0, from) + "\"questions\": [" + list + "], " + whole.substr(to));
  };
  const std::string here = R"("when": {"relay": "open"},)";
  const std::string two = predict("a", "") + "," + predict("b", "");
  CHECK(asked(two).empty());
  CHECK(contains(asked(predict("a", "") + "," + predict("b", here)),
                 "questions asked with relay=closed"));
  CHECK(contains(asked(two + "," + predict("c", "") + "," + predict("d", here) + "," +
                       predict("e", here) + "," + predict("f", here)),
                 "questions asked where the lesson begins: 6; ask at most 5 in one run"));
  std::string choice = predict("a", "");
  choice = with(choice, "predict-reply", "choose-one");
  choice = with(choice, "choices", "answers");
  choice = with(choice, "\"reply\": \"250\"", R"("right": true, "text": {"en": "A", "ru": "А"})");
  choice = with(choice, "\"reply\": \"550\"", R"("text": {"en": "B", "ru": "Б"})");
  const std::string there = R"("when": {"relay": "closed"},)";
  CHECK(contains(asked(choice + "," + with(choice, "\"id\": \"a\"", "\"id\": \"g\"") + "," +
                       predict("h", there)),
                 "no question lets the learner predict a reply where the lesson begins"));
}

// A question of its own among those of the lesson.
std::string with_question(const std::string& question) {
  return with(open_relay(), "\"questions\": [",
              "\"questions\": [{\"id\": \"own\", \"at\": {\"kind\": \"person-acted\", \"host\": "
              "\"mallory\"}, "
              "\"text\": {\"en\": \"Why?\", \"ru\": \"Почему?\"}, \"why\": {\"en\": \"So.\", "
              "\"ru\": \"Так.\"}, " +
                  question + "},");
}

TEST_CASE("lint: each kind of question can be wrong in its own way", "[lint]") {
  const std::string ehlo = R"("at": {"kind": "said", "host": "mallory", "text": "EHLO*"}})";
  const std::string mail = R"("at": {"kind": "said", "host": "mallory", "text": "MAIL*"}})";
  const std::string first = R"({"text": {"en": "one", "ru": "раз"}, )";
  const std::string second = R"({"text": {"en": "two", "ru": "два"}, )";
  const auto order = [&](const std::string& items) {
    return lint(with_question("\"kind\": \"order-steps\", \"items\": [" + items + "]"));
  };
  CHECK(order(first + ehlo + ", " + second + mail).empty());
  CHECK(contains(order(first + mail + ", " + second + ehlo), "the question \"own\""));
  CHECK(contains(
      lint(with_question(
          R"("kind": "find-step", "find": {"kind": "said", "host": "mallory", "text": "HELP"})")),
      "the question \"own\""));
  CHECK(contains(
      lint(with_question(R"("kind": "type-command", "protocol": "smtp", "command": "RCPT TO x")")),
      "its command cannot be read"));
  CHECK(
      contains(lint(with_question(R"("kind": "type-command", "protocol": "smtp", "command": "NOOP",
      "slips": [{"typed": "noop", "why": {"en": "Small.", "ru": "Мелко."}}])")),
               "the slip \"noop\" means the same as the command"));
  const std::string pair = R"({"left": {"en": "a", "ru": "а"}, "right": {"en": "b", "ru": "б"}})";
  CHECK(
      contains(lint(with_question("\"kind\": \"match\", \"pairs\": [" + pair + ", " + pair + "]")),
               "has the left side \"a\" twice"));
  CHECK(
      contains(lint(with_question(
                   R"("kind": "repair", "goals": ["stop-mallory"], "when": {"relay": "closed"})")),
               "is solved already wherever it is asked"));
}

TEST_CASE("lint: a repair that no position solves, or that is solved at the beginning, is refused",
          "[lint]") {
  const std::string both = R"("kind": "repair", "goals": ["stop-mallory", "let-mallory"])";
  const std::string own = "\"goals\": [\n";
  const std::string other =
      own + R"({"id": "let-mallory", "text": {"en": "Relay.", "ru": "Передать."},
      "hints": [], "eventually": {"delivered": {"to": "vera@example.com"}}},)";
  CHECK(contains(lint(with(with_question(both), own, other)), "cannot be solved"));
  const std::string one = R"("kind": "repair", "goals": ["let-mallory"])";
  CHECK(contains(lint(with(with_question(one), own, other)),
                 "is solved already where the lesson begins"));
}

TEST_CASE("mutation: an expectation that nothing makes fail is named", "[lint]") {
  const auto fates = [](const std::string& text) {
    const auto loaded = load_scenario(text);
    REQUIRE(loaded);
    std::vector<bool> out;
    for (const ExpectationFate& fate : mutate(*loaded, {}).fates) out.push_back(fate.can_fail);
    return out;
  };
  const std::string own = "\"expectations\": [";
  std::vector<bool> found = fates(open_relay());
  CHECK(std::count(found.begin(), found.end(), false) == 0);
  found = fates(with(open_relay(), own,
                     own + R"({"never": {"transcript-contains": {"text": "ABRACADABRA"}}},)"));
  CHECK(std::count(found.begin(), found.end(), false) == 1);
  CHECK_FALSE(found.front());
}

TEST_CASE("catalogue: index and lessons name each other, and needs come first", "[lint]") {
  auto lesson = load_scenario(open_relay());
  REQUIRE(lesson);
  const std::string chapter =
      R"("id": "relays-and-abuse", "title": {"en": "Abuse", "ru": "Вред"}, "lessons": )";
  const auto faults = [&](const std::string& lessons, const std::string& folder) {
    const auto catalogue = load_catalogue("{\"chapters\": [{" + chapter + lessons + "}]}");
    REQUIRE(catalogue);
    std::string out;
    for (const auto& [path, fault] :
         catalogue_faults("index.json", *catalogue, {{"open-relay.json", folder, &*lesson}}, true))
      out += path + ":" + to_text(fault) + "\n";
    return out;
  };
  CHECK(contains(faults("[\"open-relay\"]", "relays-and-abuse"),
                 "open-relay.json:12:13: there is no lesson \"first-message\" in the index"));
  CHECK(contains(faults("[\"open-relay\", \"first-message\"]", "relays-and-abuse"),
                 "\"first-message\" should come first, and the index has it later"));
  CHECK(contains(faults("[\"first-message\", \"open-relay\"]", "relays-and-abuse"),
                 "index.json:1:94: there is no lesson \"first-message\" in \"relays-and-abuse\""));
  CHECK(contains(faults("[\"first-message\"]", "relays-and-abuse"),
                 "open-relay.json:3:9: the index does not name the lesson \"open-relay\""));
  CHECK(contains(faults("[\"first-message\", \"open-relay\"]", "relays"),
                 "the chapter is \"relays-and-abuse\" and the folder is called \"relays\""));
}

}  // namespace
}  // namespace mailscope::scenario
