// A lesson file's text to a Scenario, or to everything that is wrong with it.
//
//   auto loaded = load_scenario(text);
//   if (!loaded) for (const Fault& fault : loaded.error()) print(to_text(fault));
//
// Never throws, never crashes, and never gives half a lesson: whatever the text, the answer comes in
// time proportional to its (bounded) length times the combinations of knobs (bounded, too).
#pragma once

#include <string_view>

#include "sim/base/result.h"
#include "sim/scenario/scenario.h"

namespace mailscope::scenario {

Result<Scenario, Faults> load_scenario(std::string_view text);

// scenarios/index.json: the chapters in order, with their lessons.
struct Chapter {
  std::string id;
  BothTexts title;
  std::vector<std::string> lessons;
  std::vector<TextPlace> lesson_places;  // in the index, one for each of them
  TextPlace place;
};
struct Catalogue {
  std::vector<Chapter> chapters;
};
Result<Catalogue, Faults> load_catalogue(std::string_view text);

}  // namespace mailscope::scenario
