// Words outside ASCII in header fields: =?charset?B|Q?text?= (RFC 2047, with the language tag of RFC 2231).
#pragma once

#include <string>
#include <string_view>

namespace mailscope::mime {

// Encoded words decoded to UTF-8; blanks between two neighbouring encoded words vanish (section 6.2).
// What cannot be decoded (unknown charset, broken encoding) stays as it was written.
std::string decode_words(std::string_view text);

// A body of unstructured text or a phrase: ASCII stays readable, words that need it become encoded words
// of at most 75 octets, never cutting a UTF-8 character. `text` must be UTF-8; the result is ASCII.
std::string encode_unstructured(std::string_view text);
// As a phrase before an address: an atom, a quoted string, or encoded words.
std::string encode_phrase(std::string_view text);

}  // namespace mailscope::mime
