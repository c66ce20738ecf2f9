// SEARCH: its criteria as a tree, and whether a mail meets them (RFC 3501, section 6.4.4; RFC 9051, 6.4.4).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/imap/scanner.h"
#include "sim/imap/sequence_set.h"
#include "sim/store/mail_store.h"

namespace mailscope::imap {

struct Criterion {
  enum class What {
    all,
    every,
    either,
    negation,  // everything; all of `inner`; one of two; none
    numbers,
    uids,  // `set`
    flag,
    no_flag,  // `text` = its name
    before,
    on,
    since,
    sent_before,
    sent_on,
    sent_since,  // `number` = midnight, seconds since 1970
    larger,
    smaller,  // `number` octets
    header,
    body,
    text,    // `text` in the field `name`, in the body, in either
    modseq,  // `number` or more (RFC 7162)
  };
  What what = What::all;
  std::vector<Criterion> inner;
  SequenceSet set;
  std::string name, text;
  std::int64_t number = 0;
};

// What stands after SEARCH: RETURN options (RFC 4731, 5182), CHARSET, criteria. Depth is bounded.
struct SearchRequest {
  bool is_extended = false;  // RETURN was said: the answer is ESEARCH
  bool returns_min = false, returns_max = false, returns_all = false, returns_count = false;
  bool saves = false;
  bool uses_modseq = false;
  bool is_charset_known = true;  // else NO [BADCHARSET]; the texts are UTF-8 already
  Criterion criterion;
};
SearchRequest parse_search(Scanner& scanner);
// As SORT and THREAD have it: "UTF-8 SINCE 5-MAR-2000", a charset always and no RETURN (RFC 5256).
SearchRequest parse_search_in_charset(Scanner& scanner);

struct SearchContext {
  std::uint32_t number_max = 0;  // the largest sequence number
  std::uint32_t uid_max = 0;
  const std::vector<store::Uid>* saved = nullptr;  // "$", by rising UID
};
bool meets(const Criterion& criterion, const store::Mail& mail, std::uint32_t number,
           const SearchContext& context);

}  // namespace mailscope::imap
