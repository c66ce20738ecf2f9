// The end of an IMAP answer: the tag comes back.
#include "sim/imap/imap_typing.h"

#include "sim/base/text.h"

namespace mailscope::imap {

bool is_reply_whole(std::string_view sent, const std::vector<std::string>& lines) {
  const std::string& last = lines.back();
  if (sent.empty()) return true;  // one line greets
  if (last.rfind("+", 0) == 0 || last.rfind("* BYE", 0) == 0) return true;
  // A line that answered a "+" (a password, a literal) has no tag of its own: any tagged line ends it.
  const bool is_tagged = last.rfind("* ", 0) != 0;
  const std::string_view tag = cut(sent, ' ').head;
  return is_tagged && (last.rfind(std::string(tag) + " ", 0) == 0 || cut(sent, ' ').tail.empty());
}

}  // namespace mailscope::imap
