// FETCH: which mails, which items (RFC 9051, section 6.4.5; RFC 3501's names; RFC 7162).
#include <algorithm>

#include "sim/base/text.h"
#include "sim/imap/command_parts.h"

namespace mailscope::imap {

namespace {

using Kind = FetchItem::Kind;

struct SimpleItem {
  std::string_view name;
  Kind kind;
};
constexpr SimpleItem k_simple_items[] = {
    {"UID", Kind::uid},
    {"FLAGS", Kind::flags},
    {"INTERNALDATE", Kind::internal_date},
    {"RFC822.SIZE", Kind::size},
    {"ENVELOPE", Kind::envelope},
    {"BODYSTRUCTURE", Kind::body_structure},
    {"MODSEQ", Kind::modseq},
    {"RFC822", Kind::rfc822},
    {"RFC822.HEADER", Kind::rfc822_header},
    {"RFC822.TEXT", Kind::rfc822_text},
};

// "[" … "]"
Section read_section(Scanner& in, bool only_numbers) {
  Section section;
  in.expect('[', "before the section");
  for (;;) {  // 1.2.3
    if (!is_digit(in.peek())) break;
    if (!section.numbers.empty()) section.numbers += '.';
    const std::string number = in.digits_and("", "a part's number");
    if (number.front() == '0') in.fail("parts are numbered from 1");
    section.numbers += number;
    if (!in.skip('.')) {
      in.expect(']', "after the section");
      return section;
    }
  }
  if (in.skip(']')) {
    if (!section.numbers.empty()) in.fail("the section ends in a dot");
    return section;
  }
  if (only_numbers) in.fail("BINARY takes only the numbers of a part");
  const std::string text = in.keyword("the section's text");
  if (text == "HEADER") {
    section.text = Section::Text::header;
  } else if (text == "TEXT") {
    section.text = Section::Text::text;
  } else if (text == "MIME" && !section.numbers.empty()) {
    section.text = Section::Text::mime;
  } else if (text == "HEADER.FIELDS" || text == "HEADER.FIELDS.NOT") {
    section.text = text == "HEADER.FIELDS" ? Section::Text::header_fields : Section::Text::header_fields_not;
    in.space();
    in.expect('(', "before the names of fields");
    while (in.is_ok()) {
      section.fields.push_back(in.astring("a field's name"));
      if (in.skip(')')) break;
      in.space();
    }
  } else {
    in.fail("there is no section " + text + (text == "MIME" ? " without a part's number" : ""));
  }
  in.expect(']', "after the section");
  return section;
}

void read_partial(Scanner& in, FetchItem& item) {
  if (!in.skip('<')) return;
  const std::uint64_t offset = in.number("the first octet", INT64_MAX);
  in.expect('.', "between offset and count");
  const std::uint64_t count = in.number("the count of octets", INT64_MAX);
  if (in.is_ok() && count == 0) in.fail("the count of octets must not be 0");
  in.expect('>', "after the count of octets");
  item.partial = {offset, count};
}

// The letters of an item's name stop at "[" although that is an atom's character.
std::string read_name(Scanner& in) {
  std::string name;
  while (is_atom_char(in.peek()) && in.peek() != '[' && in.peek() != ')') {
    name += ascii_upper(in.peek());
    in.skip(in.peek());
  }
  if (name.empty()) in.fail("an item to fetch is missing");
  return name;
}

FetchItem read_item(Scanner& in) {
  FetchItem item;
  const std::string name = read_name(in);
  for (const SimpleItem& simple : k_simple_items)
    if (name == simple.name) {
      item.kind = simple.kind;
      return item;
    }
  const bool has_section = in.peek() == '[';
  item.is_peek = name == "BODY.PEEK" || name == "BINARY.PEEK";
  if (name == "BODY" && !has_section) {
    item.kind = Kind::body;
  } else if ((name == "BODY" || name == "BODY.PEEK") && has_section) {
    item.kind = Kind::section;
    item.part = read_section(in, false);
    read_partial(in, item);
  } else if ((name == "BINARY" || name == "BINARY.PEEK") && has_section) {
    item.kind = Kind::binary;
    item.part = read_section(in, true);
    read_partial(in, item);
  } else if (name == "BINARY.SIZE" && has_section) {
    item.kind = Kind::binary_size;
    item.part = read_section(in, true);
  } else {
    in.fail("FETCH knows no item " + name);
  }
  return item;
}

std::vector<FetchItem> macro_items(Scanner& in) {
  const FetchItem flags{.kind = Kind::flags}, date{.kind = Kind::internal_date}, size{.kind = Kind::size};
  const FetchItem envelope{.kind = Kind::envelope}, body{.kind = Kind::body};
  if (in.skip_word("ALL")) return {flags, date, size, envelope};
  if (in.skip_word("FAST")) return {flags, date, size};
  if (in.skip_word("FULL")) return {flags, date, size, envelope, body};
  return {};
}

}  // namespace

FetchArguments read_fetch(Scanner& in, bool is_uid) {
  FetchArguments arguments;
  in.space();
  arguments.mails = read_set(in);
  in.space();
  if (in.skip('(')) {
    while (in.is_ok()) {
      arguments.items.push_back(read_item(in));
      if (in.skip(')')) break;
      in.space();
    }
  } else {
    arguments.items = macro_items(in);
    if (arguments.items.empty()) arguments.items.push_back(read_item(in));
  }
  if (in.skip(' ')) {
    in.expect('(', "before CHANGEDSINCE");
    if (!in.skip_word("CHANGEDSINCE")) in.fail("only CHANGEDSINCE is known here");
    in.space();
    arguments.changed_since = in.number("a modification sequence", INT64_MAX);
    in.expect(')', "after CHANGEDSINCE");
  }
  const auto add_if_missing = [&](Kind kind) {
    for (const FetchItem& item : arguments.items)
      if (item.kind == kind) return;
    arguments.items.insert(arguments.items.begin(), FetchItem{.kind = kind});
  };
  // RFC 7162, section 3.1.4.1: CHANGEDSINCE brings the MODSEQ; RFC 9051, section 6.4.9: UID FETCH the UID.
  if (arguments.changed_since) add_if_missing(Kind::modseq);
  if (is_uid) add_if_missing(Kind::uid);
  return arguments;
}

std::string to_text(const Section& section) {
  std::string text = section.numbers;
  const auto add = [&](std::string_view word) {
    if (!text.empty()) text += '.';
    text += word;
  };
  switch (section.text) {
    case Section::Text::all: break;
    case Section::Text::header: add("HEADER"); break;
    case Section::Text::header_fields: add("HEADER.FIELDS"); break;
    case Section::Text::header_fields_not: add("HEADER.FIELDS.NOT"); break;
    case Section::Text::text: add("TEXT"); break;
    case Section::Text::mime: add("MIME"); break;
  }
  if (section.fields.empty()) return text;
  text += " (";
  for (std::size_t i = 0; i < section.fields.size(); ++i) {
    const std::string& field = section.fields[i];
    const bool is_atom = !field.empty() && std::all_of(field.begin(), field.end(), is_atom_char);
    if (i > 0) text += ' ';
    if (is_atom) {
      text += field;
    } else {  // quotation marks and line ends cannot be part of a field's name
      text += '"';
      for (const char c : field)
        if (c != '"' && c != '\\' && c != '\r' && c != '\n') text += c;
      text += '"';
    }
  }
  return text + ")";
}

}  // namespace mailscope::imap
