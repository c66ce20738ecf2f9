#include "sim/imap/sequence_set.h"

#include <algorithm>

#include "sim/base/text.h"

namespace mailscope::imap {

namespace {

std::optional<std::uint32_t> parse_end(std::string_view text) {
  if (text == "*") return k_star;
  const auto number = parse_number(text);
  if (!number || *number == 0 || *number > UINT32_MAX || text.front() == '0') return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

}  // namespace

bool SequenceSet::contains(std::uint32_t number, std::uint32_t largest) const {
  return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
    const std::uint32_t a = range.first == k_star ? largest : range.first;
    const std::uint32_t b = range.last == k_star ? largest : range.last;
    return number >= std::min(a, b) && number <= std::max(a, b);
  });
}

std::uint32_t SequenceSet::highest(std::uint32_t largest) const {
  std::uint32_t highest = 0;
  for (const Range& range : ranges)
    for (const std::uint32_t end : {range.first, range.last})
      highest = std::max(highest, end == k_star ? largest : end);
  return highest;
}

std::optional<SequenceSet> parse_sequence_set(std::string_view text) {
  SequenceSet set;
  if (text == "$") {
    set.is_saved_result = true;
    return set;
  }
  if (text.empty()) return std::nullopt;
  for (const std::string_view part : split(text, ',')) {
    const Cut ends = cut(part, ':');
    const auto first = ends.head.empty() ? std::nullopt : parse_end(ends.head);
    const auto last = !ends.found ? first : ends.tail.empty() ? std::nullopt : parse_end(ends.tail);
    if (!first || !last) return std::nullopt;
    set.ranges.push_back({*first, *last});
  }
  return set;
}

std::string sequence_text(const std::vector<std::uint32_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += std::to_string(numbers[i]);
    if (last > i) text += ':' + std::to_string(numbers[last]);
    i = last + 1;
  }
  return text;
}

}  // namespace mailscope::imap
