// A client that types given lines by hand, each after the reply to the one before: learners at a
// terminal, spammers with a script, attackers. Knows no protocol; when a reply is whole is told by a
// function (smtp::is_reply_whole, pop3::is_reply_whole, ...).
//
//   Typist typist(keystrokes_of({"HELO x", "MAIL FROM:<a@b>"}), smtp::is_reply_whole);
//   typist.start();                       // waits for the greeting first
//   typist.receive(octets);
//   while (auto event = typist.next()) ...
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/wire/line.h"
#include "sim/wire/line_reader.h"
#include "sim/wire/outbox.h"

namespace mailscope::wire {

// Is the reply to `sent` (the whole of what was typed; empty for the greeting) whole with these lines?
// Lines come without their line ends; there is at least one.
using IsReplyWhole = bool (*)(std::string_view sent, const std::vector<std::string>& lines);

struct Keystroke {
  std::string octets;        // exactly what is sent
  std::string expects = {};  // the reply's last line must begin so; empty = anything will do
  bool waits = true;         // false = the next one is sent at once (pipelining, content)
  bool starts_tls = false;   // a reply that is as expected is followed by the handshake
  LineKind kind = LineKind::command;
};

// One keystroke for each line, CR LF added.
std::vector<Keystroke> keystrokes_of(const std::vector<std::string>& lines);

struct ReplyHeard {
  std::optional<std::size_t> keystroke;  // none = the greeting
  std::vector<std::string> lines;        // without line ends
  bool is_expected = true;
  friend bool operator==(const ReplyHeard&, const ReplyHeard&) = default;
};
// Send the output, begin TLS, then tls_started() (or receive_end()).
struct TypistTls {
  friend bool operator==(const TypistTls&, const TypistTls&) = default;
};
// Nothing is left to type, or the reply was not as expected, or the peer has closed.
struct TypistFinished {
  enum class Why { all_typed, unexpected_reply, peer_closed };
  Why why = Why::all_typed;
  std::size_t typed = 0;
  friend bool operator==(const TypistFinished&, const TypistFinished&) = default;
};
using TypistEvent = std::variant<Heard, ReplyHeard, TypistTls, TypistFinished>;

class Typist {
 public:
  Typist(std::vector<Keystroke> keystrokes, IsReplyWhole is_reply_whole);

  // Whether the peer speaks first.
  enum class Greeting { awaited, none };
  void start(Greeting greeting = Greeting::awaited);
  void receive(std::string_view octets);
  void receive_end();
  std::optional<TypistEvent> next();
  std::vector<Line> take_output() { return outbox_.take_output(); }
  void tls_started();

  // One line more, typed while the session runs (a terminal). Nothing finishes before finish().
  void type(Keystroke keystroke);
  // No more will be typed by type(): finishes when all is said. The default from the start.
  void stay_open() { stays_open_ = true; }
  void finish();

  bool is_finished() const { return is_finished_; }

 private:
  void go_on();
  void take_reply();
  void end(TypistFinished::Why why);

  std::vector<Keystroke> keystrokes_;
  IsReplyWhole is_reply_whole_;
  Outbox<TypistEvent> outbox_;
  LineReader reader_;
  std::size_t typed_ = 0;
  std::vector<std::size_t> due_;  // keystrokes whose reply is due; the front is heard now
  bool is_greeting_due_ = false;
  bool is_waiting_for_tls_ = false;
  bool stays_open_ = false;
  bool is_finished_ = false;
  bool is_peer_closed_ = false;
  std::vector<std::string> lines_;
};

}  // namespace mailscope::wire
