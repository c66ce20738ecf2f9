// What servers say: examples for each command, and the readers of the clients' programs.
#include <array>

#include "sim/base/text.h"
#include "sim/smtp/smtp_reply.h"
#include "ui/shell/grammar.h"

namespace mailscope::ui {
namespace {

struct Replies {
  std::string_view command;
  std::array<std::string_view, 4> replies;
};

constexpr Replies k_smtp_replies[] = {
    {"", {"220 mail ESMTP", "554 No mail service here", "421 4.3.2 Try again later"}},
    {"EHLO", {"250 mail", "502 5.5.1 Not implemented", "421 4.3.2 Try again later"}},
    {"HELO", {"250 mail", "504 5.5.4 Not with this name"}},
    {"STARTTLS",
     {"220 2.0.0 Ready to start TLS", "454 4.7.0 TLS not available just now",
      "502 5.5.1 Not implemented"}},
    {"AUTH",
     {"235 2.7.0 Authentication successful", "535 5.7.8 Authentication failed",
      "454 4.7.0 Temporary authentication failure", "334 "}},
    {"MAIL",
     {"250 2.1.0 Ok", "451 4.3.0 Try again later", "550 5.7.1 Not from you",
      "530 5.7.0 Authentication required"}},
    {"RCPT",
     {"250 2.1.5 Ok", "450 4.2.0 Try again later", "550 5.1.1 No such user",
      "550 5.7.1 Relaying denied"}},
    {"DATA",
     {"354 End data with a dot on a line of its own", "554 5.5.1 No valid recipients",
      "451 4.3.0 Try again later"}},
    {"QUIT", {"221 2.0.0 Bye"}},
    {".", {"250 2.0.0 Ok: queued", "451 4.3.0 Try again later", "554 5.6.0 Not taken"}},
};
constexpr Replies k_smtp_others{
    {},
    {"250 2.0.0 Ok", "500 5.5.2 Not understood", "503 5.5.1 Bad sequence of commands",
     "421 4.3.2 Try again later"}};

std::vector<std::string> texts_of(const Replies& replies, const std::string& before = {}) {
  std::vector<std::string> texts;
  for (const std::string_view reply : replies.replies) {
    if (!reply.empty()) texts.push_back(before + std::string(reply));
  }
  return texts;
}

const Replies& smtp_replies(std::string_view command) {
  const std::string verb = upper(cut(trim(command), ' ').head);
  for (const Replies& known : k_smtp_replies) {
    if (known.command == verb) return known;
  }
  return k_smtp_others;
}

}  // namespace

std::vector<std::string> replies_to(Protocol protocol, std::string_view command) {
  if (protocol == Protocol::pop3)
    return texts_of({{}, {"+OK", "-ERR [SYS/TEMP] try again later", "-ERR not understood"}});
  if (protocol == Protocol::imap) {
    if (command.empty()) return texts_of({{}, {"* OK ready", "* BYE try again later"}});
    const std::string tag(cut(command, ' ').head);
    return texts_of({{}, {"OK done", "NO not possible", "BAD not understood"}}, tag + " ");
  }
  return protocol == Protocol::smtp || protocol == Protocol::none ? texts_of(smtp_replies(command))
                                                                  : std::vector<std::string>{};
}

std::string reply_fault(Protocol protocol, std::string_view line) {
  if (line.empty()) return {};
  if (protocol == Protocol::smtp) {
    smtp::ReplyReader reader;
    const auto reply = reader.read(line);
    return reply ? std::string() : reply.error().why + " (RFC 5321, section 4.2)";
  }
  if (protocol == Protocol::pop3) {
    const bool is_reply =
        line.substr(0, 3) == "+OK" || line.substr(0, 4) == "-ERR" || line.substr(0, 2) == "+ ";
    return is_reply ? std::string() : "+OK, -ERR (RFC 1939, section 3)";
  }
  if (protocol == Protocol::imap) {
    const Cut tagged = cut(line, ' ');
    const std::string word = upper(cut(tagged.tail, ' ').head);
    const bool is_reply =
        tagged.head == "*" || tagged.head == "+" || word == "OK" || word == "NO" || word == "BAD";
    return is_reply ? std::string() : "OK, NO, BAD (RFC 9051, section 7.1)";
  }
  return {};
}

}  // namespace mailscope::ui
