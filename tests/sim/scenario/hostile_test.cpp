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

TEST_CASE("scenario: more knobs than fit are tried two at a time, and more than that one at a time",
          "[scenario]") {
  Scenario scenario;
  for (int i = 0; i < 10; ++i) {
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
  CHECK(combinations(scenario).size() == 1 + 10 * 2 + 45 * 4);
  const Knob last = scenario.knobs.back();
  while (scenario.knobs.size() < 20) scenario.knobs.push_back(last);
  for (std::size_t i = 10; i < 20; ++i) scenario.knobs[i].id = "k" + std::to_string(i);
  CHECK(combinations(scenario).size() == 1 + 20 * 2);
  scenario.knobs.resize(3);
  CHECK(combinations(scenario).size() == 27);
  CHECK(to_text(scenario, combinations(scenario).front()) == "k0=a k1=a k2=a");
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
