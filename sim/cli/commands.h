// The commands of the program, each a function from its options to an exit code.
//
// They print to the streams that they are given; main.cpp reads the command line.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "sim/cli/files.h"
#include "sim/export/trace_json.h"

namespace mailscope::cli {

struct RunOptions {
  std::string file;
  std::vector<std::string> knobs;  // "id=position"
  bool is_json = false;
  bool is_digest = false;
};
Outcome run(const RunOptions& options, std::FILE* out, std::FILE* err);

// The run as a capture for Wireshark (docs/TRACE.md).
struct ExportOptions {
  std::string file;
  std::vector<std::string> knobs;
  std::string output;
  std::string keylog;  // the TLS secrets go to this file instead of into the capture
};
Outcome export_pcapng(const ExportOptions& options, std::FILE* err);

// Prints what is in a capture of real mail (sim/export/import_capture.h), or in a trace of ours.
struct ImportCommandOptions {
  std::string file;
  std::string keylog;
  bool is_json = false;
};
Outcome import_file(const ImportCommandOptions& options, std::FILE* out, std::FILE* err);

// A capture, or a trace as JSON lines; complaints go to `err`.
std::optional<TraceFile> read_recorded(const std::string& path, const std::string& key_log,
                                       std::FILE* err);

struct CheckOptions {
  std::vector<std::string> paths;
  bool says_all = false;  // also what holds
  bool has_digests = false;
  bool mutates = false;   // breaks the lessons' worlds instead; see sim/scenario/mutation.h
  bool is_quick = false;  // with it: stops as soon as every expectation has failed
};
Outcome check(const CheckOptions& options, std::FILE* out, std::FILE* err);
Outcome check_mutants(const CheckOptions& options, std::FILE* out, std::FILE* err);

struct CompareOptions {
  std::string file;
  std::vector<std::string> knobs, with;  // "id=position"; `with`: turned further for the second run
  std::string language = "en";
};
Outcome compare(const CompareOptions& options, std::FILE* out, std::FILE* err);

struct ListOptions {
  std::string path;
  bool is_json = false;
  bool is_markdown = false;
};
Outcome list(const ListOptions& options, std::FILE* out, std::FILE* err);

struct WorksheetOptions {
  std::string file;
  std::vector<std::string> knobs;
  std::string language = "en";
  bool has_answers = false;  // a page with the answers at the end
};
Outcome worksheet(const WorksheetOptions& options, std::FILE* out, std::FILE* err);

struct WhyOptions {
  std::string file;
  std::uint32_t record = 0;  // 0: every refusal, bounce, downgrade and loss
  std::vector<std::string> knobs;
  std::string language = "en";
};
Outcome why(const WhyOptions& options, std::FILE* out, std::FILE* err);

// Opens the scenario's servers to real programs, on the loopback only, until SIGINT or SIGTERM or
// until a budget is reached (docs/SERVE.md). Not in the WebAssembly program.
struct ServeOptions {
  std::string file;
  std::vector<std::string> knobs;
  unsigned base_port = 0;  // the first door's; 0: free ports
  bool is_json = false;
  std::string trace;  // JSON lines, written while it runs
  std::string ca;     // where to put the authority's certificate; empty: a temporary file
  std::string speed{"1"};
  std::string outbound;  // HOST:PORT
  unsigned delay_percent = 5;
  unsigned records_max = 600'000;
  bool has_script = false;
};
Outcome serve(const ServeOptions& options, std::FILE* out, std::FILE* err);

// The JSON Schema of scenario files, as it stands in scenarios/schema.json.
Outcome schema(std::FILE* out);

// "id=position" each; false, with a complaint, for anything else.
bool read_knobs(const std::vector<std::string>& words, scenario::KnobPositions& positions,
                std::FILE* err);

// "id" of `scenario` with these positions: "pop3-deletes [leave=yes]".
std::string run_name(const scenario::Scenario& scenario, const scenario::KnobPositions& positions);

// The world of a scenario file with knobs turned ("id=position" each); complaints go to `err`.
struct Staged {
  scenario::Scenario scenario;
  scenario::KnobPositions positions;
  world::WorldSpec spec;
};
std::optional<Staged> stage(const std::string& file, const std::vector<std::string>& knobs,
                            std::FILE* err);

// False when the file cannot be written whole.
bool write_file(const std::string& path, const std::string& octets);
void print(std::FILE* stream, const std::string& text);

}  // namespace mailscope::cli
