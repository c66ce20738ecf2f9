// Choosing a step anywhere moves the cursor everywhere.
#include <algorithm>

#include "tests/ui/shell/hand.h"

namespace mailscope::ui {
namespace {

using test::Hand;
using test::Paper;
using test::Tutor;

// All views agree that the cursor stands there.
void check_cursor(Tutor& tutor, std::uint32_t step) {
  REQUIRE(step != 0);
  const ScreenModel& screen = tutor.app.screen();
  const auto& shown = tutor.app.run()->shown(screen.level);
  CHECK(screen.map.step == step);
  REQUIRE(screen.timeline.current < shown.size());
  CHECK(shown[screen.timeline.current] == step);
  CHECK(screen.story.position == screen.timeline.position);
  const auto& rungs = screen.ladder.rungs;
  const auto rung =
      std::find_if(rungs.begin(), rungs.end(), [](const Rung& each) { return each.is_current; });
  REQUIRE(rung != rungs.end());
  CHECK(rung->step == step);
  for (const DialogueLine& line : screen.dialogue.lines) {
    if (line.is_current) CHECK(tutor.app.run()->shown_step(line.step, screen.level) == step);
  }
  CHECK(tutor.app.link().find("/" + std::to_string(screen.timeline.current) + "/") !=
        std::string::npos);
  CHECK(screen.views.overlay == Overlay::none);
}

// "line:12:340" → 12.
std::uint32_t number_of(const std::string& place, std::size_t nth) {
  std::size_t from = 0;
  for (; nth > 0; --nth) from = place.find(':', from) + 1;
  return static_cast<std::uint32_t>(std::stoul(place.substr(from)));
}

struct Desk {
  Tutor tutor;
  Paper paper;
  Hand hand{tutor, paper, {1280, 800}};

  explicit Desk(const std::string& link, std::vector<std::string> other = {})
      : tutor(link, std::move(other)) {
    look();
  }
  void look() {
    for (int frame = 0; frame < 3; ++frame) paper.draw(tutor.app, hand.size);
  }
  void act(std::string_view action, std::string_view argument = {}) {
    REQUIRE(tutor.app.act(action, argument));
    look();
  }
  std::string click(const std::string& region, const std::string& place) {
    INFO(region << ", " << place);
    REQUIRE(hand.to_region(region));
    REQUIRE(hand.to_place(place));
    const std::string found = hand.place();
    hand.press("Enter");
    return found;
  }
};

}  // namespace

TEST_CASE("cursor: the timeline, the ladder and the dialogue lead to their steps", "[cursor]") {
  Desk desk("starttls-stripping/12/en");
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(640, 80);
  desk.look();
  io.AddMouseButtonEvent(0, true);
  desk.look();
  io.AddMouseButtonEvent(0, false);
  desk.look();
  const auto& shown = desk.tutor.app.run()->shown(StepLevel::mail);
  check_cursor(desk.tutor, shown[desk.tutor.app.screen().timeline.current]);
  CHECK(desk.tutor.app.screen().timeline.current == (shown.size() - 1) / 2);
  io.AddMousePosEvent(-1000, -1000);
  desk.look();
  check_cursor(desk.tutor, number_of(desk.click("ladder", "rung:"), 1));
  desk.act("go-index", "12");
  const std::string line = desk.click("detail", "line:");
  check_cursor(desk.tutor, desk.tutor.app.run()->shown_step(number_of(line, 1), StepLevel::mail));
}

TEST_CASE("cursor: the search, secrets, states, log and goals lead to their steps", "[cursor]") {
  Desk desk("starttls-stripping/20/en");
  desk.act("find");
  desk.act("search", "auth plain");
  check_cursor(desk.tutor, number_of(desk.click("overlay", "hit:"), 1));

  desk.act("go-index", "20");
  desk.act("tab", "5");
  const auto& knowers = desk.tutor.app.screen().secrets.knowers;
  const auto knows = std::find_if(knowers.begin(), knowers.end(),
                                  [](const Knower& knower) { return !knower.secrets.empty(); });
  REQUIRE(knows != knowers.end());
  const std::uint32_t learnt = knows->secrets.front().step;
  desk.click("detail", "secret:");
  check_cursor(desk.tutor, learnt);

  desk.act("go-index", "20");
  desk.act("tab", "6");
  REQUIRE_FALSE(desk.tutor.app.screen().state.trail.empty());
  const std::uint32_t stop = desk.tutor.app.screen().state.trail.front().step;
  desk.click("detail", "stop:0");
  check_cursor(desk.tutor, stop);

  desk.act("go-index", "20");
  const auto& goals = desk.tutor.app.screen().goals.goals;
  const auto goal = std::find_if(goals.begin(), goals.end(),
                                 [](const ShownGoal& each) { return each.step != 0; });
  REQUIRE(goal != goals.end());
  const std::uint32_t at = goal->step;
  const std::string place = "goal:" + goal->id;
  desk.act("fold-knobs");  // the tab had taken their room
  desk.click("knobs", place);
  check_cursor(desk.tutor, at);
}

TEST_CASE("cursor: a host of the Received path leads to the step at which it took the mail",
          "[cursor]") {
  Desk desk("first-message/70/en");
  desk.act("tab", "7");
  const MessageModel message = desk.tutor.app.screen().message;
  REQUIRE(message.hops.size() == 2);
  for (const Hop& hop : message.hops) {
    REQUIRE(hop.step != 0);
    desk.act("go-index", "70");
    desk.act("tab", "7");
    desk.click("detail", "hop:" + std::to_string(hop.index));
    check_cursor(desk.tutor, hop.step);
    CHECK(desk.tutor.app.screen().story.headline.find("queue") != std::string::npos);
  }
  desk.act("go-index", "70");
  desk.act("tab", "7");
  const std::uint32_t place = desk.tutor.app.screen().message.step;
  desk.click("detail", "message-place");
  check_cursor(desk.tutor, place);
}

TEST_CASE("cursor: causes and compared steps lead to their steps", "[cursor]") {
  Desk desk("starttls-stripping/20/en");
  desk.act("last");
  desk.act("why");
  const WhyModel why = desk.tutor.app.screen().why;
  REQUIRE(why.links.size() > 1);
  desk.click("story", "cause:1");
  check_cursor(desk.tutor, why.links[1].step);

  desk.act("knob", "policy=tls");
  desk.act("compare");
  desk.act("compare-view", "0");
  const std::string compared = desk.click("overlay", "compared:");
  check_cursor(desk.tutor, number_of(compared, 2));
  desk.act("compare");
  desk.act("compare-view", "2");
  const std::string outcome = desk.click("overlay", "outcome:");
  check_cursor(desk.tutor,
               static_cast<std::uint32_t>(std::stoul(outcome.substr(outcome.rfind(':') + 1))));
}

}  // namespace mailscope::ui
