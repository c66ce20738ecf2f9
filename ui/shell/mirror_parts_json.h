// Parts of the mirror's document. Inside this room only.
#pragma once

#include <string>
#include <string_view>

#include "nlohmann/json.hpp"
#include "ui/shell/app.h"

namespace mailscope::ui {

using Json = nlohmann::ordered_json;

// A control names an action of the registry and its argument.
Json control_json(std::string label, std::string_view action, std::string argument = {},
                  bool is_on = false, bool is_enabled = true);

// What is asked, to be reached and explained (mirror_tasks_json.cpp); null when there is none.
Json question_json(App& app);
Json goals_json(App& app);
Json why_json(App& app);
Json compare_json(App& app);

}  // namespace mailscope::ui
