// The buttons that enlarge the map, and the keys that do.
#pragma once

#include <functional>

#include "ui/panels/screen.h"

namespace mailscope::ui {

// Where a bar of that size covers least.
using CornerOf = std::function<Rect(float wide, float high)>;

// After the map, which stands in `card`: what is enlarged now stands elsewhere in the next frame.
void draw_map_zoom(const Drawing& drawing, Rect card, Rect map, const CornerOf& corner_of);

}  // namespace mailscope::ui
