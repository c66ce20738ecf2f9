// What is said on the map: the letter's line, what a listener reads of it, what a screen shows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/panels/bubble_places.h"
#include "ui/panels/screen.h"

namespace mailscope::ui {

// A map that is not as wide and high has no room for bubbles between its words: strips below it say the same.
inline constexpr Point k_bubbles_least{520, 240};

struct Bubble {
  Rect r;            // while the letter rests
  std::string text;  // as much of it as there is room for
  Point of;          // what its tail points at,
  float gap = 0;     // and how far before that it ends
};

struct ScreenBubble {
  HostId host{};
  Bubble bubble;
};

struct MapBubbles {  // of one step
  std::optional<Bubble> words, seen;
  std::vector<ScreenBubble> screens;
};

// Each where it covers least within `frame`.
MapBubbles bubbles_of(const Canvas& canvas, const MapWays& ways, Rect frame, const Flight& flight);
// For a letter that has come so far. The listener's waits until it has seen it.
void draw_map_bubbles(const Drawing& drawing, const MapBubbles& bubbles, const Flight& flight,
                      float progress, Rect frame);
// The same below the map, where it is narrow.
void draw_map_strips(const Drawing& drawing, Rect area);
void draw_screen_strip(const Drawing& drawing, Rect area);

}  // namespace mailscope::ui
