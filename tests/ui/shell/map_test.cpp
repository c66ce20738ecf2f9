// The map of every lesson, at every step, as a phone and as a projector would have to draw it.
#include <algorithm>

#include "tests/ui/shell/paper.h"
#include "tests/ui/shell/tutor.h"
#include "ui/panels/map_bubbles.h"
#include "ui/text/words.h"

namespace mailscope::ui {
namespace {

using test::Paper;

struct Place {
  const char* what;
  float width, height;  // that the map has there
  bool is_narrow;
};
// What is left to the map in a window of that size.
constexpr Place k_places[] = {{"360x640", 336, 150, true},
                              {"390x844", 366, 257, true},
                              {"960x690", k_bubbles_least.x, k_bubbles_least.y, false},
                              {"1280x800", 693, 296, false},
                              {"1920x1080", 1060, 400, false}};

Rect face_at(Point at) { return {at.x - k_letter, at.y - k_letter, 2 * k_letter, 2 * k_letter}; }

// Each lesson as it is written, at each of its mail steps, in both languages, wherever something is shown.
template <class Check>
void for_each_map(const Check& check) {
  ScenarioSource source;
  REQUIRE(source.give("index.json", test::text_of("scenarios/index.json")).empty());
  for (const std::string& path : source.wanted()) {
    REQUIRE(source.give(path, test::text_of("scenarios/" + path)).empty());
    const std::string id = path.substr(path.find('/') + 1, path.size() - path.find('/') - 6);
    const auto run = source.run(id, Changes{});
    REQUIRE(run);
    for (const char* language : {"en", "ru"}) {
      const Words words = words_in(language);
      for (const std::uint32_t step : (*run)->shown(StepLevel::mail)) {
        const MapModel map = map_at((*run)->look(step, StepLevel::mail, words));
        INFO(id << ", step " << step << ", " << language);
        check(map);
      }
    }
  }
}

std::vector<Rect> places_of(const MapBubbles& bubbles) {
  std::vector<Rect> all;
  if (bubbles.words) all.push_back(bubbles.words->r);
  if (bubbles.seen) all.push_back(bubbles.seen->r);
  for (const ScreenBubble& screen : bubbles.screens) all.push_back(screen.bubble.r);
  return all;
}

// Some place of that size within the map has neither words nor another bubble on it, nor the letter.
bool has_free_place(const MapWays& ways, Rect map, Rect bubble, const std::vector<Rect>& taken) {
  for (float y = map.y; y + bubble.h <= map.bottom(); y += 3) {
    for (float x = map.x + 6; x + bubble.w <= map.right() - 6; x += 3) {
      const Rect r{x, y, bubble.w, bubble.h};
      if (!ways.covers_words(r.inset(-3)) &&
          std::none_of(taken.begin(), taken.end(),
                       [&](Rect other) { return overlap(r.inset(-4), other) > 0; }))
        return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("map: no letter rests on the words of a host, in any lesson and at any step", "[map]") {
  Paper paper;
  paper.begin({1920, 1080});
  int rested = 0;
  for_each_map([&](const MapModel& map) {
    if (!map.packet) return;
    for (const Place& place : k_places) {
      INFO(place.what);
      const MapPlaces places(map, {0, 0, place.width, place.height}, place.is_narrow,
                             paper.canvas());
      const MapWays ways(places);
      const Flight flight = ways.flight(*map.packet);
      if (ways.covers_words(face_at(flight.at(1)))) CHECK_FALSE("it covers words");
      ++rested;
    }
  });
  CHECK(rested > 4000);
  paper.end();
}

TEST_CASE("map: a bubble hides neither a host's words, the letter nor another bubble", "[map]") {
  Paper paper;
  paper.begin({1920, 1080});
  int shown = 0, crowded = 0;
  for_each_map([&](const MapModel& map) {
    for (const Place& place : k_places) {
      if (place.is_narrow) continue;  // strips below the map say it there
      INFO(place.what);
      const Rect area{12, 6, place.width, place.height};
      const MapPlaces places(map, area, false, paper.canvas());
      const MapWays ways(places);
      const Flight flight = map.packet ? ways.flight(*map.packet) : Flight{};
      const std::vector<Rect> all = places_of(bubbles_of(paper.canvas(), ways, area, flight));
      for (const Rect& bubble : all) {
        ++shown;
        CHECK((bubble.x >= area.x && bubble.right() <= area.right()));
        CHECK((bubble.y >= area.y - 6 && bubble.bottom() <= area.bottom() + 6));
        std::vector<Rect> taken;
        if (map.packet) taken.push_back(face_at(flight.at(1)));
        for (const Rect& other : all) {
          if (!(other == bubble)) taken.push_back(other);
        }
        const bool is_free = !ways.covers_words(bubble) &&
                             std::none_of(taken.begin(), taken.end(),
                                          [&](Rect r) { return overlap(r, bubble) > 0; });
        if (is_free) continue;
        ++crowded;
        if (has_free_place(ways, area, bubble, taken)) CHECK_FALSE("there is a free place");
      }
    }
  });
  CHECK(shown > 2000);
  CHECK(crowded < shown / 200);
  paper.end();
}

TEST_CASE("map: a box stands on every wire of its victim", "[map]") {
  Paper paper;
  paper.begin({1280, 800});
  test::Tutor tutor("stripping-between-servers/20/en");
  const MapModel& map = tutor.app.screen().map;
  const MapPlaces places(map, {0, 0, 700, 290}, false, paper.canvas());
  const MapWays ways(places);
  int holding = 0, tapped = 0;
  for (const MapWire& wire : map.wires) {
    const HostId box = wire.box;
    const bool is_victims =
        map.hosts[wire.a.value - 1].name == "mail" || map.hosts[wire.b.value - 1].name == "mail";
    CHECK(is_victims == !box.is_none());
    if (!is_victims) continue;
    const Way way = ways.way(wire.a, wire.b);
    CHECK((wire.holds_box || way.is_bent || way.tap));
    holding += wire.holds_box ? 1 : 0;
    tapped += way.tap ? 1 : 0;
    // Between the servers is where it has something to read, not at the door of implicit TLS.
    if (wire.holds_box) CHECK(map.hosts[wire.b.value - 1].name == "mx");
  }
  CHECK(holding == 1);
  CHECK(tapped == 2);  // the clerk's wire, and the way to the resolver
  paper.end();
}

}  // namespace mailscope::ui
