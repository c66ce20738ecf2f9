// Reading the items of FETCH, and printing what they ask for.
#include "sim/imap/fetch.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/imap/printing.h"

namespace mailscope::imap {
namespace {

using ItemWhat = FetchItem::What;

FetchItem item_of(ItemWhat what, std::string name) {
  FetchItem item;
  item.what = what;
  item.name = std::move(name);
  return item;
}

FetchItem section_item(std::string name, Section::What what, bool peeks) {
  FetchItem item = item_of(ItemWhat::section, std::move(name));
  item.section.what = what;
  item.peeks = peeks;
  return item;
}

// "1.2": numbers from 1 on (RFC 9051, section 9, section-part).
std::uint32_t part_number(Scanner& scanner) {
  const auto number = static_cast<std::uint32_t>(scanner.number("a part's number"));
  if (scanner.is_ok() && number == 0) scanner.fail("parts are numbered from 1 on");
  return number;
}

// Between the brackets: numbers, then a word, then perhaps field names.
Section parse_section(Scanner& scanner) {
  Section section;
  while (scanner.is_ok() && is_digit(scanner.peek())) {
    section.part.push_back(part_number(scanner));
    if (!scanner.skip('.')) return section;
  }
  if (scanner.peek() == ']') {
    if (!section.part.empty()) scanner.fail("a part's number must not end in a dot");
    return section;
  }
  if (scanner.skip_word("HEADER.FIELDS.NOT")) {
    section.what = Section::What::header_fields_not;
  } else if (scanner.skip_word("HEADER.FIELDS")) {
    section.what = Section::What::header_fields;
  } else if (scanner.skip_word("HEADER")) {
    section.what = Section::What::header;
    return section;
  } else if (scanner.skip_word("TEXT")) {
    section.what = Section::What::text;
    return section;
  } else if (scanner.skip_word("MIME") && !section.part.empty()) {
    section.what = Section::What::mime;
    return section;
  } else {
    scanner.fail("this is no section of a mail");
    return section;
  }
  scanner.space();
  scanner.expect('(', "before the names of header fields");
  do {
    section.fields.push_back(scanner.astring("a header field's name"));
  } while (scanner.is_ok() && scanner.skip(' '));
  scanner.expect(')', "after the names of header fields");
  return section;
}

void parse_partial(Scanner& scanner, FetchItem& item) {
  if (!scanner.skip('<')) return;
  const std::uint64_t offset = scanner.number("the first octet");
  scanner.expect('.', "between the first octet and their count");
  const std::uint64_t count = scanner.number("a count of octets");
  if (scanner.is_ok() && count == 0) scanner.fail("a partial fetch wants at least one octet");
  scanner.expect('>', "after a partial");
  item.partial = {offset, count};
  item.name += "<" + std::to_string(offset) + ">";
}

FetchItem parse_body(Scanner& scanner, bool peeks) {
  FetchItem item = item_of(ItemWhat::section, {});
  item.peeks = peeks;
  item.section = parse_section(scanner);
  scanner.expect(']', "after a section");
  item.name = "BODY[" + to_text(item.section) + "]";
  parse_partial(scanner, item);
  return item;
}

// Only a part's number may stand between the brackets (RFC 9051, section 9, section-binary).
FetchItem parse_binary(Scanner& scanner, ItemWhat what, bool peeks) {
  FetchItem item = item_of(what, what == ItemWhat::binary ? "BINARY[" : "BINARY.SIZE[");
  item.peeks = peeks;
  while (scanner.is_ok() && scanner.peek() != ']') {
    item.section.part.push_back(part_number(scanner));
    if (!scanner.skip('.')) break;
    if (scanner.peek() == ']') scanner.fail("a part's number must not end in a dot");
  }
  scanner.expect(']', "after a part's number");
  item.name += to_text(item.section) + "]";
  if (what == ItemWhat::binary) parse_partial(scanner, item);
  return item;
}

// A word that ends in a bracket is no atom: it is compared octet by octet.
bool skip_opening(Scanner& scanner, std::string_view word) {
  if (!starts_with_ignoring_case(scanner.rest(), word)) return false;
  for (std::size_t i = 0; i < word.size(); ++i) scanner.skip(scanner.peek());
  return true;
}

void parse_item(Scanner& scanner, std::vector<FetchItem>& items) {
  if (skip_opening(scanner, "BINARY.SIZE[")) {
    items.push_back(parse_binary(scanner, ItemWhat::binary_size, true));
  } else if (skip_opening(scanner, "BINARY.PEEK[")) {
    items.push_back(parse_binary(scanner, ItemWhat::binary, true));
  } else if (skip_opening(scanner, "BINARY[")) {
    items.push_back(parse_binary(scanner, ItemWhat::binary, false));
  } else if (skip_opening(scanner, "BODY.PEEK[")) {
    items.push_back(parse_body(scanner, true));
  } else if (skip_opening(scanner, "BODY[")) {
    items.push_back(parse_body(scanner, false));
  } else if (scanner.skip_word("BODYSTRUCTURE")) {
    items.push_back(item_of(ItemWhat::bodystructure, "BODYSTRUCTURE"));
  } else if (scanner.skip_word("BODY")) {
    items.push_back(item_of(ItemWhat::body_structure, "BODY"));
  } else if (scanner.skip_word("UID")) {
    items.push_back(item_of(ItemWhat::uid, "UID"));
  } else if (scanner.skip_word("FLAGS")) {
    items.push_back(item_of(ItemWhat::flags, "FLAGS"));
  } else if (scanner.skip_word("MODSEQ")) {
    items.push_back(item_of(ItemWhat::modseq, "MODSEQ"));
  } else if (scanner.skip_word("INTERNALDATE")) {
    items.push_back(item_of(ItemWhat::internal_date, "INTERNALDATE"));
  } else if (scanner.skip_word("RFC822.SIZE")) {
    items.push_back(item_of(ItemWhat::size, "RFC822.SIZE"));
  } else if (scanner.skip_word("ENVELOPE")) {
    items.push_back(item_of(ItemWhat::envelope, "ENVELOPE"));
  } else if (scanner.skip_word("RFC822.HEADER")) {
    items.push_back(section_item("RFC822.HEADER", Section::What::header, true));
  } else if (scanner.skip_word("RFC822.TEXT")) {
    items.push_back(section_item("RFC822.TEXT", Section::What::text, false));
  } else if (scanner.skip_word("RFC822")) {
    items.push_back(section_item("RFC822", Section::What::all, false));
  } else {
    scanner.fail("FETCH knows no item '" + visible(scanner.rest().substr(0, 30)) + "'");
  }
}

bool parse_macro(Scanner& scanner, std::vector<FetchItem>& items) {
  const bool is_full = scanner.skip_word("FULL");
  const bool is_all = !is_full && scanner.skip_word("ALL");
  const bool is_fast = !is_full && !is_all && scanner.skip_word("FAST");
  if (!is_full && !is_all && !is_fast) return false;
  items.push_back(item_of(ItemWhat::flags, "FLAGS"));
  items.push_back(item_of(ItemWhat::internal_date, "INTERNALDATE"));
  items.push_back(item_of(ItemWhat::size, "RFC822.SIZE"));
  if (!is_fast) items.push_back(item_of(ItemWhat::envelope, "ENVELOPE"));
  if (is_full) items.push_back(item_of(ItemWhat::body_structure, "BODY"));
  return true;
}

}  // namespace

std::vector<FetchItem> parse_fetch_items(Scanner& scanner) {
  std::vector<FetchItem> items;
  if (parse_macro(scanner, items)) return items;
  if (!scanner.skip('(')) {
    parse_item(scanner, items);
    return items;
  }
  do {
    parse_item(scanner, items);
  } while (scanner.is_ok() && scanner.skip(' '));
  scanner.expect(')', "after the items");
  return items;
}

FetchModifiers parse_fetch_modifiers(Scanner& scanner) {
  FetchModifiers modifiers;
  scanner.expect('(', "before the modifiers of FETCH");
  do {
    if (scanner.skip_word("CHANGEDSINCE")) {
      scanner.space();
      modifiers.changed_since = scanner.number("a modification sequence", INT64_MAX);
    } else if (scanner.skip_word("VANISHED")) {
      modifiers.wants_vanished = true;
    } else {
      scanner.fail("FETCH knows no such modifier");
    }
  } while (scanner.is_ok() && scanner.skip(' '));
  scanner.expect(')', "after the modifiers of FETCH");
  if (scanner.is_ok() && !modifiers.changed_since) scanner.fail("VANISHED needs CHANGEDSINCE");
  return modifiers;
}

bool can_be_answered(const store::Mail& mail, const std::vector<FetchItem>& items) {
  return std::all_of(items.begin(), items.end(), [&](const FetchItem& item) {
    const bool is_binary = item.what == ItemWhat::binary || item.what == ItemWhat::binary_size;
    return !is_binary || can_be_decoded(mail.content, item.section.part);
  });
}

namespace {

std::string partial_of(const FetchItem& item, std::string octets) {
  if (!item.partial) return octets;
  const std::size_t from =
      std::min<std::size_t>(static_cast<std::size_t>(item.partial->first), octets.size());
  return octets.substr(from, static_cast<std::size_t>(item.partial->second));
}

}  // namespace

std::vector<FetchPiece> fetch_answer(std::uint32_t number, const store::Mail& mail,
                                     const std::vector<FetchItem>& items) {
  std::vector<FetchPiece> pieces;
  std::string text = "* " + std::to_string(number) + " FETCH (";
  bool is_first = true;
  for (const FetchItem& item : items) {
    if (!is_first) text += " ";
    is_first = false;
    text += item.name + " ";
    switch (item.what) {
      case ItemWhat::uid: text += std::to_string(mail.uid); break;
      case ItemWhat::flags: text += flags_text(mail.flags); break;
      case ItemWhat::internal_date: text += "\"" + imap_date_time(mail.date_s) + "\""; break;
      case ItemWhat::size: text += std::to_string(mail.content.size()); break;
      case ItemWhat::envelope: text += envelope_text(mail.content); break;
      case ItemWhat::body_structure: text += structure_text(mail.content, Structure::body); break;
      case ItemWhat::bodystructure:
        text += structure_text(mail.content, Structure::bodystructure);
        break;
      case ItemWhat::modseq: text += "(" + std::to_string(mail.modseq) + ")"; break;
      case ItemWhat::binary_size: {
        const auto octets = binary_octets(mail.content, item.section.part);
        text += std::to_string(octets ? octets->size() : 0);
        break;
      }
      case ItemWhat::section:
      case ItemWhat::binary: {
        const bool is_binary = item.what == ItemWhat::binary;
        auto octets = is_binary ? binary_octets(mail.content, item.section.part)
                                : section_octets(mail.content, item.section);
        if (!octets) {
          text += "NIL";
          break;
        }
        octets = partial_of(item, std::move(*octets));
        // Only a literal8 may hold NUL (RFC 9051, section 4.3): elsewhere its place is kept by another
        // octet that no text needs, so that sizes stay true.
        if (!is_binary) std::replace(octets->begin(), octets->end(), '\0', k_in_place_of_nul);
        if (is_binary && octets->find('\0') != std::string::npos) text += "~";
        pieces.push_back({false, text + "{" + std::to_string(octets->size()) + "}\r\n"});
        pieces.push_back({true, std::move(*octets)});
        text.clear();
        break;
      }
    }
  }
  pieces.push_back({false, text + ")"});
  return pieces;
}

}  // namespace mailscope::imap
