// Mailbox names on the wire: modified UTF-7 for IMAP4rev1 (RFC 3501, section 5.1.3), UTF-8 for rev2.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailscope::imap {

enum class NameEncoding { modified_utf7, utf8 };

// UTF-8 to the wire, and back; none when the wire's octets do not follow the encoding.
std::string name_to_wire(std::string_view name, NameEncoding encoding);
std::optional<std::string> name_from_wire(std::string_view octets, NameEncoding encoding);

// "*" matches anything, "%" anything but the hierarchy separator (RFC 9051, section 6.3.9).
bool matches_pattern(std::string_view name, std::string_view pattern);

}  // namespace mailscope::imap
