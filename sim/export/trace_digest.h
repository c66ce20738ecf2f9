// One number for a whole run: equal digests mean equal traces, on every platform.
//
// SHA-256 over a plain binary form of every record, field by field in the order of its struct:
// numbers as eight octets, the lowest first; texts and octets as their length and themselves; lists as
// their length and their members; enumerators by their word. So nothing depends on a JSON library or
// on the order in which enumerators happen to be declared.
#pragma once

#include <string>

#include "sim/trace/trace.h"

namespace mailscope {

// 64 hexadecimal digits.
std::string trace_digest(const Trace& trace);

}  // namespace mailscope
