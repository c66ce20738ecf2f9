// The header of a mail or of a part: its fields in their order, each with its place (RFC 5322, section 2.2).
//
// Tolerant: bare LF line ends, lines without a colon, fields with blanks before the colon and lines that
// are too long are read as well as can be, and noted as faults.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/mime/span.h"

namespace mailscope::mime {

struct Field {
  std::string name;  // as written: "Subject"
  Span whole;        // name, colon, body and the line end, all folded lines
  Span body;         // after the colon, without the last line end; still folded

  friend bool operator==(const Field&, const Field&) = default;
};

struct Header {
  Span span;  // all fields and the empty line that ends them (if it is there)
  std::vector<Field> fields;

  // The first field of this name in any case; nullptr when there is none.
  const Field* find(std::string_view name) const;
  std::vector<const Field*> find_all(std::string_view name) const;

  friend bool operator==(const Header&, const Header&) = default;
};

// Reads fields from `offset` of the whole mail up to the first empty line, or to `end`.
Header parse_header(std::string_view octets, Span within, Faults& faults);

// The field's body on one line: line ends before blanks removed, outer blanks trimmed (section 2.2.3).
std::string unfold(std::string_view folded);
// Unfolded body of the first field of this name.
std::optional<std::string> field_text(std::string_view octets, const Header& header,
                                      std::string_view name);
// The same with encoded words decoded: UTF-8 for people.
std::optional<std::string> field_shown(std::string_view octets, const Header& header,
                                       std::string_view name);

// "Name: body" folded at blanks so that lines keep within 78 octets where they can (section 2.1.1), with CR LF.
std::string fold_field(std::string_view name, std::string_view body);

}  // namespace mailscope::mime
