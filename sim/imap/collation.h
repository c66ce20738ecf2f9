// How texts are compared when case does not count: for looking in texts and for sorting them.
//
// Latin, Greek and Cyrillic letters of two octets are known; every other character is only equal to itself.
#pragma once

#include <string>
#include <string_view>

namespace mailscope::imap {

// Lower case, one character for one: enough to find "привет" in "Привет".
std::string folded_case(std::string_view utf8);

// Texts whose keys are equal are equal but for case; else the order of the keys' octets is the order of the
// texts: capitals, accents apart from their letters (RFC 5051, section 2).
std::string collation_key(std::string_view utf8);

}  // namespace mailscope::imap
