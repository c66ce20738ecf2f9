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
    section,
    modseq,       // RFC 7162
    binary,       // RFC 3516: a part with its transfer encoding undone
    binary_size,  // and how long that is
  };
  What what = What::flags;
  Section section;     // of `section`, `binary`, `binary_size`
  bool peeks = false;  // does not set \Seen
  std::string name;    // as the answer names it: "BODY[1]", "RFC822.TEXT"
  std::optional<std::pair<std::uint64_t, std::uint64_t>> partial;  // offset, octets at most

  bool marks_seen() const { return (what == What::section || what == What::binary) && !peeks; }
};

// What stands after the sequence set: one item, a macro, or a list in parentheses.
std::vector<FetchItem> parse_fetch_items(Scanner& scanner);

// "(CHANGEDSINCE 12345 VANISHED)" after the items (RFC 7162, sections 3.1.4.1 and 3.2.6).
struct FetchModifiers {
  std::optional<store::ModSequence> changed_since;
  bool wants_vanished = false;
};
FetchModifiers parse_fetch_modifiers(Scanner& scanner);

// False when BINARY asks for a part whose transfer encoding nobody knows: NO [UNKNOWN-CTE].
bool can_be_answered(const store::Mail& mail, const std::vector<FetchItem>& items);

// A piece of an answer: text, or the octets of a literal.
struct FetchPiece {
  bool is_literal = false;
  std::string octets;
};
// "* 3 FETCH (…)" without CR LF, in pieces; literals of sections stand by themselves.
std::vector<FetchPiece> fetch_answer(std::uint32_t number, const store::Mail& mail,
                                     const std::vector<FetchItem>& items);

}  // namespace mailscope::imap
