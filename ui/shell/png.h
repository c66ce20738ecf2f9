// A picture as a PNG file (ISO/IEC 15948), without compression: what a screenshot needs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mailscope::ui {

struct Picture {
  std::uint32_t width = 0, height = 0;
  std::vector<std::uint8_t> rgb;  // rows from the top, 3 octets a pixel
};

std::string png_of(const Picture& picture);

}  // namespace mailscope::ui
