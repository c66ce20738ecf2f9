// Text without its capitals, for searching: ASCII and Cyrillic; everything else stays.
#pragma once

#include <string>
#include <string_view>

namespace mailscope::ui {

std::string fold_case(std::string_view text);

}  // namespace mailscope::ui
