// Any file as a capture: reads to an end, and what it gives is a trace that can be written and read.
#include "sim/export/import_capture.h"

#include "sim/base/check.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

FUZZ_TARGET(import_capture) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  const auto imported = import_capture(octets);
  if (!imported) {
    MUST(!imported.error().empty());
    return 0;
  }
  const TraceFile& file = imported->file;
  const auto again = read_trace_json(trace_json(file.trace, file.epoch_s));
  MUST(again);
  MUST(again->trace == file.trace);
  return 0;
}
