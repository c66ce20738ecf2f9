// The map of every lesson, at every step, as a phone and as a projector would have to draw it.
#include "tests/ui/shell/paper.h"
#include "tests/ui/shell/tutor.h"
#include "ui/panels/map_ways.h"
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
                              {"1280x800", 700, 290, false},
                              {"1920x1080", 1060, 400, false}};

Rect face_at(Point at) { return {at.x - k_letter, at.y - k_letter, 2 * k_letter, 2 * k_letter}; }

}  // namespace

TEST_CASE("map: no letter rests on the words of a host, in any lesson and at any step", "[map]") {
  ScenarioSource source;
  REQUIRE(source.give("index.json", test::text_of("scenarios/index.json")).empty());
  Paper paper;
  paper.begin({1920, 1080});
  int rested = 0;
  for (const std::string& path : source.wanted()) {
    REQUIRE(source.give(path, test::text_of("scenarios/" + path)).empty());
    const std::string id = path.substr(path.find('/') + 1, path.size() - path.find('/') - 6);
    const auto run = source.run(id, Changes{});
    REQUIRE(run);
    for (const char* language : {"en", "ru"}) {
      const Words words = words_in(language);
      for (const std::uint32_t step : (*run)->shown(StepLevel::mail)) {
        const MapModel map = map_at((*run)->look(step, StepLevel::mail, words));
        if (!map.packet) continue;
        for (const Place& place : k_places) {
          INFO(id << ", step " << step << ", " << language << ", " << place.what);
          const MapPlaces places(map, {0, 0, place.width, place.height}, place.is_narrow,
                                 paper.canvas());
          const MapWays ways(places);
          const Flight flight = ways.flight(*map.packet);
          if (ways.covers_words(face_at(flight.at(1)))) CHECK_FALSE("it covers words");
          ++rested;
        }
      }
    }
  }
  CHECK(rested > 4000);
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
