// Reading and writing POP3's commands.
#include "sim/pop3/pop3_command.h"

#include "sim/base/text.h"

namespace mailscope::pop3 {
namespace {

enum class Arguments {
  none,
  optional_number,
  number,
  number_and_lines,
  name,
  rest,
  name_and_digest,
  auth
};

struct Shape {
  Verb verb;
  Arguments arguments;
  const char* rule;
};

constexpr Shape k_shapes[] = {
    {Verb::user, Arguments::name, "RFC 1939, section 7"},
    {Verb::pass, Arguments::rest, "RFC 1939, section 7"},
    {Verb::apop, Arguments::name_and_digest, "RFC 1939, section 7"},
    {Verb::auth, Arguments::auth, "RFC 5034, section 4"},
    {Verb::stls, Arguments::none, "RFC 2595, section 4"},
    {Verb::capa, Arguments::none, "RFC 2449, section 5"},
    {Verb::stat, Arguments::none, "RFC 1939, section 5"},
    {Verb::list, Arguments::optional_number, "RFC 1939, section 5"},
    {Verb::retr, Arguments::number, "RFC 1939, section 5"},
    {Verb::dele, Arguments::number, "RFC 1939, section 5"},
    {Verb::noop, Arguments::none, "RFC 1939, section 5"},
    {Verb::rset, Arguments::none, "RFC 1939, section 5"},
    {Verb::top, Arguments::number_and_lines, "RFC 1939, section 7"},
    {Verb::uidl, Arguments::optional_number, "RFC 1939, section 7"},
    {Verb::quit, Arguments::none, "RFC 1939, section 5"},
};

// Message numbers begin with 1 (RFC 1939, section 5).
std::optional<std::uint64_t> message_number(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || *number == 0) return std::nullopt;
  return number;
}

Error<BadCommand> bad(const Shape& shape, const std::string& why) {
  return Error{BadCommand{why, shape.rule}};
}

Result<Command, BadCommand> parse_arguments(const Shape& shape, std::string_view text) {
  Command command;
  command.verb = shape.verb;
  const std::string verb(name_of(shape.verb));
  const Cut words = cut(text, ' ');
  switch (shape.arguments) {
    case Arguments::none:
      if (!text.empty()) return bad(shape, verb + " takes no argument");
      return command;
    case Arguments::optional_number:
      if (text.empty()) return command;
      [[fallthrough]];
    case Arguments::number:
      command.number = message_number(text);
      if (!command.number) return bad(shape, verb + " takes the number of a mail, from 1");
      return command;
    case Arguments::number_and_lines: {
      command.number = message_number(words.head);
      const auto lines = parse_number(words.tail);
      if (!command.number || !lines)
        return bad(shape, "TOP takes a mail's number and a count of lines");
      command.lines = *lines;
      return command;
    }
    case Arguments::name:
      if (text.empty() || words.found) return bad(shape, verb + " takes one name");
      command.name = std::string(text);
      return command;
    case Arguments::rest:  // a password may hold blanks
      if (text.empty()) return bad(shape, verb + " takes the password");
      command.name = std::string(text);
      return command;
    case Arguments::name_and_digest:
      if (words.head.empty() || words.tail.empty())
        return bad(shape, "APOP takes a name and a digest");
      command.name = std::string(words.head);
      command.digest = std::string(words.tail);
      return command;
    case Arguments::auth:
      command.name = std::string(words.head);
      if (words.found) command.initial_response = std::string(words.tail);
      return command;
  }
  return command;
}

}  // namespace

Result<Command, BadCommand> parse_command(std::string_view line) {
  const Cut words = cut(line, ' ');
  for (const Shape& shape : k_shapes) {
    if (equal_ignoring_case(words.head, name_of(shape.verb)))
      return parse_arguments(shape, words.tail);
  }
  return Error{BadCommand{"unknown command", "RFC 1939, section 3"}};
}

std::string print(const Command& command) {
  std::string line(name_of(command.verb));
  if (!command.name.empty()) line += " " + command.name;
  if (!command.digest.empty()) line += " " + command.digest;
  if (command.initial_response) line += " " + *command.initial_response;
  if (command.number) line += " " + std::to_string(*command.number);
  if (command.verb == Verb::top) line += " " + std::to_string(command.lines);
  return line;
}

std::string top_of(std::string_view mail, std::uint64_t lines) {
  const auto blank = mail.find("\r\n\r\n");
  if (blank == std::string_view::npos) return std::string(mail);
  std::size_t end = blank + 4;
  for (; lines > 0 && end < mail.size(); --lines) {
    const auto next = mail.find("\r\n", end);
    end = next == std::string_view::npos ? mail.size() : next + 2;
  }
  return std::string(mail.substr(0, end));
}

namespace {

// Commands whose positive answer goes on to a line of one dot (RFC 1939, section 3).
bool has_many_lines(std::string_view sent) {
  const auto command = parse_command(sent);
  if (!command) return false;
  switch (command->verb) {
    case Verb::list:
    case Verb::uidl: return !command->number;
    case Verb::capa:
    case Verb::retr:
    case Verb::top: return true;
    case Verb::auth: return command->name.empty();
    default: return false;
  }
}

}  // namespace

bool is_reply_whole(std::string_view sent, const std::vector<std::string>& lines) {
  while (!sent.empty() && (sent.back() == '\n' || sent.back() == '\r')) sent.remove_suffix(1);
  if (lines.front().rfind("+OK", 0) != 0 || !has_many_lines(sent)) return true;
  return lines.size() > 1 && lines.back() == ".";
}

}  // namespace mailscope::pop3
