// The right side of a wide window: story, what if, detail, one below the other.
#pragma once

#include "ui/panels/column.h"
#include "ui/panels/screen.h"

namespace mailscope::ui {

struct SidePlaces {
  Rect story, knobs, detail;  // empty: it is not there
  KnobLook look = KnobLook::buttons;
};

SidePlaces side_places(const Drawing& drawing, Rect side);
void draw_side(const Drawing& drawing, Rect side);

}  // namespace mailscope::ui
