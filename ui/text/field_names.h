// The names of fields in packets and lines, in the user's language.
#pragma once

#include <string>
#include <string_view>

#include "ui/text/words.h"

namespace mailscope::ui {

// "time to live" → "время жизни"; a name that is none of ours (a header's "Subject") stays as it is.
std::string field_name(const Words& words, std::string_view english);

}  // namespace mailscope::ui
