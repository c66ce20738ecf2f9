// What a subject is about, without "Re:", "Fwd:", "(fwd)" and names of lists (RFC 5256, section 2.1).
#pragma once

#include <string>
#include <string_view>

namespace mailscope::imap {

struct BaseSubject {
  std::string text;                  // UTF-8, may be empty
  bool is_reply_or_forward = false;  // something that says so was taken away

  friend bool operator==(const BaseSubject&, const BaseSubject&) = default;
};
// `field_body`: of the Subject field, unfolded, encoded words as they came.
BaseSubject base_subject(std::string_view field_body);

}  // namespace mailscope::imap
