// Lines, literals, and the commands they make.
#include "sim/imap/command_reader.h"

#include <utility>

#include "sim/base/text.h"
#include "sim/imap/scanner.h"

namespace mailscope::imap {

ReadCommand CommandReader::finish() { return std::exchange(command_, {}); }

std::optional<ReadCommand> CommandReader::next(bool& wants_literal) {
  for (;;) {
    if (is_in_literal_) {
      std::string piece = reader_.take(literal_left_);
      literal_left_ -= piece.size();
      literal_ += piece;
      if (literal_left_ > 0) return std::nullopt;
      is_in_literal_ = false;
      command_.octets += literal_;
      lines_.push_back({LineKind::content, std::exchange(literal_, {})});
    }
    auto line = reader_.take_line(limits_.line_octets_max);
    if (!line) return std::nullopt;
    const std::string text(line->text());
    lines_.push_back({LineKind::command, line->octets});
    if (line->fault != wire::LineFault::none) {
      command_.octets += text;
      command_.fault = line->fault == wire::LineFault::too_long
                           ? "the line is too long"
                           : "a command ends in CR LF and holds no other, and no NUL";
      return finish();
    }
    const auto announced = announced_literal(text);
    if (!announced) {
      command_.octets += text;
      return finish();
    }
    const Cut words =
        cut(cut(command_.octets.empty() ? std::string_view(text) : command_.octets, ' ').tail, ' ');
    const bool is_append = equal_ignoring_case(words.head, "APPEND");
    const std::size_t limit = is_append ? limits_.append_octets_max : limits_.literal_octets_max;
    command_.octets += text;
    // All literals of a command together: many small ones are no way around the limit.
    const bool is_too_large =
        announced->octets > limit || command_.octets.size() > limit - announced->octets;
    const bool may_not_come_unasked =
        !announced->is_synchronizing && announced->octets > limits_.non_synchronizing_max;
    if (is_too_large || may_not_come_unasked ||
        (!announced->is_synchronizing && limits_.non_synchronizing_max == 0)) {
      command_.fault = is_too_large ? "the literal is too large"
                       : limits_.non_synchronizing_max == 0
                           ? "non-synchronizing literals are not offered"
                           : "a literal of this size must wait to be asked for";
      command_.is_fatal = !announced->is_synchronizing;
      return finish();
    }
    command_.octets += "\r\n";
    literal_left_ = static_cast<std::size_t>(announced->octets);
    is_in_literal_ = true;
    if (announced->is_synchronizing) {
      wants_literal = true;
      return std::nullopt;
    }
  }
}

}  // namespace mailscope::imap
