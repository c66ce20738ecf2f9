// What came of a run, in words: a mail delivered, a secret learnt, a conversation encrypted, a command refused.
//
// Kinds, values and facts come by their names, as sim/scenario/outcomes.h gives them; what they mean is said there.
//
//   outcome_subject(words, "mail", {{"subject", "Hi"}, {"recipient", "bob@example.org"}});   // mail “Hi” to bob@…
#pragma once

#include <string>
#include <string_view>

#include "sim/trace/trace.h"
#include "ui/text/words.h"

namespace mailscope::ui {

// The heading over all rows of a kind: "Mail", "Secrets".
std::string outcome_section(const Words& words, std::string_view kind);
// Who and what a row is about.
std::string outcome_subject(const Words& words, std::string_view kind, const Facts& facts);
// What came of it: "delivered", "encrypted (TLS 1.3)"; of a refusal the reply itself.
std::string outcome_cell(const Words& words, std::string_view kind, std::string_view value,
                         std::string_view detail);

}  // namespace mailscope::ui
