// A key's name as browsers have it (KeyboardEvent.code), from the name that SDL gives the same physical key.
#pragma once

#include <string>
#include <string_view>

namespace mailscope::ui {

// "Right" -> "ArrowRight", "L" -> "KeyL", "1" -> "Digit1", "/" -> "Slash"; a name that needs no change stays.
std::string code_of_scancode_name(std::string_view name);

}  // namespace mailscope::ui
