// The keyboard alone works the picture: it walks to whatever can be clicked, and Enter clicks it.
#include "tests/ui/shell/hand.h"

namespace mailscope::ui {
namespace {

using test::Hand;
using test::Paper;
using test::Tutor;

void walk_map_and_ladder(Point size) {
  Tutor tutor("first-message/12/en");
  Paper paper;
  const bool is_phone = size.x < 800;
  Hand hand{tutor, paper, size};
  for (int frame = 0; frame < 3; ++frame) paper.draw(tutor.app, size);

  hand.press("Backquote");
  CHECK(hand.region() == "map");
  const std::vector<MapHost> hosts = tutor.app.screen().map.hosts;
  for (const MapHost& host : hosts) {
    INFO(host.name);
    CHECK(hand.to_place("host:" + std::to_string(host.id.value)));
  }
  REQUIRE(tutor.app.screen().tries.can_drop);
  CHECK(hand.to_place("letter"));
  REQUIRE(hand.to_place("host:2"));
  hand.press("Enter");
  CHECK(tutor.app.screen().views.host == HostId{2});
  CHECK(tutor.app.screen().views.tab == Tab::host);
  hand.press("Escape");
  CHECK(hand.region().empty());

  REQUIRE(tutor.app.act("tab", "1"));
  paper.draw(tutor.app, size);
  REQUIRE(hand.to_region("ladder"));
  const std::uint32_t third = tutor.app.run()->shown(StepLevel::mail)[3];
  const std::string rung = "rung:" + std::to_string(third);
  CHECK(hand.place().rfind("rung:", 0) == 0);
  REQUIRE(hand.to_place(rung, "Comma"));  // out of sight at first
  CHECK(hand.to_place("lane:"));
  CHECK(hand.to_place("level:"));
  REQUIRE(hand.to_place(rung, "Comma"));
  hand.press("Enter");
  CHECK(tutor.app.screen().map.step == third);
  CHECK(hand.to_region(is_phone ? "tabs" : "story"));
  CHECK(hand.to_region(is_phone ? "transport" : "detail"));
}

}  // namespace

TEST_CASE("keyboard: hosts, letter, lanes and rungs are reached without a hand", "[walk]") {
  walk_map_and_ladder({1280, 800});
  walk_map_and_ladder({390, 844});
}

TEST_CASE(
    "keyboard: the enlarged map is moved by arrows where it has the ring, and follows the step",
    "[walk]") {
  Tutor tutor("first-message/12/en");
  Paper paper;
  Hand hand{tutor, paper, {1280, 800}};
  for (int frame = 0; frame < 3; ++frame) paper.draw(tutor.app, hand.size);
  hand.press("Backquote");
  hand.press("ArrowRight");
  const std::uint32_t step = tutor.app.screen().map.step;
  CHECK(step != 0);
  for (int i = 0; i < 3; ++i) hand.press("Equal");
  CHECK(paper.canvas().zoom("map") > 2);
  hand.press("ArrowRight");
  CHECK(tutor.app.screen().map.step == step);  // it moved the map
  hand.press("KeyN");
  CHECK(tutor.app.screen().map.step != step);
  hand.press("Minus");
  CHECK(paper.canvas().zoom("map") > 1);
  hand.press("Digit0");
  CHECK(paper.canvas().zoom("map") == 1);
  const std::uint32_t here = tutor.app.screen().map.step;
  hand.press("ArrowRight");
  CHECK(tutor.app.screen().map.step != here);
}

TEST_CASE("keyboard: what lies above the picture is walked alone", "[walk]") {
  Tutor tutor("first-message/0/en", {"smtp-by-hand"});
  Paper paper;
  Hand hand{tutor, paper, {1280, 800}};
  hand.press("KeyL");
  hand.press("Backquote");
  CHECK(hand.region() == "overlay");
  hand.press("Backquote");
  CHECK(hand.region() == "overlay");
  REQUIRE(hand.to_place("lesson:smtp-by-hand"));
  hand.press("Enter");
  CHECK(tutor.app.screen().views.overlay == Overlay::none);
  CHECK(tutor.app.lesson_id() == "smtp-by-hand");
}

}  // namespace mailscope::ui
