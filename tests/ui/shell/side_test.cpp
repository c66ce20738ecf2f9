// How story, knobs and detail share the height of a desk's right side, in every lesson.
#include "ui/panels/side.h"

#include <algorithm>
#include <string>
#include <utility>

#include "tests/ui/shell/paper.h"
#include "tests/ui/shell/tutor.h"

namespace mailscope::ui {

TEST_CASE(
    "side: a low window keeps a conversation of some lines beside story and knobs, however many "
    "those are",
    "[side]") {
  ScenarioSource source;
  App app(source);
  REQUIRE(source.give("index.json", test::text_of("scenarios/index.json")).empty());
  test::Paper paper;
  paper.begin({1280, 800});
  std::size_t with_knobs = 0, with_rows = 0;
  for (const std::string& path : source.wanted()) {
    REQUIRE(source.give(path, test::text_of("scenarios/" + path)).empty());
    const std::string id = path.substr(path.find('/') + 1, path.size() - path.find('/') - 6);
    for (const char* language : {"en", "ru"}) {
      INFO(id << ", " << language);
      REQUIRE(app.open_link(id + "/4/" + language).empty());
      Intents intents;
      const Drawing drawing{paper.canvas(), app.screen(), app.words(), intents, false, false};
      const Rect side{741, 104, 527, 684};
      const SidePlaces places = side_places(drawing, side);
      CHECK(places.detail.bottom() == side.bottom());
      // Tabs, the conversation's title, and five of its lines.
      if (!app.screen().question.is_here) CHECK(places.detail.h >= 240);
      CHECK(places.detail.h >= 149);
      CHECK(places.story.h >= 140);
      if (places.knobs.is_empty()) continue;
      ++with_knobs;
      with_rows += places.look == KnobLook::rows ? 1 : 0;
      CHECK(places.knobs.h >= 80);
      CHECK(places.story.bottom() < places.knobs.y);
      CHECK(places.knobs.bottom() < places.detail.y);
    }
  }
  CHECK(with_knobs > 60);
  CHECK(with_rows > 4);
  paper.end();
}

TEST_CASE(
    "side: a list that opens among the knobs is seen whole, and moves neither story nor knobs",
    "[side]") {
  test::Paper paper;
  paper.begin({1280, 800});
  int with_rows = 0;
  for (const auto& [lesson, knob] :
       {std::pair("first-message/19", "recipient"), std::pair("submission-helps/12", "way"),
        std::pair("three-doors/12", "door")}) {
    for (const char* language : {"en", "ru"}) {
      INFO(lesson << ", " << language);
      test::Tutor tutor(std::string(lesson) + "/" + language);
      Intents intents;
      const Rect side{741, 104, 527, 684};
      const auto places = [&] {
        return side_places(
            {paper.canvas(), tutor.app.screen(), tutor.app.words(), intents, false, false}, side);
      };
      const SidePlaces before = places();
      if (before.look == KnobLook::buttons) continue;
      ++with_rows;
      tutor.app.act("open-field", knob);
      const SidePlaces open = places();
      CHECK(open.story.h == before.story.h);
      CHECK(open.knobs.y == before.knobs.y);
      CHECK(open.knobs.h > before.knobs.h);
      const Drawing drawing{paper.canvas(), tutor.app.screen(), tutor.app.words(), intents, false,
                            false};
      CHECK(open.knobs.h > open_list_height(drawing, open.look) + 31);
      CHECK(open.detail.h >= 49);
      tutor.app.act("open-field", knob);
      CHECK(places().knobs.h == before.knobs.h);
    }
  }
  CHECK(with_rows > 2);
  paper.end();
}

}  // namespace mailscope::ui
