// Replies of SMTP: three digits, perhaps an enhanced code, one or more lines (RFC 5321, section 4.2;
// RFC 2034; RFC 3463).
//
//   make_reply(550, "5.7.1", "Relaying denied")
//   print(reply, Enhanced::yes)  ->  {"550 5.7.1 Relaying denied\r\n"}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"

namespace mailscope::smtp {

struct Reply {
  int code = 0;
  std::string enhanced;            // "5.7.1"; empty when there is none
  std::vector<std::string> lines;  // their texts, without codes; at least one, perhaps empty

  bool is_positive() const { return code >= 200 && code < 300; }
  bool is_intermediate() const { return code >= 300 && code < 400; }
  bool is_transient() const { return code >= 400 && code < 500; }  // try again later
  bool is_permanent() const { return code >= 500 && code < 600; }  // do not

  friend bool operator==(const Reply&, const Reply&) = default;
};

// Each '\n' in `text` begins a further line.
Reply make_reply(int code, std::string_view enhanced, std::string_view text);

// Whether a session uses enhanced codes. A greeting, the answer to HELO or EHLO and a 3xx never do.
enum class Enhanced { no, yes };

// The lines with CR LF, each with the code, all but the last with a hyphen behind it.
std::vector<std::string> print(const Reply& reply, Enhanced enhanced);
// "550 5.7.1 Relaying denied", several lines joined by " / ": for people.
std::string to_text(const Reply& reply);

struct BadReply {
  std::string line;
  std::string why;  // for people
};

// Puts a reply together from its lines. Tolerates a code without text ("250").
class ReplyReader {
 public:
  explicit ReplyReader(Enhanced enhanced = Enhanced::yes) : enhanced_(enhanced) {}
  // `line` without CR LF. A value when the reply is whole, nothing when more lines are due.
  Result<std::optional<Reply>, BadReply> read(std::string_view line);
  // Whether to look for an enhanced code in the reply that is read next.
  void expect(Enhanced enhanced) { enhanced_ = enhanced; }
  bool is_between() const { return reply_.lines.empty(); }

 private:
  Enhanced enhanced_;
  Reply reply_;
};

// For wire::Typist: a line with a hyphen behind its code is followed by another.
bool is_reply_whole(std::string_view sent, const std::vector<std::string>& lines);

// True for "2.1.0", "5.7.139": class 2, 4 or 5, subject and detail of up to three digits.
bool is_enhanced_code(std::string_view text);

}  // namespace mailscope::smtp
