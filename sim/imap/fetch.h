// FETCH: which items of a mail are wanted, and the answer (RFC 9051, sections 6.4.5 and 7.5.2).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/imap/mail_parts.h"
#include "sim/imap/scanner.h"
#include "sim/store/mail_store.h"

namespace mailscope::imap {

struct FetchItem {
  enum class What {
    uid,
    flags,
    internal_date,
    size,
    envelope,
    body_structure,
    bodystructure,
    section
  };
  What what = What::flags;
  Section section;     // of `section`
  bool peeks = false;  // does not set \Seen
  std::string name;    // as the answer names it: "BODY[1]", "RFC822.TEXT"
  std::optional<std::pair<std::uint64_t, std::uint64_t>> partial;  // offset, octets at most

  bool marks_seen() const { return what == What::section && !peeks; }
};

// What stands after the sequence set: one item, a macro, or a list in parentheses.
std::vector<FetchItem> parse_fetch_items(Scanner& scanner);

// A piece of an answer: text, or the octets of a literal.
struct FetchPiece {
  bool is_literal = false;
  std::string octets;
};
// "* 3 FETCH (…)" without CR LF, in pieces; literals of sections stand by themselves.
std::vector<FetchPiece> fetch_answer(std::uint32_t number, const store::Mail& mail,
                                     const std::vector<FetchItem>& items);

}  // namespace mailscope::imap
