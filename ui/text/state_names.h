// What the states of a session are called, for people.
#pragma once

#include <string>
#include <string_view>

#include "sim/trace/payload.h"
#include "ui/text/words.h"

namespace mailscope::ui {

// "recipients" → "recipients"; in Russian "получатели". A name that is not known stays as it is.
std::string state_name(const Words& words, Protocol protocol, std::string_view name);
// What it means to be in that state, in a sentence; empty when there is nothing to say.
std::string state_meaning(const Words& words, Protocol protocol, std::string_view name);

}  // namespace mailscope::ui
