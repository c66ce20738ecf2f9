// Interventions as words of a link, and what they make of a spec.
#include "sim/scenario/intervention.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "tests/sim/scenario/small_scenario.h"

namespace mailscope::scenario {
namespace {

TEST_CASE("scenario: an intervention is the same after a journey through a link", "[scenario]") {
  for (const std::string text : {
           "cut:alice@1250000",
           "mend:alice@1250000",
           "set:mx.relay=closed@",
           "drop:alice.14",
           "change:alice.14=QUIT%0D%0A",
           "take:alice.3@1250000=NOOP|RSET",
           "type:alice.25@0=mx.example.net|HELO x|QUIT",
           "set:mx.relay@5=closed",
           "pose:eve.alice-587-1.client@1250000=EHLO eve|NOOP",
           "slip:eve.alice-at-home-25-12.server@7=250 ok|221 bye",
           "take:mail.1@9=550 5.7.1 %D0%9D%D0%B5%D1%82|250%0A251",
       }) {
    INFO(text);
    const auto parsed = parse_intervention(text);
    if (text == "set:mx.relay=closed@") {
      CHECK_FALSE(parsed);
      continue;
    }
    REQUIRE(parsed);
    CHECK(to_text(*parsed) == text);
  }
}

TEST_CASE("scenario: what is no intervention is refused, whatever it is", "[scenario]") {
  for (const std::string text : {"",
                                 ":",
                                 "cut:",
                                 "cut:alice",
                                 "cut:alice@",
                                 "cut:alice@-1",
                                 "cut:alice@99999999999999999999",
                                 "drop:alice",
                                 "drop:alice.0",
                                 "drop:alice.x",
                                 "drop:alice.1=x",
                                 "change:alice.1",
                                 "change:alice.1=%",
                                 "change:alice.1=%4",
                                 "change:alice.1=%zz",
                                 "take:alice.3@1",
                                 "take:alice@1=NOOP",
                                 "take:alice.99999999999@1=x",
                                 "type:alice.0@1=mx",
                                 "type:alice.70000@1=mx",
                                 "set:mx@1=x",
                                 "pose:eve.alice-587-1.client=NOOP",
                                 "pose:eve.alice-587-1.client@1",
                                 "pose:eve.alice-587-1.nobody@1=NOOP",
                                 "pose:eve.alice-587-1@1=NOOP",
                                 "pose:eve.alice-587-0.client@1=NOOP",
                                 "pose:eve.alice-0-1.client@1=NOOP",
                                 "pose:eve.alice-70000-1.client@1=NOOP",
                                 "pose:eve.-587-1.client@1=NOOP",
                                 "pose:eve.587-1.client@1=NOOP",
                                 "pose:eve.-1.client@1=NOOP",
                                 "slip:eve.1.client@1=NOOP",
                                 "slip:eve.@1=NOOP",
                                 "burn:alice@1"}) {
    INFO(text);
    CHECK_FALSE(parse_intervention(text));
  }
  Random random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const std::string_view alphabet = "cutsedropchangemixl:.@=|%-0149azAF \xd0\x9d";
    const auto length = random.below(40);
    for (std::uint64_t i = 0; i < length; ++i) text += alphabet[random.below(alphabet.size())];
    if (const auto parsed = parse_intervention(text)) {
      CHECK(parse_intervention(to_text(*parsed)).has_value());
    }
  }
}

TEST_CASE("scenario: interventions become acts and fates; an unknown host is said", "[scenario]") {
  const auto scenario = load_scenario(k_small);
  REQUIRE(scenario);
  const std::vector<Intervention> three{*parse_intervention("drop:alice.2"),
                                        *parse_intervention("cut:mx@5000"),
                                        *parse_intervention("take:alice.1@7=QUIT")};
  const auto spec = world_for(*scenario, {}, three);
  REQUIRE(spec);
  CHECK(spec->fates.size() == 1);
  CHECK(spec->script.size() == 3);
  CHECK(spec->script.back().at == Time{7});
  const auto wrong = world_for(*scenario, {}, {*parse_intervention("cut:nobody@5")});
  REQUIRE_FALSE(wrong);
  CHECK(to_text(wrong.error().front()).find("nobody") != std::string::npos);
  // Only at a box can anybody stand between two others.
  const auto nowhere =
      world_for(*scenario, {}, {*parse_intervention("pose:mx.alice-587-1.client@5=NOOP")});
  REQUIRE_FALSE(nowhere);
  CHECK(to_text(nowhere.error().front()).find("no box") != std::string::npos);
}

}  // namespace
}  // namespace mailscope::scenario
