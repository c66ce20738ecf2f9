// What the parts of a mail say to a reader: text in UTF-8, message ids.
#include "sim/base/text.h"
#include "sim/mime/charset.h"
#include "sim/mime/message.h"

namespace mailscope::mime {

std::string decoded_text(std::string_view octets, const Part& part) {
  const std::string body = decoded_body(octets, part);
  const std::string_view charset = part.type.find("charset");
  // Undeclared or mislabelled text is UTF-8 where it can be, else as its label or Latin 1 says.
  if (is_utf8(body) && (charset.empty() || equal_ignoring_case(charset, "us-ascii"))) return body;
  if (is_known_charset(charset) && !equal_ignoring_case(charset, "us-ascii"))
    return to_utf8(body, charset).value_or(body);
  return is_utf8(body) ? body : to_utf8(body, "windows-1252").value_or(body);
}

std::vector<std::string> message_ids(std::string_view field_body) {
  std::vector<std::string> ids;
  for (std::size_t at = field_body.find('<'); at != std::string_view::npos;
       at = field_body.find('<', at)) {
    const std::size_t end = field_body.find('>', at);
    if (end == std::string_view::npos) break;
    std::string id;
    for (const char c : field_body.substr(at, end + 1 - at))
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') id += c;
    ids.push_back(std::move(id));
    at = end + 1;
  }
  return ids;
}

}  // namespace mailscope::mime
