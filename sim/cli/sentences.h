// The page's sentences for the command line: in English, by the words of ui/text.
#pragma once

#include <functional>
#include <string>

#include "sim/trace/trace.h"

namespace mailscope::cli {

// What the page has as the headline of this record. The trace must have named its hosts already.
std::function<std::string(const Record&)> sentences_about(const Trace& trace);

}  // namespace mailscope::cli
