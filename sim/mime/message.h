// A mail taken apart: header fields, the tree of its parts, every piece with its place in the octets.
//
// Tolerant (RFC 5322, 2045, 2046): whatever is wrong is noted in `faults`, and as much as possible is read.
// Keeps no octets of its own: spans count from the start of the octets given to `parse`.
//
//   const Message message = parse(octets);
//   const Part* text = message.find_part("1.2");        // as IMAP numbers them
//   show(decoded_text(octets, *text));
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/mime/header.h"
#include "sim/mime/parameter.h"
#include "sim/mime/span.h"
#include "sim/mime/transfer.h"

namespace mailscope::mime {

inline constexpr int k_depth_max = 50;            // levels of parts within parts
inline constexpr std::size_t k_parts_max = 2000;  // parts in one mail

struct Part {
  Span whole;     // header and body
  Header header;  // of the part; of the mail itself at the root
  Span body;      // without the line end that belongs to the next boundary line

  ParameterList
      type;  // value "text/plain" when the field is missing (or message/rfc822 in a digest)
  ParameterList disposition;  // value empty when there is none
  Transfer transfer = Transfer::seven_bit;

  // multipart/*: its parts. message/rfc822 and message/global: one child, the mail inside (its root part).
  std::vector<Part> children;

  bool is_multipart() const { return type.value.compare(0, 10, "multipart/") == 0; }
  bool is_message() const {
    return type.value == "message/rfc822" || type.value == "message/global";
  }
  std::string main_type() const;  // "text"
  std::string sub_type() const;   // "plain"
  // File name from Content-Disposition or Content-Type, UTF-8; empty when it has none.
  std::string file_name() const;

  friend bool operator==(const Part&, const Part&) = default;
};

struct Message {
  Part root;
  Faults faults;

  // By IMAP's numbers (RFC 9051, section 6.4.5): "1", "2.1"; "" is the root. nullptr when there is no such part.
  const Part* find_part(std::string_view numbers) const;

  friend bool operator==(const Message&, const Message&) = default;
};

Message parse(std::string_view octets);

// The body of a leaf with its transfer encoding undone.
std::string decoded_body(std::string_view octets, const Part& part);
// The same of a text part, brought to UTF-8.
std::string decoded_text(std::string_view octets, const Part& part);
// What a mail reader would show first: the text/plain of a multipart/alternative, else the first text part.
const Part* readable_part(const Message& message);
// The parts a mail reader lists as attachments.
std::vector<const Part*> attachments(const Message& message);

// The message ids of Message-ID, In-Reply-To, References, with their angle brackets.
std::vector<std::string> message_ids(std::string_view field_body);

// An outline for people and goldens: one line a part, "1.2 text/html base64 123+456".
std::string to_text(const Message& message);

}  // namespace mailscope::mime
