// Faults of files in the user's language: every sentence that the loader can say is in the catalogues.
#include "ui/text/fault_text.h"

#include <set>

#include <catch2/catch_test_macros.hpp>

#include "sim/export/import_capture.h"
#include "sim/export/trace_json.h"
#include "sim/scenario/formats.h"
#include "sim/scenario/language.h"
#include "tests/sim/scenario/small_scenario.h"
#include "tests/ui/shell/tutor.h"
#include "ui/text/fault_tables.h"

namespace mailscope::ui {
namespace {

using scenario::Form;
using scenario::k_small;
using scenario::Shape;
using scenario::with;

bool has_cyrillic(std::string_view text) { return text.find("\xD0") != std::string_view::npos; }

// What the parts of the language are called, and what is said of those that must be there.
void collect(const Shape& shape, std::set<const Shape*>& seen, std::set<std::string>& said) {
  if (!seen.insert(&shape).second) return;
  said.insert(words_for(shape));
  if (shape.rule != nullptr) {
    said.insert(std::string(shape.rule->name));
    said.insert(std::string(shape.rule->mend));
  }
  if (shape.item) collect(*shape.item, seen, said);
  for (const scenario::Key& key : shape.keys) {
    if (key.is_required) said.insert("add it: " + key.what);
    collect(*key.shape, seen, said);
  }
  for (const auto& [word, variant] : shape.variants) collect(*variant, seen, said);
  for (const auto& choice : shape.choices) collect(*choice, seen, said);
}

// Every node of a tree, so that each can be spoilt.
void collect(scenario::Node& node, std::vector<scenario::Node*>& nodes) {
  nodes.push_back(&node);
  for (scenario::Node& item : node.items) collect(item, nodes);
  for (scenario::Member& member : node.members) collect(member.value, nodes);
}

void check_known(const scenario::Fault& fault) {
  INFO(to_text(fault));
  CHECK(is_known_in_faults(fault.what));
  CHECK(is_known_in_faults(fault.mend));
}

TEST_CASE("faults: whatever a part of the language is called is in the catalogues", "[shell]") {
  std::set<const Shape*> seen;
  std::set<std::string> said;
  collect(*scenario::scenario_shape(), seen, said);
  collect(*scenario::catalogue_shape(), seen, said);
  CHECK(said.size() > 200);
  for (const std::string& text : said) {
    INFO(text);
    CHECK(is_known_in_faults(text));
  }
}

TEST_CASE("faults: every place of a scenario spoilt in every way is told in known words",
          "[shell]") {
  scenario::Faults none;
  auto tree = scenario::parse_located(k_small, none);
  REQUIRE(tree.has_value());
  std::vector<scenario::Node*> nodes;
  collect(*tree, nodes);
  std::size_t told = 0;
  const auto judge = [&] {
    scenario::Faults faults;
    check_shape(*scenario::scenario_shape(), *tree, scenario::Mode::whole, faults);
    for (const scenario::Fault& fault : faults) check_known(fault);
    told += faults.size();
  };
  // Children before their parents: whoever puts a parent back makes its children anew.
  for (auto at = nodes.rbegin(); at != nodes.rend(); ++at) {
    scenario::Node* node = *at;
    const scenario::Node kept = *node;
    for (int kind = 0; kind <= static_cast<int>(scenario::NodeKind::object); ++kind) {
      *node = scenario::Node{};
      node->kind = static_cast<scenario::NodeKind>(kind);
      judge();
    }
    *node = kept;
    for (std::size_t i = 0; i < kept.members.size(); ++i) {
      node->members.erase(node->members.begin() + static_cast<std::ptrdiff_t>(i));
      judge();
      *node = kept;
      node->members[i].key += "x; y";
      judge();
      *node = kept;
    }
    if (kept.kind == scenario::NodeKind::text) {
      node->text = "no such; word";
      judge();
      *node = kept;
    }
  }
  CHECK(told > 500);
}

// One text for each thing that only the reader, the world or the lesson around it can find.
TEST_CASE("faults: what is no JSON, does not fit or means nothing is told in Russian", "[shell]") {
  const Words russian = words_in("ru");
  const auto small = [](const char* what, const char* instead) {
    return with(k_small, what, instead);
  };
  const std::string deep(100, '[');
  const std::vector<std::string> texts = {
      "",
      "{\"id\": \"a\",}",
      "{\"id\" \"a\"}",
      "{\"id\": a}",
      "{\"id\": }",
      "{} {}",
      "{\"id\": \"a\",,}",
      "// a\n{}",
      "{\"id\": [1, 2",
      "{\"id\": {",
      "{\"a\": 'b'}",
      "{\"a\": 012}",
      "{\"a\": -}",
      "[?]",
      deep,
      "{\"a\": \"\xFF\"}",
      std::string("{}\0", 3),
      std::string(1'000'001, ' '),
      "{\"a\": \"b\nc\"}",
      "null",
      small("\"minutes\": 1", "\"minutes\": 1, \"minutes\": 2"),
      small("\"host\": \"alice\"", "\"host\": \"alise\""),
      small("\"host\": \"alice\"", "\"host\": \"zzzzzzzz\""),
      small("\"host\": \"alice\"", "\"host\": \"mx\""),
      small("\"host\": \"alice\"}", "\"host\": \"alice\", \"after\": \"looks\"}"),
      small("\"host\": \"alice\"}", "\"host\": \"alice\", \"after\": \"nothing-like-it\"}"),
      small("\"host\": \"alice\"}",
            "\"host\": \"alice\"}, {\"id\": \"looks\", \"do\": \"fetch\", \"host\": \"alice\"}"),
      small("\"host\": \"alice\"}", "\"host\": \"alice\", \"when\": {\"rely\": \"open\"}}"),
      small("{\"kind\": \"said\"}", "{\"kind\": \"said\", \"host\": \"mxx\"}"),
      small("\"default\": \"closed\"", "\"default\": \"close\""),
      small("\"default\": \"closed\"", "\"when\": {\"relay\": \"open\"}, \"default\": \"closed\""),
      small("\"right\": true, ", ""),
      small("{\"text\": {\"en\": \"b\"", "{\"right\": true, \"text\": {\"en\": \"b\""),
      small("\"192.0.2.3\"", "\"192.0.2.2\""),
      small("MX 10 mx", "MX mx"),
      small("MX 10 mx", "MX 10 mx.example.org"),
      small("MX 10 mx", "MX 10 \\\"mx\\\""),
      small("MX 10 mx", "MX 10 (mx)"),
      small("MX 10 mx", "MX 10 a..b"),
      small("MX 10 mx", "XYZ 10"),
      small("MX 10 mx", "TXT \\\"open"),
      small("MX 10 mx", "A 192.0.2.300"),
      small("MX 10 mx", "CNAME b"),
      small("\"A 192.0.2.2\"", "\"A 192.0.2.2\", \"CNAME b\""),
      small("\"MX 10 mx\"", "\"SOA ns root 1 2 3 4 5\", \"SOA ns other 1 2 3 4 5\""),
      small("\"A 192.0.2.2\"", "\"SOA ns root 1 2 3 4 5\""),
      small("\"mx\": [\"A 192.0.2.2\"]", "\"mx\": [\"CNAME a\"], \"a\": [\"CNAME mx\"]"),
      small("{\"mx\": {\"server\": {\"relay\": \"open\"}}}",
            "{\"mxx\": {\"server\": {\"relay\": \"open\"}}}"),
      small("{\"server\": {\"relay\": \"open\"}}", "{\"address\": null}"),
      small(
          "\"domains\": [\"example.org\"]",
          "\"domains\": [\"example.org\"], \"accounts\": {\"a@b.example\": {\"password\": \"x\"}}"),
      small("\"domains\": [\"example.org\"]",
            "\"domains\": [\"example.org\"], \"seals-arc\": true"),
      small(
          "\"address\": \"192.0.2.3\"",
          "\"address\": \"192.0.2.3\", \"box\": {\"wire-of\": \"ns\", \"rules\": {\"a\": {\"act\": "
          "\"delay\"}, \"b\": {\"act\": \"replace\"}, \"c\": {\"act\": \"answer-dns\"}}}"),
      small("\"hosts\": {\n   \"alice\"",
            "\"epoch\": \"2026-02-31T09:00:00Z\", \"hosts\": {\n   \"alice\""),
      small("{\"en\": \"What?\", \"ru\": \"Что?\"}",
            "{\"en\": \"What, no?\", \"ru\": \"What, no?\"}"),
      small("\"en\": \"Nothing.\", \"ru\": \"Ничего.\"",
            "\"en\": \"Nothing new.\", \"ru\": \"12\""),
      small("\"en\": \"Nothing.\"", "\"en\": \"Ничего.\""),
      small("\"ru\": \"Ничего.\"", "\"ru\": \"**Ничего.\""),
      small("\"ru\": \"Ничего.\"", "\"ru\": \"`Ничего.\""),
      small("\"questions\": [",
            "\"goals\": [{\"id\": \"q\", \"text\": {\"en\": \"Go on\", \"ru\": \"Вперёд\"}, "
            "\"never\": {\"bounced\": {\"to\": \"b@c.example\"}}}, {\"id\": \"q\", \"text\": "
            "{\"en\": \"Go on\", \"ru\": \"Вперёд\"}, \"never\": {\"bounced\": {\"to\": "
            "\"b@c.example\"}}}], \"questions\": [{\"id\": \"r\", \"kind\": \"repair\", \"at\": "
            "{\"kind\": \"said\"}, \"text\": {\"en\": \"Mend it\", \"ru\": \"Почините\"}, "
            "\"goals\": [\"zzz\"], \"why\": {\"en\": \"So it is\", \"ru\": \"Так\"}},"),
  };
  for (const std::string& text : texts) {
    const auto loaded = scenario::load_scenario(text);
    INFO(text.substr(0, 400));
    REQUIRE_FALSE(loaded.has_value());
    for (const scenario::Fault& fault : loaded.error()) {
      check_known(fault);
      const std::string said = fault_text(russian, "a; b: c.json:" + to_text(fault));
      INFO(said);
      CHECK(has_cyrillic(said));
      CHECK(said.rfind("a; b: c.json:" + std::to_string(fault.place.line) + ":", 0) == 0);
    }
  }
}

TEST_CASE("faults: what is no trace or capture is told in Russian", "[shell]") {
  const Words russian = words_in("ru");
  const std::string head = "{\"format\":\"mailscope-trace\",\"version\":1}\n";
  for (const std::string& text :
       {std::string(), std::string("{}"),
        std::string("{\"format\":\"mailscope-trace\",\"version\":2}"), head + "x", head + "[]",
        head + "{}", head + "{\"number\":1,\"time\":0,\"cause\":0,\"kind\":\"no\"}",
        head + "{\"number\":7,\"time\":0,\"cause\":0,\"kind\":\"note\",\"data\":{}}",
        head + "{\"number\":\"a\"}", head + std::string(20, '[')}) {
    const auto read = read_trace_json(text);
    INFO(text);
    REQUIRE_FALSE(read.has_value());
    for (const TraceFault& fault : read.error()) {
      INFO(to_text(fault));
      CHECK(is_known_in_faults(fault.what));
      CHECK(is_known_in_faults(fault.mend));
    }
  }
  CHECK(
      fault_text(russian, "a.pcap: " + import_capture("no").error() + "\n\n") ==
      "a.pcap: это не запись трафика; выберите файл, записанный Wireshark или tcpdump (.pcapng или "
      ".pcap)\n\n");
}

TEST_CASE("faults: what an author wrote into a fault is not translated", "[shell]") {
  const Words russian = words_in("ru");
  CHECK(fault_text(russian,
                   "x.json:1:2: there is no host \"a list\"; write \"a text\" or \"a list\"\n\n") ==
        "x.json:1:2: узла \"a list\" нет; напишите \"a text\" или \"a list\"\n\n");
  CHECK(fault_text(russian, "nobody says this") == "nobody says this");
  CHECK(fault_text(russian, "") == "");
}

TEST_CASE("faults: every sentence about files has its Russian", "[shell]") {
  const Words russian = words_in("ru");
  for (const auto table : {fault_sentences(), fault_names()}) {
    for (const std::string_view sentence : table) {
      INFO(sentence);
      CHECK((russian.has(sentence) || sentence == "null"));
    }
  }
}

TEST_CASE("faults: a faulty file is told in the language of the page, and again when that changes",
          "[shell]") {
  test::Tutor tutor("first-message/0/ru");
  CHECK_FALSE(
      tutor.source.give_file("own.json", with(k_small, "\"minutes\": 1", "\"minuts\": 1")).empty());
  tutor.app.act("reload", "file-own");
  CHECK(tutor.app.screen().problem.find(
            "own.json:2:58: сценарий: нет ключа \"minuts\"; напишите \"minutes\"") !=
        std::string::npos);
  tutor.app.act("language", "en");
  CHECK(tutor.app.screen().problem.find("a scenario has no key \"minuts\"; write \"minutes\"") !=
        std::string::npos);
}

}  // namespace
}  // namespace mailscope::ui
