// What wire::Typist must know of IMAP: when a server's answer to what was typed is whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailscope::imap {

// `sent`: the command with its tag ("a1 SELECT INBOX"), or a line that answers a "+"; empty for the
// greeting. Whole when the last line is tagged as the command was, or asks for more with "+"
// (RFC 9051, section 2.2.1).
bool is_reply_whole(std::string_view sent, const std::vector<std::string>& lines);

}  // namespace mailscope::imap
