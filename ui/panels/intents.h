// What the user asked for by clicking or touching: the same words that keys and the page's mirror use.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailscope::ui {

struct Intent {
  std::string action;    // id of the registry: "go", "play", "knob", ...
  std::string argument;  // "14", "policy=required", ...
  friend bool operator==(const Intent&, const Intent&) = default;
};

// Where text can be typed: the page lays a real input there. What is typed comes as `action` with the
// whole text; Enter comes as `action` + "-done", with it, too.
struct TextPlace {
  std::string action, value = {}, hint = {};
  float x = 0, y = 0, w = 0, h = 0;  // logical pixels
  bool is_mono = false, wants_focus = false;
  friend bool operator==(const TextPlace&, const TextPlace&) = default;
};

class Intents {
 public:
  void add(std::string_view action, std::string_view argument = {}) {
    list_.push_back({std::string(action), std::string(argument)});
  }
  std::vector<Intent> take() { return std::exchange(list_, {}); }
  void place(TextPlace text) { places_.push_back(std::move(text)); }
  const std::vector<TextPlace>& text_places() const { return places_; }

 private:
  std::vector<Intent> list_;
  std::vector<TextPlace> places_;
};

}  // namespace mailscope::ui
