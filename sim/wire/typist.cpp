// Typing lines by hand.
#include "sim/wire/typist.h"

#include <utility>

#include "sim/base/check.h"

namespace mailscope::wire {
namespace {

// A server's line may be as long as it likes; this only bounds memory.
constexpr std::size_t k_line_octets_max = 65536;
constexpr std::size_t k_reply_lines_max = 100'000;

}  // namespace

std::vector<Keystroke> keystrokes_of(const std::vector<std::string>& lines) {
  std::vector<Keystroke> keystrokes;
  for (const std::string& line : lines) {
    Keystroke keystroke;
    keystroke.octets = line + "\r\n";
    keystrokes.push_back(std::move(keystroke));
  }
  return keystrokes;
}

Typist::Typist(std::vector<Keystroke> keystrokes, IsReplyWhole is_reply_whole)
    : keystrokes_(std::move(keystrokes)), is_reply_whole_(is_reply_whole) {
  MUST(is_reply_whole_ != nullptr);
}

void Typist::start(Greeting greeting) {
  is_greeting_due_ = greeting == Greeting::awaited;
  go_on();
}

void Typist::receive(std::string_view octets) {
  if (!is_finished_) reader_.push(octets);
}

void Typist::receive_end() { is_peer_closed_ = true; }

std::optional<TypistEvent> Typist::next() {
  while (!outbox_.has_events() && !is_finished_ && !is_waiting_for_tls_) {
    auto line = reader_.take_line(k_line_octets_max);
    if (!line) {
      if (is_peer_closed_) end(TypistFinished::Why::peer_closed);
      break;
    }
    const bool is_greeting = is_greeting_due_;
    lines_.emplace_back(line->text());
    outbox_.tell(Heard{{is_greeting ? LineKind::greeting : LineKind::reply, line->octets}});
    take_reply();
  }
  return outbox_.next();
}

void Typist::take_reply() {
  if (!is_greeting_due_ && due_.empty()) {  // the server speaks unasked
    lines_.clear();
    return;
  }
  const std::string_view sent =
      is_greeting_due_ ? std::string_view{} : std::string_view(keystrokes_[due_.front()].octets);
  if (!is_reply_whole_(sent, lines_) && lines_.size() < k_reply_lines_max) return;

  ReplyHeard heard;
  heard.lines = std::exchange(lines_, {});
  if (is_greeting_due_) {
    is_greeting_due_ = false;
    outbox_.tell(std::move(heard));
    go_on();
    return;
  }
  const std::size_t index = due_.front();
  const Keystroke& keystroke = keystrokes_[index];
  due_.erase(due_.begin());
  heard.keystroke = index;
  // The words that count are in the last line; of a listing, in the first.
  const std::string& first = heard.lines.front();
  const std::string& last = heard.lines.back();
  heard.is_expected = first.compare(0, keystroke.expects.size(), keystroke.expects) == 0 ||
                      last.compare(0, keystroke.expects.size(), keystroke.expects) == 0;
  const bool is_expected = heard.is_expected;
  outbox_.tell(std::move(heard));
  if (!is_expected) {
    end(TypistFinished::Why::unexpected_reply);
  } else if (keystroke.starts_tls) {
    is_waiting_for_tls_ = true;
    reader_.clear();
    outbox_.tell(TypistTls{});
  } else {
    go_on();
  }
}

void Typist::go_on() {
  if (is_finished_ || is_waiting_for_tls_ || is_greeting_due_) return;
  // What waits for its reply holds up all that follows.
  while (typed_ < keystrokes_.size() && (due_.empty() || !keystrokes_[due_.back()].waits)) {
    const Keystroke& keystroke = keystrokes_[typed_];
    outbox_.say({keystroke.kind, keystroke.octets});
    // Content that is typed has no reply of its own but for its last line, which waits.
    if (keystroke.waits || keystroke.kind == LineKind::command) due_.push_back(typed_);
    ++typed_;
  }
  if (typed_ == keystrokes_.size() && due_.empty() && !stays_open_) {
    end(TypistFinished::Why::all_typed);
  }
}

void Typist::type(Keystroke keystroke) {
  if (is_finished_) return;
  keystrokes_.push_back(std::move(keystroke));
  go_on();
}

void Typist::finish() {
  stays_open_ = false;
  go_on();
}

void Typist::tls_started() {
  MUST(is_waiting_for_tls_);
  is_waiting_for_tls_ = false;
  go_on();
}

void Typist::end(TypistFinished::Why why) {
  if (is_finished_) return;
  is_finished_ = true;
  outbox_.tell(TypistFinished{why, typed_});
}

}  // namespace mailscope::wire
