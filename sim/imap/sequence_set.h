// Sets of message numbers: "1:4,7,10:*" (RFC 9051, section 9, sequence-set).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailscope::imap {

inline constexpr std::uint32_t k_star = 0;  // "*": the largest number in use

struct SequenceSet {
  struct Range {
    std::uint32_t first = 0, last = 0;  // in any order, either may be k_star
    friend bool operator==(const Range&, const Range&) = default;
  };
  std::vector<Range> ranges;
  bool is_saved_result = false;  // "$": the result of the last SEARCH that was saved (RFC 5182)

  // `largest` stands for "*".
  bool contains(std::uint32_t number, std::uint32_t largest) const;
  // The largest number that is named, with "*" as `largest`.
  std::uint32_t highest(std::uint32_t largest) const;

  friend bool operator==(const SequenceSet&, const SequenceSet&) = default;
};

// None for anything that is not such a set: empty, zeros, numbers above 32 bits.
std::optional<SequenceSet> parse_sequence_set(std::string_view text);

// "1:3,5": the shortest text for numbers in rising order; in any other order each run that rises by one.
std::string sequence_text(const std::vector<std::uint32_t>& numbers);

}  // namespace mailscope::imap
