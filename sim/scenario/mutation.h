// Whether a lesson would notice: which of its expectations fail when its world is broken.
//
// An expectation that nothing can break says nothing; it "cannot fail". First the other positions of the
// knobs are tried (the expectation's own "when" set aside), then one mutation after the other, at last
// pairs of settings. Bounded in runs; the same lesson gives the same report.
//
//   const MutationReport report = mutate(scenario, {});
//   print(to_text(report, "lesson.json"));
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace mailscope::scenario {

struct MutateOptions {
  std::size_t runs_max = 20'000;  // for the whole lesson
  // Also runs every mutation where the lesson begins, to find those that change what comes of the run
  // (outcomes.h) and that no expectation notices. Else stops as soon as every expectation has failed.
  bool is_thorough = false;
};

struct ExpectationFate {
  const Expectation* expectation = nullptr;
  bool can_fail = false;
  std::string broken_by;  // what made it fail, in which positions
};

struct MutationReport {
  std::vector<ExpectationFate> fates;  // in the file's order
  std::vector<std::string> unguarded;  // positions in which no mutation made an expectation fail
  std::vector<std::string> survivors;  // thorough: mutations that change the outcome unnoticed
  std::size_t runs = 0, noticed = 0, unnoticed = 0;  // thorough: of those that change the outcome

  bool is_well() const;
};

MutationReport mutate(const Scenario& scenario, const MutateOptions& options);

// "FILE:LINE:COLUMN: ..." for what is not well, then a summary; `says_all`: also what broke what.
std::string to_text(const MutationReport& report, const std::string& path, bool says_all);

}  // namespace mailscope::scenario
