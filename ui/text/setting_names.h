// What the settings of hosts and their values are called, for people.
#pragma once

#include <string>
#include <string_view>

#include "ui/text/words.h"

namespace mailscope::ui {

// "outbound-tls" → "TLS to other servers"; of "smtp-auth alice@example.org" the address stays behind the
// name. A key that is not known reads as its own words.
std::string setting_name(const Words& words, std::string_view key);

// "required" of "outbound-tls" → "encrypted or not at all"; what is no word of the program's (a name, a number)
// stays as it is.
std::string setting_value(const Words& words, std::string_view key, std::string_view value);

}  // namespace mailscope::ui
