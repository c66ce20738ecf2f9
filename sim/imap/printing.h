// The small pieces of IMAP's answers and commands: strings, flags, response codes (RFC 9051, section 9).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/store/flags.h"

namespace mailscope::imap {

// A literal holds no NUL (RFC 9051, section 9, CHAR8). Where a mail has one, this octet, which no character
// begins with, is sent in its place, so that places and sizes stay true.
inline constexpr char k_in_place_of_nul = '\x80';

// A quoted string where the octets allow one, else a literal "{5}" CR LF and the octets.
std::string string_text(std::string_view octets);
// The same, or NIL.
std::string nstring_text(const std::optional<std::string>& octets);
// An atom where the octets allow one, else as string_text.
std::string astring_text(std::string_view octets);
// The same for a mailbox's name in IMAP4rev2: UTF-8 may stand in quotation marks.
std::string utf8_astring_text(std::string_view utf8);
std::string utf8_string_text(std::string_view utf8);
// "(\Seen $Forwarded)"
std::string flags_text(const store::Flags& flags);

}  // namespace mailscope::imap
