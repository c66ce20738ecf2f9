// The keyboard's hand on the drawn picture: it walks to a place that can be clicked, and clicks it.
//
//   Hand hand{tutor, paper, {1280, 800}};
//   hand.to_region("ladder") && hand.to_place("rung:5");
//   hand.press("Enter");
#pragma once

#include <string>

#include "tests/ui/shell/paper.h"
#include "tests/ui/shell/tutor.h"

namespace mailscope::test {

struct Hand {
  Tutor& tutor;
  Paper& paper;
  ui::Point size;

  void press(std::string_view code, bool with_shift = false) {
    REQUIRE(tutor.app.press(code, with_shift));
    // What is asked for is done with the next frame, and shows in the one after it.
    for (int frame = 0; frame < 3; ++frame) paper.draw(tutor.app, size);
  }
  std::string region() const { return paper.canvas().walked_region(); }
  std::string place() const { return paper.canvas().walked_place(); }
  bool to_region(const std::string& name) {
    for (int i = 0; i < 12 && region() != name; ++i) press("Backquote");
    return region() == name;
  }
  // "rung:5" is that place and not "rung:59"; "rung:" is any of them.
  bool to_place(const std::string& wanted, std::string_view key = "Period") {
    for (int i = 0; i < 400; ++i) {
      if (wanted.back() == ':' ? place().rfind(wanted, 0) == 0 : place() == wanted) return true;
      press(key);
    }
    return false;
  }
};

}  // namespace mailscope::test
