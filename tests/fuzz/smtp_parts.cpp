// Commands and replies: what is read and printed is read again as the same.
#include "sim/base/check.h"
#include "sim/smtp/smtp_command.h"
#include "sim/smtp/smtp_reply.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

FUZZ_TARGET(smtp_parts) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  smtp::Extensions offered;
  offered.expn = offered.binary_mime = true;
  const auto command = smtp::parse_command(text, offered, smtp::Characters::utf8);
  if (command) {
    const std::string printed = smtp::print(*command);
    const auto again = smtp::parse_command(printed, offered, smtp::Characters::utf8);
    // xtext is printed in its longer form, which may be too long to be taken.
    if (again)
      MUST(*again == *command);
    else
      MUST(printed.size() > text.size());
  }
  smtp::ReplyReader reader;
  const auto reply = reader.read(text);
  if (reply && *reply) static_cast<void>(smtp::print(**reply, smtp::Enhanced::yes));
  static_cast<void>(smtp::path_from(text));
  return 0;
}
