// Any text as a trace file: read and written again as the same, or refused with faults.
#include "sim/base/check.h"
#include "sim/export/trace_json.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

FUZZ_TARGET(trace_file) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto file = read_trace_json(text);
  if (!file) {
    MUST(!file.error().empty());
    for (const TraceFault& fault : file.error()) static_cast<void>(to_text(fault));
    return 0;
  }
  const auto again = read_trace_json(trace_json(file->trace, file->epoch_s));
  MUST(again);
  MUST(again->trace == file->trace);
  return 0;
}
