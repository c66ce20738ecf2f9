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

class Intents {
 public:
  void add(std::string_view action, std::string_view argument = {}) {
    list_.push_back({std::string(action), std::string(argument)});
  }
  std::vector<Intent> take() { return std::exchange(list_, {}); }

 private:
  std::vector<Intent> list_;
};

}  // namespace mailscope::ui
