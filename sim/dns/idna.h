// Domain names in the user's script: U-labels to A-labels and back (RFC 5890), by Punycode (RFC
// 3492).
//
// Maps upper-case ASCII, Latin-1, Greek and Cyrillic letters to lower case and the ideographic full
// stops to dots; it is not the whole of UTS 46: other scripts pass as they stand.
//
//   to_ascii_domain("почта.example");        // "xn--80a1acny.example"
//   to_unicode_domain("xn--80a1acny.example");
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailscope::dns {

// Code points to Punycode without "xn--", and back. nullopt on overflow or malformed input.
std::optional<std::string> punycode_encode(const std::vector<char32_t>& code_points);
std::optional<std::vector<char32_t>> punycode_decode(std::string_view text);

// UTF-8 domain to all-ASCII domain; ASCII labels pass unchanged. nullopt when not UTF-8 or a label
// too long.
std::optional<std::string> to_ascii_domain(std::string_view domain);
// Back, for reading; labels that are no valid A-label stay as they are.
std::string to_unicode_domain(std::string_view domain);

}  // namespace mailscope::dns
