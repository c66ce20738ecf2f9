// Content-Transfer-Encoding: 7bit, 8bit, binary, quoted-printable, base64 (RFC 2045, section 6).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailscope::mime {

enum class Transfer { seven_bit, eight_bit, binary, quoted_printable, base64, unknown };

// Empty means 7bit, the default (section 6.1).
Transfer transfer_of(std::string_view name);
std::string_view name_of(Transfer transfer);

struct Decoded {
  std::string octets;
  std::size_t faults =
      0;  // characters or escapes that the encoding does not allow; skipped or kept as they are
};
Decoded decode(std::string_view body, Transfer transfer);

// Lines of at most 76 characters with CR LF after each. Quoted-printable keeps the text's own line ends (CR LF).
std::string encode_base64_lines(std::string_view octets);
std::string encode_quoted_printable(std::string_view text);

// The plainest encoding that carries this text over a 7-bit road: 7bit, quoted-printable or base64.
Transfer transfer_for_text(std::string_view text);

}  // namespace mailscope::mime
