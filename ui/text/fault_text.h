// What is wrong with a file, in the user's language: faults of scenarios, of traces and of captures.
//
// Whoever reads a file says what is wrong in English (sim/scenario/fault.h), as the terminal shows it. The sentences
// are known here with their gaps, so the page can say them in every language of the catalogues. A name, a number or a
// piece of the file that fills a gap stays as it is; what is not known at all stays English.
//
//   fault_text(words, "a.json:3:11: a host has no key \"adress\"; write \"address\"\n\n");
//   // "a.json:3:11: узел: нет ключа \"adress\"; напишите \"address\"\n\n"
#pragma once

#include <string>
#include <string_view>

#include "ui/text/words.h"

namespace mailscope::ui {

// `faults`: paragraphs, each "[FILE:[LINE:COLUMN:] ]what is wrong; what would mend it".
std::string fault_text(const Words& words, std::string_view faults);

// Whether a sentence of a fault (one half of it) or the name of a part of a scenario is known.
bool is_known_in_faults(std::string_view text);

}  // namespace mailscope::ui
