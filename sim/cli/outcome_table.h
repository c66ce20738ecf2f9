// What came of two runs as a table of fixed columns; changed rows are marked with "*".
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/outcomes.h"
#include "ui/text/words.h"

namespace mailscope::cli {

// `before` and `after` are the headings of the two columns.
std::string outcome_table(const std::vector<scenario::ComparedOutcome>& rows,
                          const std::string& before, const std::string& after,
                          const ui::Words& words);

}  // namespace mailscope::cli
