// Typing for a client by the typist; replies for a server one by one.
#include "sim/hosts/hand.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/hosts/typing.h"

namespace mailscope::hosts {

Hand::Hand(Protocol protocol, Speaker side, std::vector<std::string> lines)
    : protocol_(protocol), side_(side), lines_(std::move(lines)), is_done_(lines_.empty()) {}

std::vector<Line> Hand::instead_of(std::vector<Line> wanted) {
  if (is_done_ || wanted.empty()) return wanted;
  if (side_ == Speaker::server) {
    std::vector<Line> said;
    for (const std::string_view line : split(lines_[used_], '\n')) {
      said.push_back({wanted.front().kind, std::string(line) + "\r\n", Framing::none});
    }
    is_done_ = ++used_ == lines_.size();
    return said;
  }
  // In the middle of a mail it is nobody's turn: what was typed would be part of the mail.
  if (!typist_ && wanted.front().kind == LineKind::content) return wanted;
  held_.insert(held_.end(), std::make_move_iterator(wanted.begin()),
               std::make_move_iterator(wanted.end()));
  if (typist_) return {};
  std::vector<wire::Keystroke> keystrokes = keystrokes_for(protocol_, lines_);
  // The program's TLS is not the person's to begin.
  for (wire::Keystroke& stroke : keystrokes) stroke.starts_tls = false;
  typist_.emplace(std::move(keystrokes), reply_rule_of(protocol_));
  typist_->start(wire::Typist::Greeting::none);
  return typist_->take_output();
}

std::vector<Line> Hand::hear(std::string_view octets, std::vector<Line>& heard) {
  typist_->receive(octets);
  while (const auto event = typist_->next()) {
    if (const auto* line = std::get_if<Heard>(&*event)) heard.push_back(line->line);
    if (std::holds_alternative<wire::TypistFinished>(*event)) is_done_ = true;
  }
  std::vector<Line> said = typist_->take_output();
  if (is_done_) {
    said.insert(said.end(), std::make_move_iterator(held_.begin()),
                std::make_move_iterator(held_.end()));
    held_.clear();
  }
  return said;
}

}  // namespace mailscope::hosts
