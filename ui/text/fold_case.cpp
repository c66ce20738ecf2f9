// Two octets at a time where UTF-8 has a Cyrillic letter.
#include "ui/text/fold_case.h"

namespace mailscope::ui {

std::string fold_case(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool has_next = i + 1 < text.size();
    const auto d = has_next ? static_cast<unsigned char>(text[i + 1]) : 0u;
    if (c >= 'A' && c <= 'Z') {
      folded += static_cast<char>(c + 32);
    } else if (c == 0xD0 && d >= 0x90 && d <= 0x9F) {  // А … П
      folded += '\xD0';
      folded += static_cast<char>(d + 0x20);
      ++i;
    } else if (c == 0xD0 && d >= 0xA0 && d <= 0xAF) {  // Р … Я
      folded += '\xD1';
      folded += static_cast<char>(d - 0x20);
      ++i;
    } else if ((c == 0xD0 && d == 0x81) || (c == 0xD1 && d == 0x91)) {  // Ё and ё are found as е
      folded += "\xD0\xB5";
      ++i;
    } else {
      folded += text[i];
    }
  }
  return folded;
}

}  // namespace mailscope::ui
