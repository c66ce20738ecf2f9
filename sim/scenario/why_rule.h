// The rule that a record follows, for a chain of causes.
#pragma once

#include <string>

#include "sim/trace/trace.h"

namespace mailscope::scenario {

// "RFC 5321, section 4.2"; empty when there is none.
std::string why_rule(const Record& record);

}  // namespace mailscope::scenario
