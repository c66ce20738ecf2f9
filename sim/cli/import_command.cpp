// mailscope import: what is in somebody's capture, or in a trace that was written before, printed.
#include "sim/base/text.h"
#include "sim/cli/commands.h"
#include "sim/cli/sentences.h"
#include "sim/export/import_capture.h"
#include "sim/export/trace_json.h"
#include "sim/export/trace_text.h"

namespace mailscope::cli {

std::optional<TraceFile> read_recorded(const std::string& path, const std::string& key_log,
                                       std::FILE* err) {
  std::string text;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    print(err, path + ": the file cannot be opened; check the name\n");
    return std::nullopt;
  }
  char buffer[65'536];
  for (std::size_t count = 0; text.size() <= k_trace_file_octets_max &&
                              (count = std::fread(buffer, 1, sizeof buffer, file)) > 0;) {
    text.append(buffer, count);
  }
  std::fclose(file);
  if (is_trace_json(text)) {
    auto read = read_trace_json(text);
    if (read) return std::move(*read);
    for (const TraceFault& fault : read.error()) print(err, path + ":" + to_text(fault) + "\n");
    return std::nullopt;
  }
  auto imported = import_capture(text, {key_log});
  if (!imported) {
    print(err, path + ":1:1: " + imported.error() + "\n");
    return std::nullopt;
  }
  if (imported->is_cut_off) {
    print(err, path + ": the end is left out: the file breaks off, or there is more than fits\n");
  }
  return std::move(imported->file);
}

Outcome import_file(const ImportCommandOptions& options, std::FILE* out, std::FILE* err) {
  std::string key_log;
  if (!options.keylog.empty()) {
    std::vector<std::string> complaints;
    const auto text = read_text(options.keylog, complaints);
    for (const std::string& complaint : complaints) print(err, complaint + "\n");
    if (!text) return Outcome::bad_input;
    key_log = *text;
  }
  const auto file = read_recorded(options.file, key_log, err);
  if (!file) return Outcome::bad_input;
  if (options.is_json) {
    print(out, trace_json(file->trace, file->epoch_s));
  } else {
    TraceTextOptions text;
    text.sentence = sentences_about(file->trace);
    print(out, trace_text(file->trace, text));
  }
  return Outcome::well;
}

}  // namespace mailscope::cli
