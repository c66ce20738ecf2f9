// A Trace as JSON lines, and back: what `mailscope run --json` prints and the page opens.
//
// The first line names the format; then one line for each record, in order (docs/TRACE.md):
//
//   {"format":"mailscope-trace","version":1,"epoch":1772442000}
//   {"number":7,"time":30000,"cause":6,"host":2,"peer":1,"connection":1,"kind":"packet-arrived","data":{"sent":6}}
//
// Reading is for files from anywhere. Unknown keys are passed over, missing ones have their default;
// what would mislead a view (numbers out of order, a cause or packet that is not there, an unknown
// kind) is a fault with its place. A budget bounds the size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/trace/trace.h"

namespace mailscope {

struct TraceFile {
  Trace trace;
  std::int64_t epoch_s = k_epoch_s_default;
};

struct TraceFault {
  std::size_t line = 0, column = 0;  // from 1; column 1 when the whole line is meant
  std::string what, mend;

  friend bool operator==(const TraceFault&, const TraceFault&) = default;
};
// "3:17: this is no JSON; write one record a line"
std::string to_text(const TraceFault& fault);

inline constexpr std::size_t k_trace_file_octets_max = 256 * 1024 * 1024;
inline constexpr std::size_t k_trace_records_max = 2'000'000;
inline constexpr std::size_t k_trace_depth_max = 8;
inline constexpr std::size_t k_trace_faults_max = 20;  // after that many, reading stops

std::string trace_json(const Trace& trace, std::int64_t epoch_s = k_epoch_s_default);
// The first line, and the line of one record; both without their line end. For who writes while it runs.
std::string trace_head_json(std::int64_t epoch_s);
std::string record_json(const Record& record);

// True when the text begins as a trace does: for telling it from other files.
bool is_trace_json(std::string_view text);

Result<TraceFile, std::vector<TraceFault>> read_trace_json(std::string_view text);

}  // namespace mailscope
