// SORT: by what mails are ordered (RFC 5256, sections 2.2 and 3).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/imap/scanner.h"
#include "sim/imap/search.h"
#include "sim/mime/header.h"
#include "sim/store/mail_store.h"

namespace mailscope::imap {

struct SortKey {
  enum class By { arrival, cc, date, from, size, subject, to } by = By::arrival;
  bool is_reversed = false;

  friend bool operator==(const SortKey&, const SortKey&) = default;
};

struct SortRequest {
  std::vector<SortKey> keys;  // at least one, the first counts most
  SearchRequest search;
};
// What stands after SORT: "(REVERSE DATE SUBJECT) UTF-8 UNSEEN".
SortRequest parse_sort(Scanner& scanner);

// `mails` by rising number: where all keys are equal, and even under REVERSE, this order stays.
std::vector<const store::Mail*> sorted(std::vector<const store::Mail*> mails,
                                       const std::vector<SortKey>& keys);

// When a mail was sent: its Date in UTC; where none can be read, when it arrived. Seconds since 1970.
std::int64_t sent_at(const store::Mail& mail, const mime::Header& header);
mime::Header header_of(const store::Mail& mail);

}  // namespace mailscope::imap
