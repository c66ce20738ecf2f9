// Where something stands in a mail's octets, and what is wrong there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailscope::mime {

// A run of octets of the original mail: counted from its first octet.
struct Span {
  std::size_t offset = 0, length = 0;

  constexpr std::size_t end() const { return offset + length; }
  std::string_view of(std::string_view octets) const { return octets.substr(offset, length); }

  friend bool operator==(const Span&, const Span&) = default;
};

// A reader that can go on despite a mistake notes it and goes on.
struct Fault {
  Span at;
  std::string what;  // "this header line has no colon"
  std::string rule;  // "RFC 5322, section 2.2"

  friend bool operator==(const Fault&, const Fault&) = default;
};
using Faults = std::vector<Fault>;

}  // namespace mailscope::mime
