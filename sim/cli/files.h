// Scenario files on a disk: found, read within limits, loaded.
//
// Everything that goes wrong is a line for people: "FILE:LINE:COLUMN: what is wrong; what would mend it".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/load.h"

namespace mailscope::cli {

// What a command leaves behind: exit codes of the program.
enum class Outcome {
  well = 0,       // all well
  broken = 1,     // an expectation failed
  bad_input = 2,  // a file or a word of the command line cannot be used
};

// A folder stands for all *.json below it, except index.json and schema.json. In order of their names.
// Complaints go to `complaints`.
std::vector<std::string> scenario_files(const std::vector<std::string>& paths,
                                        std::vector<std::string>& complaints);

// The text of a file, if it can be read and is not larger than a scenario may be.
std::optional<std::string> read_text(const std::string& path, std::vector<std::string>& complaints);

// Whether both names lead to one file that is there: what is written must not take the place of what was read.
bool is_same_file(const std::string& one, const std::string& other);

// Also complains when the lesson's id is not the file's name.
std::optional<scenario::Scenario> load_file(const std::string& path,
                                            std::vector<std::string>& complaints);

}  // namespace mailscope::cli
