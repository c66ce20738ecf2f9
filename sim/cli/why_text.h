// A chain of causes as indented lines, in the words of a catalogue.
#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/why.h"

namespace mailscope::cli {

// `language` is a catalogue's code; English when there is none.
std::string why_text(const scenario::WhyChain& chain, const Trace& trace,
                     std::string_view language);

}  // namespace mailscope::cli
