// Cuts what a client sends into commands: a line, with the literals it announces and what follows them.
//
// Asks for a synchronizing literal with "+ " as soon as it may come (RFC 9051, section 4.3). Bounded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/wire/line.h"
#include "sim/wire/line_reader.h"

namespace mailscope::imap {

struct ReadCommand {
  std::string octets;     // literals as on the wire, without the last CR LF
  std::string fault;      // in words; empty: none
  bool is_fatal = false;  // what follows cannot be told from what belonged to it
};

inline constexpr std::size_t k_literal_minus_octets_max = 4096;  // RFC 7888, section 5

class CommandReader {
 public:
  struct Limits {
    std::size_t line_octets_max;
    std::size_t literal_octets_max;     // of a command as a whole
    std::size_t append_octets_max;      // the same of APPEND
    std::size_t non_synchronizing_max;  // of one literal that does not wait; 0 = none is taken
  };
  explicit CommandReader(Limits limits) : limits_(limits) {}

  void push(std::string_view octets) { reader_.push(octets); }
  // The next whole command. Sets `wants_literal` when the client must be told to go on.
  std::optional<ReadCommand> next(bool& wants_literal);
  // What has been read since the last call, for the transcript: lines and literals as they came.
  std::vector<Line> take_lines() { return std::exchange(lines_, {}); }
  bool is_between() const { return command_.octets.empty() && literal_left_ == 0; }
  std::size_t octets_held() const { return reader_.octets_held(); }
  void clear() { reader_.clear(); }
  // One line as it is, for what is no command: SASL answers, DONE.
  std::optional<wire::ReadLine> take_line(std::size_t octets_max) {
    return reader_.take_line(octets_max);
  }

 private:
  ReadCommand finish();

  Limits limits_;
  wire::LineReader reader_;
  ReadCommand command_;
  std::vector<Line> lines_;
  std::string literal_;
  std::size_t literal_left_ = 0;
  bool is_in_literal_ = false;
};

}  // namespace mailscope::imap
