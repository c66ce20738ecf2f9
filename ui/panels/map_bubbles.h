// What is said on the map: the letter's line, what a listener reads of it, what a screen shows.
#pragma once

#include "ui/panels/map_ways.h"
#include "ui/panels/screen.h"

namespace mailscope::ui {

// The bubbles of this step over the map, for a letter that has come so far. The listener's waits until it has seen it.
void draw_map_bubbles(const Drawing& drawing, const MapPlaces& places, const Flight& flight,
                      float progress);
// The same below the map, where it is narrow.
void draw_map_strips(const Drawing& drawing, Rect area);
void draw_screen_strip(const Drawing& drawing, Rect area);
void draw_screen_bubbles(const Drawing& drawing, const MapPlaces& places);

}  // namespace mailscope::ui
