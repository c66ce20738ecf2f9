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

// Replies that a server may give to this command (a whole line of the client; empty: the greeting), with an
// example of their words, those that grant it first (RFC 5321, section 4.3.2; RFC 1939; RFC 9051, section 7).
std::vector<std::string> replies_to(Protocol protocol, std::string_view command);

// What a client's program would find wrong with the reply; empty: nothing.
std::string reply_fault(Protocol protocol, std::string_view line);

}  // namespace mailscope::ui
