// How a command is written and what it is for: help for somebody who types a protocol by hand.
#pragma once

#include <string>
#include <string_view>

#include "sim/trace/names.h"
#include "ui/text/words.h"

namespace mailscope::ui {

struct CommandHelp {
  std::string_view form;   // "MAIL FROM:<sender> [SIZE=octets]"; empty: a command without help
  std::string_view start;  // what completion puts there: "MAIL FROM:<"
  std::string purpose;     // a sentence
};

CommandHelp command_help(const Words& words, Protocol protocol, std::string_view verb);

}  // namespace mailscope::ui
