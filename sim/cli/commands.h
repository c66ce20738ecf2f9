// The commands of the program, each a function from its options to an exit code.
//
// They print to the streams that they are given; main.cpp reads the command line.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "sim/cli/files.h"

namespace mailscope::cli {

struct RunOptions {
  std::string file;
  std::vector<std::string> knobs;  // "id=position"
  bool is_json = false;
  bool is_digest = false;
  std::string pcapng;  // also writes a capture to this file
};
Outcome run(const RunOptions& options, std::FILE* out, std::FILE* err);

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

// The JSON Schema of scenario files, as it stands in scenarios/schema.json.
Outcome schema(std::FILE* out);

// "id=position" each; false, with a complaint, for anything else.
bool read_knobs(const std::vector<std::string>& words, scenario::KnobPositions& positions,
                std::FILE* err);

// "id" of `scenario` with these positions: "pop3-deletes [leave=yes]".
std::string run_name(const scenario::Scenario& scenario, const scenario::KnobPositions& positions);

void print(std::FILE* stream, const std::string& text);

}  // namespace mailscope::cli
