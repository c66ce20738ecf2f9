// A table of the names that differ.
#include "ui/shell/key_codes.h"

namespace mailscope::ui {

std::string code_of_scancode_name(std::string_view name) {
  struct Pair {
    std::string_view scancode, code;
  };
  static constexpr Pair k_pairs[] = {{"Right", "ArrowRight"},
                                     {"Left", "ArrowLeft"},
                                     {"Up", "ArrowUp"},
                                     {"Down", "ArrowDown"},
                                     {"[", "BracketLeft"},
                                     {"]", "BracketRight"},
                                     {".", "Period"},
                                     {",", "Comma"},
                                     {"/", "Slash"},
                                     {"`", "Backquote"},
                                     {"-", "Minus"},
                                     {"=", "Equal"},
                                     {"Keypad +", "NumpadAdd"},
                                     {"Keypad -", "NumpadSubtract"},
                                     {"Return", "Enter"},
                                     {"Backspace", "Backspace"}};
  for (const Pair& pair : k_pairs) {
    if (pair.scancode == name) return std::string(pair.code);
  }
  if (name == "PageUp" || name == "PageDown") return std::string(name);
  if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z') return "Key" + std::string(name);
  if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') return "Digit" + std::string(name);
  return std::string(name);
}

}  // namespace mailscope::ui
