// Shapes as a JSON Schema (draft 2020-12): scenarios/schema.json is what this prints.
#pragma once

#include <string>

#include "sim/scenario/shape.h"

namespace mailscope::scenario {

// `title` goes to the top. Ends with a newline; the same shapes always give the same text.
std::string schema_text(const Shape& shape, const std::string& title);

}  // namespace mailscope::scenario
