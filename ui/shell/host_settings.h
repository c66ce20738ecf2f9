// What can be changed at a host from a step on: beside the model of a host, which knows the trace only.
#pragma once

#include "ui/model/host_model.h"

namespace mailscope::ui {

// Marks the settings that can be changed, with their choices; the wire of a host is one of them.
void offer_changes(const Words& words, HostModel& host);

// The action and the argument that change this setting of that host to this value.
std::pair<std::string, std::string> setting_change(const std::string& host, const std::string& key,
                                                   const std::string& value);

}  // namespace mailscope::ui
