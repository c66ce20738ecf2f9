// What the settings of hosts are called, for people.
#pragma once

#include <string>
#include <string_view>

#include "ui/text/words.h"

namespace mailscope::ui {

// "outbound-tls" → "TLS to other servers"; of "smtp-auth alice@example.org" the address stays behind the
// name. A key that is not known reads as its own words.
std::string setting_name(const Words& words, std::string_view key);

}  // namespace mailscope::ui
