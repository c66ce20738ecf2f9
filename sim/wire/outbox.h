// What a session has for its owner: events and lines to say, in one common order.
//
// The owner takes events with next() and lines with take_output(). A line that was said because of an
// event is not handed out before that event has been taken, so an owner who takes output after every
// event keeps a transcript in the true order; one who drains all events first loses nothing.
//
//   while (auto event = session.next()) {
//     handle(*event);
//     send(session.take_output());
//   }
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "sim/wire/line.h"

namespace mailscope::wire {

template <class Event>
class Outbox {
 public:
  void tell(Event event) {
    events_.push_back(std::move(event));
    ++told_;
  }
  void say(Line line) { lines_.push_back({told_, std::move(line)}); }

  bool has_events() const { return !events_.empty(); }
  bool has_lines() const { return !lines_.empty(); }

  std::optional<Event> next() {
    if (events_.empty()) return std::nullopt;
    std::optional<Event> event(std::move(events_.front()));
    events_.pop_front();
    ++taken_;
    return event;
  }

  std::vector<Line> take_output() {
    std::vector<Line> lines;
    while (!lines_.empty() && lines_.front().told_before <= taken_) {
      lines.push_back(std::move(lines_.front().line));
      lines_.pop_front();
    }
    return lines;
  }

 private:
  struct Said {
    std::uint64_t told_before;  // how many events precede the line
    Line line;
  };
  std::deque<Event> events_;
  std::deque<Said> lines_;
  std::uint64_t told_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace mailscope::wire
