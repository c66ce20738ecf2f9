// Cuts what a peer sends into lines, without ever holding more than it was told to.
//
// A line ends at CR LF. One that ends at a lone LF, or holds a lone CR or a NUL, or is too long, is
// handed out as well, with its fault: the session refuses it and goes on with the next line, so a
// sloppy peer gets an answer at once and a smuggler gets nothing run (RFC 5321, sections 2.3.8 and
// 4.1.1.4). Whether a lone LF may pass is the session's decision.
//
//   reader.push(octets);
//   while (auto line = reader.take_line(512)) ...
//   const std::string literal = reader.take(count);     // counted octets between lines
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailscope::wire {

enum class LineFault {
  none,
  too_long,  // longer than allowed, CR LF included; `octets` is its beginning, the rest is dropped
  nul,       // holds an octet 0
  bare_cr,   // holds a CR that no LF follows
  bare_lf,   // ends in LF without CR
};

std::string_view name_of(LineFault fault);

struct ReadLine {
  std::string octets;                 // with its line end, as it came
  LineFault fault = LineFault::none;  // the worst one, in the order of the enumeration

  // Without the line end.
  std::string_view text() const&;
  std::string_view text() && = delete;  // a view of what is gone
  friend bool operator==(const ReadLine&, const ReadLine&) = default;
};

class LineReader {
 public:
  void push(std::string_view octets);
  // The next line, if a whole one is there. `octets_max` counts the line end.
  std::optional<ReadLine> take_line(std::size_t octets_max);
  // Up to `count` octets, whatever they are.
  std::string take(std::size_t count);
  // Everything that waits, to be read in place; `drop` says how much of it was used.
  std::string_view waiting() const;
  void drop(std::size_t count);
  void clear();
  std::size_t octets_held() const { return waiting().size(); }

 private:
  std::string held_;
  std::size_t start_ = 0;    // octets before this are used
  std::size_t scanned_ = 0;  // octets before this hold no LF
  std::string too_long_;     // the beginning of a line that is being dropped
  bool is_dropping_ = false;
};

}  // namespace mailscope::wire
