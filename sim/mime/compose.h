// Writes a correct mail from a draft (RFC 5322, 2045–2047, 2231, 6532).
//
// Pure: date, message id and boundary come from the caller, the same draft gives the same octets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/mime/address.h"

namespace mailscope::mime {

struct Attachment {
  std::string file_name;                          // UTF-8
  std::string type = "application/octet-stream";  // "image/png", "message/rfc822"
  std::string content;                            // the file's octets
  std::string content_id;  // without angle brackets; not empty = inline, for cid: links

  friend bool operator==(const Attachment&, const Attachment&) = default;
};

enum class BodyEncoding {
  automatic,  // 7bit where the text allows, else quoted-printable or base64
  eight_bit,  // UTF-8 as it is: the road must offer 8BITMIME
};

struct MessageDraft {
  std::vector<Address> from, sender, reply_to, to, cc;
  std::vector<Address>
      bcc;              // never written (RFC 5322, section 3.6.3, first way); kept for the envelope
  std::string subject;  // UTF-8
  std::int64_t date_s = 0;                           // seconds since 1970
  std::string message_id;                            // without angle brackets: "1234@example.org"
  std::vector<std::string> in_reply_to, references;  // without angle brackets
  std::vector<Address> disposition_notification_to;  // who wants a receipt (RFC 8098, section 2.1)
  std::vector<std::pair<std::string, std::string>>
      extra_fields;  // name and UTF-8 body, after the others

  std::string text;  // UTF-8, lines ending in LF or CR LF
  std::string html;  // UTF-8; not empty = multipart/alternative with `text`
  std::vector<Attachment> attachments;

  std::string boundary =
      "mailscope";  // 1–60 characters of [A-Za-z0-9]; parts get "=_" + it + "_1" …
  BodyEncoding body_encoding = BodyEncoding::automatic;
  bool header_is_utf8 = false;  // RFC 6532: no encoded words; the road must offer SMTPUTF8

  friend bool operator==(const MessageDraft&, const MessageDraft&) = default;
};

// The whole mail, CR LF lines. A boundary that occurs in the content is lengthened until it does not.
std::string compose(const MessageDraft& draft);

// Does this mail need 8BITMIME (an octet above 127 in the body), SMTPUTF8 (one in a header)?
bool needs_8bitmime(std::string_view octets);
bool needs_smtputf8(std::string_view octets);

}  // namespace mailscope::mime
