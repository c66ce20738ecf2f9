// Characters of the charsets that mail uses, to UTF-8.
//
// Known: us-ascii, utf-8, iso-8859-1/-2/-5/-15, windows-1250/-1251/-1252, koi8-r, koi8-u, ibm866.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailscope::mime {

bool is_known_charset(std::string_view charset);
// None for an unknown charset. Octets that mean nothing become U+FFFD.
std::optional<std::string> to_utf8(std::string_view octets, std::string_view charset);

}  // namespace mailscope::mime
