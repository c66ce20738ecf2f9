// What the page's HTML mirror shows, as JSON: the document of the current step, not its widgets.
//
// web/mirror.js builds text nodes and real controls from it; each control names an action and its argument.
#pragma once

#include <string>

#include "ui/shell/app.h"

namespace mailscope::ui {

std::string mirror_json(App& app);

}  // namespace mailscope::ui
