// Help for somebody who types a protocol by hand, from the parsers and tables that the servers themselves obey.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/names.h"

namespace mailscope::ui {

// The commands that are legal in this state of a server's session (by the name that the trace has), in the
// order of the table; empty when the protocol has no such state.
std::vector<std::string> verbs_allowed(Protocol protocol, std::string_view state);

// What a server would find wrong with the line itself, in the server's own words (a reply); empty: nothing.
// IMAP: only that the line has a tag and a command that is known.
std::string line_fault(Protocol protocol, std::string_view line);

}  // namespace mailscope::ui
