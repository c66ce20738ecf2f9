// The reasons that a decision or a program gives in words, in the user's language.
//
// The trace keeps a reason as the sentence that stands in a log, in Authentication-Results or in a report:
// English, whoever looks. Its sentences are known here as patterns with {gaps}, so that they can be said in
// every language of the catalogues. What is not known (a server's own words, a zone's) stays as it is.
#pragma once

#include <string>
#include <string_view>

#include "ui/text/words.h"

namespace mailscope::ui {

// "the key has been revoked" → "ключ отозван"
std::string reason_text(const Words& words, std::string_view reason);
bool is_known_reason(std::string_view reason);

}  // namespace mailscope::ui
