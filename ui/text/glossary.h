// Words of the trade that explain themselves where they stand in a text.
//
//   mark_terms(words, "It waits in the queue.")   // "It waits in the [[queue|queue]]."
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/text/words.h"

namespace mailscope::ui {

struct Term {
  std::string id, title, meaning;
  friend bool operator==(const Term&, const Term&) = default;
};

// Empty id: there is no such term.
Term term_of(const Words& words, std::string_view id);

// The first place of every term in the text is marked; `code` and what is marked already stay as they are.
// Russian words are found by their stems. `known`: terms marked before, which stay unmarked; grows.
std::string mark_terms(const Words& words, std::string_view text, std::vector<std::string>& known);

}  // namespace mailscope::ui
