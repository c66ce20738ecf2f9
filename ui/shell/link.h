// What stands behind the address's #, as a value: pure parsing and printing.
//
//   first-message/12/ru?recipient=typo,door=465&do=drop:alice.14;set:mx.relay@1250000=closed
//
// The step is the number that people count, of mail steps. An older form with the knobs after a third "/" is
// still read. What cannot be read is left out and said in `faults`; nothing is ever refused as a whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/shell/lesson_source.h"

namespace mailscope::ui {

enum class LinkFault { step, change };

struct Link {
  std::string lesson, language;
  std::optional<std::uint32_t> step;
  Changes changes;
  std::vector<LinkFault> faults;
};

Link parse_link(std::string_view text);
std::string to_text(const Link& link);

}  // namespace mailscope::ui
