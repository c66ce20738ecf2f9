// What is wrong with a file that somebody wrote, where, and what would mend it.
//
//   for (const Fault& fault : faults) print("lesson.json:" + to_text(fault));
//   // lesson.json:12:7: a host has no key "adress"; write "address"
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mailscope::scenario {

// A place in a text: both from 1; the column counts characters (code points), not octets.
struct TextPlace {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend bool operator==(const TextPlace&, const TextPlace&) = default;
  friend bool operator<(const TextPlace& a, const TextPlace& b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
  }
};

enum class FaultKind {
  text,     // not JSON at all, or past a limit of the reader
  shape,    // not what scenarios/schema.json describes
  meaning,  // the shape is right, but it cannot be so: an unknown host, a loop of aliases
};

struct Fault {
  FaultKind kind = FaultKind::meaning;
  TextPlace place;
  std::string what;
  std::string mend;

  friend bool operator==(const Fault&, const Fault&) = default;
};
using Faults = std::vector<Fault>;

// "12:7: a host has no key \"adress\"; write \"address\""
std::string to_text(const Fault& fault);

// More than this many nobody reads.
inline constexpr std::size_t k_faults_max = 100;

// In order of place, each said once, the first `k_faults_max` of them.
void put_in_order(Faults& faults);

// The word of `known` that was probably meant, or nothing: at most a third of its letters differ.
std::string nearest(const std::string& word, const std::vector<std::string>& known);

// "a, b or c", each in quotes; long lists are cut short.
std::string listed(const std::vector<std::string>& words);

}  // namespace mailscope::scenario
