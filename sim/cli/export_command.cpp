// mailscope export: one run, written for another program.
#include "sim/cli/commands.h"
#include "sim/cli/files.h"
#include "sim/cli/sentences.h"
#include "sim/export/pcapng.h"
#include "sim/world/world.h"

namespace mailscope::cli {

namespace {

// A scenario is run; a trace of an earlier run or visit is taken as it is.
std::optional<TraceFile> run_or_trace(const ExportOptions& options, std::FILE* err) {
  std::FILE* file = std::fopen(options.file.c_str(), "rb");
  char head[64] = {};
  if (file != nullptr) {
    const std::size_t count = std::fread(head, 1, sizeof head - 1, file);
    std::fclose(file);
    if (is_trace_json(std::string_view(head, count))) return read_recorded(options.file, "", err);
  }
  const auto staged = stage(options.file, options.knobs, err);
  if (!staged) return std::nullopt;
  world::World world(staged->spec);
  world.run();
  return TraceFile{world.trace(), staged->spec.epoch_s};
}

}  // namespace

Outcome export_pcapng(const ExportOptions& options, std::FILE* err) {
  for (const std::string& path : {options.output, options.keylog}) {
    if (!is_same_file(path, options.file)) continue;
    print(err, path + ": this is the file that is exported; name another one\n");
    return Outcome::bad_input;
  }
  const auto run = run_or_trace(options, err);
  if (!run) return Outcome::bad_input;
  PcapngOptions capture;
  capture.epoch_s = run->epoch_s;
  capture.has_secrets = options.keylog.empty();
  capture.sentence = sentences_about(run->trace);
  const auto write = [&](const std::string& path, const std::string& octets) {
    if (write_file(path, octets)) return true;
    print(err, path + ": the file cannot be written; name another one\n");
    return false;
  };
  if (!write(options.output, pcapng(run->trace, capture))) return Outcome::bad_input;
  if (!options.keylog.empty() && !write(options.keylog, keylog(run->trace))) {
    return Outcome::bad_input;
  }
  return Outcome::well;
}

}  // namespace mailscope::cli
