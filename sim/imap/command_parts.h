// The larger pieces of commands, each read by a file of its own: inside this room only.
#pragma once

#include "sim/imap/imap_command.h"
#include "sim/imap/scanner.h"

namespace mailscope::imap {

SequenceSet read_set(Scanner& in);
FetchArguments read_fetch(Scanner& in, bool is_uid);
SearchArguments read_search(Scanner& in);

}  // namespace mailscope::imap
