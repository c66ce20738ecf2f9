// What IMAP shows of a mail: its envelope, its structure, its sections (RFC 9051, sections 6.4.5, 7.5.2).
//
// Pure: octets of a mail in, text of the answer out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailscope::imap {

// (date subject from sender reply-to to cc bcc in-reply-to message-id)
std::string envelope_text(std::string_view mail);

enum class Structure { body, bodystructure };  // the second with its extension data
std::string structure_text(std::string_view mail, Structure kind);

// BODY[part.part.text]
struct Section {
  std::vector<std::uint32_t> part;  // empty: the whole mail
  enum class What { all, header, header_fields, header_fields_not, text, mime } what = What::all;
  std::vector<std::string> fields;  // of HEADER.FIELDS and its opposite

  friend bool operator==(const Section&, const Section&) = default;
};
// "1.2.HEADER.FIELDS (FROM TO)": as it stands between the brackets.
std::string to_text(const Section& section);
// The section's octets; none when the mail has no such part.
std::optional<std::string> section_octets(std::string_view mail, const Section& section);

// BINARY[part] (RFC 3516): the part's body with its transfer encoding undone; of the mail as a whole,
// of multiparts and of mails inside, the octets as they are.
std::optional<std::string> binary_octets(std::string_view mail,
                                         const std::vector<std::uint32_t>& part);
// False for a part whose transfer encoding is unknown.
bool can_be_decoded(std::string_view mail, const std::vector<std::uint32_t>& part);

}  // namespace mailscope::imap
