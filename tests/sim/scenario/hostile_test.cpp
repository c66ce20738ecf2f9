// Whatever a scenario's text is, loading ends, with a scenario or with located faults.
#include <fstream>
#include <sstream>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/scenario/scenario.h"
#include "tests/sim/scenario/small_scenario.h"

namespace mailscope::scenario {
namespace {

std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void check_ends(const std::string& text) {
  const auto loaded = load_scenario(text);
  if (loaded) return;
  CHECK_FALSE(loaded.error().empty());
  CHECK(loaded.error().size() <= k_faults_max);
  for (const Fault& fault : loaded.error()) {
    if (fault.what.empty() || fault.mend.empty() || fault.place.line == 0 ||
        fault.place.column == 0) {
      FAIL_CHECK("a fault without words or place: " << to_text(fault));
    }
  }
}

TEST_CASE("scenario load: nesting and size have bounds", "[scenario]") {
  CHECK(faults_of(std::string(100'000, '[')).find("nested more than 40 deep") != std::string::npos);
  std::string objects;
  for (int i = 0; i < 50'000; ++i) objects += "{\"a\":";
  CHECK(faults_of(objects).find("nested more than 40 deep") != std::string::npos);
  CHECK(faults_of(std::string(k_text_octets_max + 1, ' ')).find("1000001 octets") !=
        std::string::npos);
  std::string keys = "{";
  for (int i = 0; i < 60'000; ++i) keys += "\"k" + std::to_string(i) + "\":1,";
  check_ends(keys + "\"z\":1}");
}

TEST_CASE("scenario load: a real lesson cut at any octet is refused with a place", "[scenario]") {
  const std::string text = file_text("scenarios/relays-and-abuse/open-relay.json");
  REQUIRE(text.size() > 1'000);
  const std::size_t end = text.rfind('}');
  for (std::size_t length = 0; length <= end; ++length) {
    const auto loaded = load_scenario(std::string_view(text).substr(0, length));
    if (loaded || loaded.error().empty()) FAIL("cut at " << length << " it is still taken");
  }
}

TEST_CASE("scenario load: random damage never ends in a crash", "[scenario]") {
  constexpr std::uint64_t k_seed = 20261124;
  INFO("seed " << k_seed);
  Random random(k_seed);
  const std::string text = file_text("scenarios/reading-mail/pop3-deletes.json");
  for (int round = 0; round < 600; ++round) {
    std::string damaged = text;
    for (std::uint64_t n = random.below(4) + 1; n > 0; --n) {
      const std::size_t at = random.below(damaged.size());
      switch (random.below(4)) {
        case 0: damaged[at] = static_cast<char>(random.below(256)); break;
        case 1: damaged.erase(at, random.below(30)); break;
        case 2: damaged.insert(at, std::string(1, "{}[]\",:0\\\n"[random.below(10)])); break;
        default:
          damaged.insert(at, damaged.substr(random.below(damaged.size()), random.below(200)));
          break;
      }
    }
    check_ends(damaged);
  }
}

TEST_CASE("scenario load: every key renamed is refused", "[scenario]") {
  for (std::size_t at = k_small.find('"'); at != std::string::npos;
       at = k_small.find('"', at + 1)) {
    const std::size_t end = k_small.find('"', at + 1);
    if (end == std::string::npos) break;
    if (k_small.compare(end, 2, "\":") == 0) check_ends(std::string(k_small).insert(end, "zz"));
    at = end;
  }
}

// A lesson of so many knobs with three positions each: "a" (initial), "b" and "c".
Scenario with_knobs(int count) {
  Scenario scenario;
  for (int i = 0; i < count; ++i) {
    Knob knob;
    knob.id = "k" + std::to_string(i);
    knob.initial = "a";
    for (const char* id : {"a", "b", "c"}) {
      Position position;
      position.id = id;
      knob.positions.push_back(position);
    }
    scenario.knobs.push_back(knob);
  }
  return scenario;
}

TEST_CASE("scenario: more knobs than fit are tried two at a time, and more than that one at a time",
          "[scenario]") {
  Scenario scenario = with_knobs(10);
  CHECK(combinations(scenario).size() == 1 + 10 * 2 + 45 * 4);
  const Knob last = scenario.knobs.back();
  while (scenario.knobs.size() < 20) scenario.knobs.push_back(last);
  for (std::size_t i = 10; i < 20; ++i) scenario.knobs[i].id = "k" + std::to_string(i);
  CHECK(combinations(scenario).size() == 1 + 20 * 2);
  scenario.knobs.resize(3);
  CHECK(combinations(scenario).size() == 27);
  CHECK(to_text(scenario, combinations(scenario).front()) == "k0=a k1=a k2=a");
}

TEST_CASE("scenario: inside a section of a form every combination is tried", "[scenario]") {
  Scenario scenario = with_knobs(8);
  const std::size_t in_pairs = 1 + 8 * 2 + 28 * 4;
  CHECK(combinations(scenario).size() == in_pairs);
  scenario.knobs[4].section.en =
      "Outgoing mail";  // k4 to k7: 81, of which up to two are turned already
  CHECK(combinations(scenario).size() == in_pairs + 81 - (1 + 4 * 2 + 6 * 4));
  scenario.knobs[2].section.en = "Incoming mail";  // k2 and k3 by themselves: nothing new
  CHECK(combinations(scenario).size() == in_pairs + 81 - (1 + 4 * 2 + 6 * 4));
}

TEST_CASE("scenario: a knob that is not in force changes nothing and stands as it began",
          "[scenario]") {
  std::string text = k_small;
  const std::size_t at = text.find("\"knobs\": {");
  const std::string by =
      R"("knobs": {"by": {"title": {"en": "By", "ru": "Кто"}, "default": "hand", "positions": {
    "hand": {"title": {"en": "hand", "ru": "рука"}},
    "dns": {"title": {"en": "DNS", "ru": "DNS"}}}},
  "seed": {"title": {"en": "Seed", "ru": "Зерно"}, "when": {"by": "hand"}, "default": "one", "positions": {
    "one": {"title": {"en": "one", "ru": "один"}},
    "two": {"title": {"en": "two", "ru": "два"}, "effect": {"seed": 2}}}})";
  REQUIRE(at != std::string::npos);
  text.replace(at, 10, by + ",");
  const auto loaded = load_scenario(text);
  REQUIRE(loaded);
  const KnobPositions hand{{"by", "hand"}, {"seed", "two"}}, dns{{"by", "dns"}, {"seed", "two"}};
  const Node patched = merged_world(*loaded, hand), left = merged_world(*loaded, dns);
  REQUIRE(patched.find("seed") != nullptr);
  CHECK(patched.find("seed")->number == 2);
  CHECK(left.find("seed") == nullptr);
  CHECK(to_text(*loaded, dns).find("by=dns seed=one") != std::string::npos);
  for (const KnobPositions& positions : combinations(*loaded))
    CHECK((positions.at("by") == "hand" || positions.at("seed") == "one"));
  std::string wrong = text;
  wrong.replace(wrong.find("\"when\": {\"by\": \"hand\"}"), 22, "\"when\": {\"seed\": \"one\"}");
  const auto refused = load_scenario(wrong);  // only on knobs before it: never in circles
  REQUIRE_FALSE(refused);
  CHECK(refused.error().front().what == "the knob \"seed\" depends on itself");
}

TEST_CASE("scenario: a merge patch replaces, joins and removes (RFC 7396)", "[scenario]") {
  const auto tree = [](const std::string& text) {
    Faults faults;
    auto node = parse_located(text, faults);
    REQUIRE(node);
    return *node;
  };
  Node target = tree(R"({"a": "b", "c": {"d": "e", "f": "g"}, "l": [1, 2]})");
  merge_patch(target, tree(R"({"a": "z", "c": {"f": null}, "l": [3], "n": {"m": null, "o": 1}})"));
  CHECK(target == tree(R"({"a": "z", "c": {"d": "e"}, "l": [3], "n": {"o": 1}})"));
}

}  // namespace
}  // namespace mailscope::scenario
