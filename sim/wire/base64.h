// Base 64 as SASL wants it (RFC 4648, section 4): no line breaks, canonical padding.
//
// The tolerant decoding of mail bodies is the mime room's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailscope::wire {

std::string base64_encode(std::string_view octets);

// Nothing when an octet is outside the alphabet, the padding is wrong or missing, or the unused bits
// of the last character are not zero.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace mailscope::wire
