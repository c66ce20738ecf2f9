// What the page's HTML mirror shows, as JSON: the document of the current step, not its widgets.
//
// web/mirror.js builds text nodes and real controls from it; each control names an action and its argument.
#pragma once

#include <string>

#include "ui/panels/intents.h"
#include "ui/shell/app.h"

namespace mailscope::ui {

std::string mirror_json(App& app);
// For the sheet in which a run is changed: branches, packet, connection, settings, and its labels.
std::string changes_json(App& app);
// Where the page lays real inputs over the picture.
std::string text_places_json(const std::vector<TextPlace>& places);
// What the command palette finds: actions and lessons, in all languages.
std::string palette_json(App& app);

}  // namespace mailscope::ui
