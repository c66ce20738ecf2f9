// multipart/report (RFC 6522): what reports of servers (dsn.h) and of mail programs (mdn.h) have in common.
// Inside this room only.
#pragma once

#include <string>
#include <string_view>

#include "sim/mime/message.h"

namespace mailscope::mime {

struct Report {
  std::string fields;       // the mail's own header fields, those of MIME left out
  std::string report_type;  // "delivery-status"
  std::string people;       // first part: text
  std::string programs;     // second part: fields; its type is message/ + report_type
  std::string returned;     // third part: the mail reported about, or its header
  bool is_returned_whole = false;
  std::string boundary;
};

// The whole mail. Octets above 127 make the types of RFC 6533 (message/global-…) and 8bit parts.
std::string compose_report(const Report& report);

// The fields of the second part of a report of this type; nullptr when the mail is no such report.
const Part* report_part(const Message& message, std::string_view report_type);

// "rfc822; anna@example.org", and the value behind such a type.
std::string typed(std::string_view type, std::string_view value);
std::string untyped(std::string_view value);
// The type for an address: rfc822, or utf-8 (RFC 6533).
std::string_view address_type_of(std::string_view address);

}  // namespace mailscope::mime
