// One lesson of the catalogue as Markdown, for docs/lessons.
#pragma once

#include <string>

#include "sim/scenario/scenario.h"

namespace mailscope::cli {

// `path` from the top of the checkout.
std::string lesson_markdown(const scenario::Scenario& lesson, const std::string& path);

}  // namespace mailscope::cli
