// Inside dkim: the fields of a mail as they stand, and the octets that a signature covers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/text.h"
#include "sim/policy/dkim.h"

namespace mailscope::policy {

struct MailPieces {
  std::vector<std::string_view> fields;  // whole, with their line ends
  std::string_view body;
};
// Views into `mail`.
MailPieces pieces_of(std::string_view mail);
template <Passing Text>
MailPieces pieces_of(Text&& mail) = delete;
std::string_view name_of_field(std::string_view field);
template <Passing Text>
std::string_view name_of_field(Text&& field) = delete;

// The fields named in h=, the last of each name first (section 5.4.2), then the signature's own
// field without its last line end.
std::string signed_octets(const MailPieces& pieces, const std::vector<std::string>& names,
                          std::string_view own_field, Canonicalization how);

}  // namespace mailscope::policy
