// The run or lesson that is shown, as a file to take away.
#pragma once

#include <string>
#include <string_view>

#include "ui/shell/app.h"

namespace mailscope::ui {

// "digest" (hexadecimal), "trace" (JSON lines), "pcapng" (base64 of it), "keylog", "svg" (the ladder),
// "worksheet" (Markdown: the lesson's questions on paper, its answers on the last page). Empty for anything
// else, and when there is no run.
std::string exported(App& app, std::string_view form);

// The ladder as a drawing that stands alone (SVG 1.1).
std::string svg_of(const LadderModel& ladder);
std::string worksheet_of(const Lesson& lesson, const Words& words);

}  // namespace mailscope::ui
