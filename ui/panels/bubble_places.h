// Where bubbles stand on the map: on nobody's words as long as there is a free place, near what they speak of.
//
//   BubblePlaces free(ways, frame);
//   free.keep(letter);                                      // nothing lies on it
//   const Rect r = free.put(letter.center(), 220, 34);      // and the next bubble keeps off this one
//
// Pure geometry of one frame: no drawing, no decisions about what is said.
#pragma once

#include <vector>

#include "ui/panels/map_ways.h"

namespace mailscope::ui {

class BubblePlaces {
 public:
  // Within `frame`: what is seen of the map.
  BubblePlaces(const MapWays& ways, Rect frame);

  void keep(Rect taken) { taken_.push_back(taken); }
  // For a bubble that speaks of what stands at that point.
  Rect put(Point at, float wide, float high);
  // The corner of the frame where this covers least; of equals the upper right one.
  Rect corner(float wide, float high) const;

 private:
  struct Thing {
    Rect r;
    float dear = 0;  // what a pixel of it costs
    bool is_words = false;
  };

  float cost(Rect bubble) const;
  bool crosses_words(Point from, Point to) const;

  Rect frame_;
  std::vector<Thing> things_;
  std::vector<Rect> taken_;
};

}  // namespace mailscope::ui
