// The one registry of what a user can do: keys, toolbar, help and the page's mirror all name these.
//
// Keys are physical ("KeyL" is where L is on an English keyboard), so they work on any layout.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mailscope::ui {

struct KeyStroke {
  std::string_view code;  // KeyboardEvent.code: "Space", "ArrowRight", "KeyL"
  bool with_shift = false;
  friend bool operator==(const KeyStroke&, const KeyStroke&) = default;
};

struct ActionInfo {
  std::string_view id;
  std::string_view title;     // English; translated where it is shown; empty: not in the help
  KeyStroke keys[2];          // empty codes: none
  std::string_view argument;  // what a key passes
};

std::span<const ActionInfo> actions();
// The action of a key stroke; null when it has none.
const ActionInfo* action_of(std::string_view code, bool with_shift);
// "Shift →", "Space", "L"
std::string keys_text(const ActionInfo& action);

}  // namespace mailscope::ui
