// Their shares do not depend on what a step has to say, so that nothing jumps while one goes on; a question, or the
// reasons, take from the detail what they need.
#include "ui/panels/side.h"

#include <algorithm>

namespace mailscope::ui {
namespace {

constexpr float k_gap = 12;
constexpr float k_knobs_least = 116;  // while a question wants the room
constexpr float k_detail_least = 150;
// What a conversation needs to be followed: some lines of it below the tabs, in a low window, too.
constexpr float k_detail_share = 0.36f, k_detail_enough = 300;
constexpr float k_story_most = 420;
constexpr float k_tabs_left = 50;  // of the detail, while a list is open above it

}  // namespace

SidePlaces side_places(const Drawing& d, Rect side) {
  SidePlaces places;
  const ViewState& views = d.screen.views;
  if (views.is_detail_large) {
    places.story = side.take_top(std::min(story_height(d, side.w), side.h * 0.26f));
    side.take_top(k_gap);
    places.detail = side;
    return places;
  }
  // What is left over from an earlier step waits below the story.
  const bool is_asking = d.screen.question.is_asked && d.screen.question.is_here;
  const float wanted = is_asking || views.shows_why ? story_height(d, side.w) : 0;
  const float detail = std::clamp(side.h * k_detail_share, k_detail_least, k_detail_enough);
  float knobs = 0;
  if (has_what_if(d.screen)) {
    // A form is the place where such a lesson is played: it must be seen as one.
    const bool is_form = has_form(d.screen);
    const float most = (side.h - detail - 2 * k_gap) * (is_form ? 0.62f : 0.46f);
    const auto height = [&](KnobLook look) {
      return knobs_height(d, side.w, look) - open_list_height(d, look);
    };
    knobs = height(KnobLook::buttons);
    if (knobs > most) {
      places.look = KnobLook::rows;
      knobs = std::min(most, height(KnobLook::rows));
    }
    // Knobs are how a repair is answered; of any other question they can wait.
    if (is_asking && !is_form && d.screen.question.kind != QuestionKind::repair) {
      const float left = side.h - wanted - k_detail_least - 2 * k_gap;
      knobs = std::min(knobs, std::max(left, k_knobs_least));
    }
  }
  const float room = side.h - (knobs > 0 ? knobs + k_gap : 0) - k_gap;
  // Who folds the knobs wants room for the detail.
  float story = views.are_knobs_folded ? std::min(room * 0.42f, k_story_most * 0.8f)
                                       : std::min({room * 0.54f, room - detail, k_story_most});
  if (wanted > 0) story = std::max(story, std::min(wanted, room - k_detail_least));
  places.story = side.take_top(story);
  side.take_top(k_gap);
  if (knobs > 0) {
    // An open list lies over the conversation until something is chosen: story and knobs stay where they are.
    const float list = open_list_height(d, places.look);
    if (list > 0) {
      const float most = std::max(knobs, side.h - k_gap - k_tabs_left);
      knobs = std::min(std::max(knobs, knobs_height(d, side.w, places.look)), most);
    }
    places.knobs = side.take_top(knobs);
    side.take_top(k_gap);
  }
  places.detail = side;
  return places;
}

void draw_side(const Drawing& d, Rect side) {
  const SidePlaces places = side_places(d, side);
  draw_story(d, in(d, "story", places.story), false);
  if (!places.knobs.is_empty()) draw_knobs(d, in(d, "knobs", places.knobs), places.look);
  draw_detail(d, in(d, "detail", places.detail));
}

}  // namespace mailscope::ui
