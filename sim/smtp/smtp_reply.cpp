// Replies, printed and read.
#include "sim/smtp/smtp_reply.h"

#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"

namespace mailscope::smtp {
namespace {

// No honest reply is longer; it bounds memory.
constexpr std::size_t k_reply_lines_max = 1000;

bool is_up_to_three_digits(std::string_view text) {
  if (text.empty() || text.size() > 3) return false;
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  return true;
}

// Greetings and 3xx have no enhanced code (RFC 2034, section 4).
bool has_enhanced(const Reply& reply, Enhanced enhanced) {
  return enhanced == Enhanced::yes && !reply.enhanced.empty() && !reply.is_intermediate();
}

}  // namespace

Reply make_reply(int code, std::string_view enhanced, std::string_view text) {
  Reply reply;
  reply.code = code;
  reply.enhanced = enhanced;
  for (const std::string_view line : split(text, '\n')) reply.lines.emplace_back(line);
  return reply;
}

std::vector<std::string> print(const Reply& reply, Enhanced enhanced) {
  MUST(reply.code >= 200 && reply.code <= 599);
  MUST(!reply.lines.empty());
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < reply.lines.size(); ++i) {
    std::string line = std::to_string(reply.code);
    line += i + 1 < reply.lines.size() ? "-" : " ";
    if (has_enhanced(reply, enhanced)) line += reply.enhanced + " ";
    // What an owner or a peer put into the text must not become a line of its own.
    for (const char c : reply.lines[i]) line.push_back(c == '\r' || c == '\n' ? ' ' : c);
    lines.push_back(line + "\r\n");
  }
  return lines;
}

std::string to_text(const Reply& reply) {
  std::string text = std::to_string(reply.code);
  if (!reply.enhanced.empty()) text += " " + reply.enhanced;
  for (std::size_t i = 0; i < reply.lines.size(); ++i)
    text += (i == 0 ? " " : " / ") + reply.lines[i];
  return text;
}

bool is_reply_whole(std::string_view, const std::vector<std::string>& lines) {
  const std::string& last = lines.back();
  return last.size() < 4 || last[3] != '-';
}

bool is_enhanced_code(std::string_view text) {
  const auto parts = split(text, '.');
  return parts.size() == 3 && (parts[0] == "2" || parts[0] == "4" || parts[0] == "5") &&
         is_up_to_three_digits(parts[1]) && is_up_to_three_digits(parts[2]);
}

Result<std::optional<Reply>, BadReply> ReplyReader::read(std::string_view line) {
  const auto fault = [&](std::string why) {
    reply_ = {};
    return Error{BadReply{std::string(line), std::move(why)}};
  };
  if (line.size() < 3 || line[0] < '2' || line[0] > '5' || !is_digit(line[1]) ||
      !is_digit(line[2])) {
    return fault("a reply begins with three digits, the first of them 2 to 5");
  }
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') {
    return fault("behind the code comes a space or a hyphen");
  }
  const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  if (!reply_.lines.empty() && code != reply_.code) {
    return fault("the lines of one reply have different codes");
  }
  if (reply_.lines.size() >= k_reply_lines_max) return fault("the reply has too many lines");
  std::string_view text = line.size() > 4 ? line.substr(4) : std::string_view{};
  if (enhanced_ == Enhanced::yes) {
    const Cut word = cut(text, ' ');
    if (is_enhanced_code(word.head) && word.head[0] == line[0]) {
      reply_.enhanced = word.head;
      text = word.tail;
    }
  }
  reply_.code = code;
  reply_.lines.emplace_back(text);
  if (line.size() > 3 && line[3] == '-') return std::optional<Reply>{};
  return std::optional<Reply>(std::exchange(reply_, {}));
}

}  // namespace mailscope::smtp
