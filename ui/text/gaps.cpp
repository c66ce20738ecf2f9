// The matching of a text against a sentence with gaps.
#include "ui/text/gaps.h"

namespace mailscope::ui {

std::optional<Fields> gaps_of(std::string_view sentence, std::string_view text) {
  Fields gaps;
  while (true) {
    const auto open = sentence.find('{');
    if (text.substr(0, open) != sentence.substr(0, open)) return std::nullopt;
    if (open == std::string_view::npos) {
      if (text.size() != sentence.size()) return std::nullopt;
      return gaps;
    }
    const auto close = sentence.find('}', open);
    const std::string_view name = sentence.substr(open + 1, close - open - 1);
    const bool is_quoted = open > 0 && sentence[open - 1] == '"';
    text.remove_prefix(open), sentence.remove_prefix(close + 1);
    const std::string_view next = sentence.substr(0, sentence.find('{'));
    const bool is_last = next.size() == sentence.size();
    // The last gap reaches to the sentence's end; another one to the next words of the sentence.
    const auto end = !is_last                    ? text.find(next)
                     : text.size() < next.size() ? std::string_view::npos
                                                 : text.size() - next.size();
    if (end == std::string_view::npos || (end == 0 && !is_quoted)) return std::nullopt;
    gaps.push_back({name, std::string(text.substr(0, end))});
    text.remove_prefix(end);
  }
}

}  // namespace mailscope::ui
