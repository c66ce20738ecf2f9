// Which settings of a running host can be changed, and to what: what Host::change_setting takes, as a list
// for those who offer it.
//
//   const auto choices = setting_choices(HostRole::server, "relay");   // {"closed", "open"}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/names.h"

namespace mailscope::hosts {

// None: this setting cannot be changed while the world runs. An empty list: any text that makes sense.
std::optional<std::vector<std::string>> setting_choices(HostRole role, bool is_box,
                                                        std::string_view key);

}  // namespace mailscope::hosts
