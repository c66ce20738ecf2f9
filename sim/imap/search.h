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
    text,  // `text` in the field `name`, in the body, in either
  };
  What what = What::all;
  std::vector<Criterion> inner;
  SequenceSet set;
  std::string name, text;
  std::int64_t number = 0;
};

// What stands after SEARCH (a CHARSET of UTF-8 or US-ASCII included). Depth is bounded.
Criterion parse_search(Scanner& scanner);

struct SearchContext {
  std::uint32_t number_max = 0;  // the largest sequence number
  std::uint32_t uid_max = 0;
};
bool meets(const Criterion& criterion, const store::Mail& mail, std::uint32_t number,
           const SearchContext& context);

}  // namespace mailscope::imap
