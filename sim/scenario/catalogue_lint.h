// Whether scenarios/index.json and the lessons beside it belong together.
//
// Knows names only: which lessons there are, in which chapter, what each needs first.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/load.h"

namespace mailscope::scenario {

// A lesson that was found: its file, its chapter's folder, its content.
struct FoundLesson {
  std::string path, folder;
  const Scenario* scenario = nullptr;
};

struct LocatedFault {
  std::string path;
  Fault fault;
};

// Every lesson is named once by the index, in its chapter; every name has its file; what a lesson needs
// is there and comes before it. `is_whole`: all lessons of the catalogue were found, so that one that
// is missing is a fault; else only what concerns the lessons found is judged.
std::vector<LocatedFault> catalogue_faults(const std::string& index_path,
                                           const Catalogue& catalogue,
                                           const std::vector<FoundLesson>& lessons, bool is_whole);

}  // namespace mailscope::scenario
