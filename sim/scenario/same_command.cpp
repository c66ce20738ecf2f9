// Command lines compared by what the protocols' own parsers make of them.
#include <algorithm>

#include "sim/base/text.h"
#include "sim/imap/scanner.h"
#include "sim/pop3/pop3_command.h"
#include "sim/scenario/judge.h"
#include "sim/smtp/smtp_command.h"

namespace mailscope::scenario {
namespace {

std::string_view typed_line(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

// ---- SMTP: names of hosts and mechanisms in any case, the rest as the parser has it ----------------

smtp::Command in_one_case(smtp::Command command) {
  if (auto* helo = std::get_if<smtp::Helo>(&command)) helo->name = lower(helo->name);
  if (auto* mail = std::get_if<smtp::MailFrom>(&command))
    mail->reverse_path.domain = lower(mail->reverse_path.domain);
  if (auto* rcpt = std::get_if<smtp::RcptTo>(&command))
    rcpt->forward_path.domain = lower(rcpt->forward_path.domain);
  if (auto* auth = std::get_if<smtp::Auth>(&command)) auth->mechanism = upper(auth->mechanism);
  return command;
}

bool is_same_smtp(std::string_view right, std::string_view typed, std::string& fault) {
  smtp::Extensions all;
  all.binary_mime = all.expn = true;
  const auto wanted = smtp::parse_command(right, all, smtp::Characters::utf8);
  const auto given = smtp::parse_command(typed, all, smtp::Characters::utf8);
  if (!given) fault = smtp::to_text(given.error().reply);
  if (!wanted) return right == typed;  // no command but an answer, or a line of a mail
  return given && in_one_case(*wanted) == in_one_case(*given);
}

// ---- POP3 -------------------------------------------------------------------------------------------

bool is_same_pop3(std::string_view right, std::string_view typed, std::string& fault) {
  const auto wanted = pop3::parse_command(right);
  const auto given = pop3::parse_command(typed);
  if (!given) fault = "-ERR " + given.error().why;
  if (!wanted) return right == typed;
  if (!given) return false;
  pop3::Command a = *wanted, b = *given;
  if (a.verb == pop3::Verb::auth) a.name = upper(a.name), b.name = upper(b.name);
  return a == b;
}

// ---- IMAP: the words after the tag --------------------------------------------------------------------

struct ImapWords {
  std::vector<std::string> words;  // keywords in capitals; strings as what they say
  std::string fault;
  friend bool operator==(const ImapWords&, const ImapWords&) = default;
};

// What follows these is a name or a text, in which case counts; INBOX is the exception.
bool takes_names(const std::string& command) {
  static const std::vector<std::string> k_commands{
      "LOGIN", "SELECT", "EXAMINE", "CREATE", "DELETE", "RENAME", "SUBSCRIBE",   "UNSUBSCRIBE",
      "LIST",  "LSUB",   "STATUS",  "APPEND", "COPY",   "MOVE",   "AUTHENTICATE"};
  return std::find(k_commands.begin(), k_commands.end(), command) != k_commands.end();
}

ImapWords imap_words(std::string_view line) {
  ImapWords out;
  imap::Scanner scanner(line);
  scanner.atom("a tag");
  scanner.space();
  std::string command = scanner.keyword("a command");
  if (command == "UID" && scanner.is_ok()) {
    scanner.space();
    out.words.push_back("UID");
    command = scanner.keyword("a command");
  }
  out.words.push_back(command);
  const bool is_named = takes_names(command);
  while (scanner.is_ok() && !scanner.is_at_end()) {
    if (scanner.skip(' ')) continue;
    if (scanner.skip('(')) {
      out.words.push_back("(");
    } else if (scanner.skip(')')) {
      out.words.push_back(")");
    } else if (scanner.peek() == '"' || scanner.peek() == '{') {
      std::string text = scanner.string("a text");
      out.words.push_back(equal_ignoring_case(text, "INBOX") ? "INBOX" : std::move(text));
    } else {
      std::string word;
      int depth = 0;  // of the brackets in BODY[HEADER.FIELDS (SUBJECT)]
      while (!scanner.is_at_end() && (depth > 0 || std::string_view(" ()").find(scanner.peek()) ==
                                                       std::string_view::npos)) {
        const char c = scanner.peek();
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        word += c;
        scanner.skip(c);
      }
      const bool is_inbox = equal_ignoring_case(word, "INBOX");
      out.words.push_back(is_named && !is_inbox ? word : upper(word));
    }
  }
  out.fault = scanner.fault();
  return out;
}

bool is_same_imap(std::string_view right, std::string_view typed, std::string& fault) {
  const ImapWords wanted = imap_words(right), given = imap_words(typed);
  if (!given.fault.empty()) fault = "BAD " + given.fault;
  if (!wanted.fault.empty()) return right == typed;  // DONE, or an answer to "+"
  return wanted == given;
}

}  // namespace

bool is_same_command(Protocol protocol, std::string_view right, std::string_view typed,
                     std::string& fault) {
  fault.clear();
  right = trim(typed_line(right)), typed = trim(typed_line(typed));
  switch (protocol) {
    case Protocol::smtp: return is_same_smtp(right, typed, fault);
    case Protocol::pop3: return is_same_pop3(right, typed, fault);
    case Protocol::imap: return is_same_imap(right, typed, fault);
    case Protocol::none:
    case Protocol::tcp:
    case Protocol::udp:
    case Protocol::tls:
    case Protocol::dns: break;
  }
  return right == typed;
}

}  // namespace mailscope::scenario
