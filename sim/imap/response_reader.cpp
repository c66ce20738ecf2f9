// Lines, literals, and the responses they make.
#include "sim/imap/response_reader.h"

#include <utility>

#include "sim/imap/scanner.h"

namespace mailscope::imap {

std::optional<Response> ResponseReader::next() {
  for (;;) {
    if (is_in_literal_) {
      const std::string piece = reader_.take(literal_left_);
      literal_left_ -= piece.size();
      literal_ += piece;
      if (literal_left_ > 0) return std::nullopt;
      is_in_literal_ = false;
      response_.octets += literal_;
      response_.lines.push_back({LineKind::content, std::exchange(literal_, {})});
    }
    auto line = reader_.take_line(line_octets_max_);
    if (!line) return std::nullopt;
    const std::string text(line->text());
    const bool is_continuation = response_.octets.empty() && text.rfind("+", 0) == 0;
    response_.lines.push_back(
        {is_continuation ? LineKind::continuation : LineKind::reply, line->octets});
    response_.octets += text;
    if (line->fault == wire::LineFault::too_long) {
      response_.fault = "the server sent a line that is too long";
      return std::exchange(response_, {});
    }
    const auto announced = announced_literal(text);
    if (!announced || is_continuation) return std::exchange(response_, {});
    if (announced->octets > literal_octets_max_) {
      response_.fault = "the server sent a literal that is too large";
      return std::exchange(response_, {});
    }
    response_.octets += "\r\n";
    literal_left_ = static_cast<std::size_t>(announced->octets);
    is_in_literal_ = true;
  }
}

}  // namespace mailscope::imap
