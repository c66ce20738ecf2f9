// What stands in the gaps of a sentence: how an English text is known again, to be said in another language.
//
//   gaps_of("{host} answers {reply}", "mx answers 250");   // {{"host", "mx"}, {"reply", "250"}}
//   gaps_of("{host} answers {reply}", "mx is silent");     // nothing
#pragma once

#include <optional>
#include <string_view>

#include "ui/text/words.h"

namespace mailscope::ui {

// The text of each gap in its order, none of them empty but in quotes; nothing when the text is not this sentence. The last gap
// reaches to the sentence's end, another one to the next words of the sentence.
std::optional<Fields> gaps_of(std::string_view sentence, std::string_view text);

}  // namespace mailscope::ui
