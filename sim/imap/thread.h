// THREAD: which mail answers which (RFC 5256, section 3): by subject, or by the fields that name other mails.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/imap/scanner.h"
#include "sim/imap/search.h"
#include "sim/store/mail_store.h"

namespace mailscope::imap {

enum class ThreadAlgorithm { ordered_subject, references };

struct ThreadRequest {
  ThreadAlgorithm algorithm = ThreadAlgorithm::references;
  SearchRequest search;
};
// What stands after THREAD: "REFERENCES UTF-8 SINCE 5-MAR-2000".
ThreadRequest parse_thread(Scanner& scanner);

struct ThreadMail {
  std::uint32_t number = 0;  // as the answer names it: sequence number or UID
  const store::Mail* mail = nullptr;
};
// Mails by rising number, as the answer shows their threads: "(2)(3 6 (4 23)(44 7 96))".
std::string threads_text(ThreadAlgorithm algorithm, const std::vector<ThreadMail>& mails);

}  // namespace mailscope::imap
