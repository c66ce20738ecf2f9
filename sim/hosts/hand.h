// A person at one end of a running connection, in place of the program there: types, then hands back.
//
// A client's lines begin when it is the program's turn to speak; each waits for the reply to the one before,
// and none of these replies reaches the program, which then goes on with what it was about to say. An
// operator's lines stand for the next replies of a server's program, one line for each; what the program has
// decided stays decided. The channel asks the hand about everything that it says and hears:
//
//   lines = hand.instead_of(lines);                 // what is really said
//   if (hand.hears()) hand.hear(octets, heard);     // meant for the person, not for the program
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/names.h"
#include "sim/wire/typist.h"

namespace mailscope::hosts {

class Hand {
 public:
  // `side`: which end it is. An operator's reply may have several lines, parted by "\n".
  Hand(Protocol protocol, Speaker side, std::vector<std::string> lines);

  std::vector<Line> instead_of(std::vector<Line> wanted);
  bool hears() const { return typist_.has_value() && !is_done_; }
  // Returns what is said next; adds the lines that were understood.
  std::vector<Line> hear(std::string_view octets, std::vector<Line>& heard);
  bool is_done() const { return is_done_; }

 private:
  Protocol protocol_;
  Speaker side_;
  std::vector<std::string> lines_;
  std::size_t used_ = 0;  // of an operator's lines
  std::vector<Line> held_;
  std::optional<wire::Typist> typist_;
  bool is_done_ = false;
};

}  // namespace mailscope::hosts
