// Whether a run shows what its lesson promises, and if not, what it shows instead.
//
//   for (const Verdict& verdict : verdicts_on(scenario, positions, trace)) {
//     if (!verdict.is_met) print(verdict.message);
//   }
//   // never learnt by eve: password of alice@example.org: but it was, at step 14 (0.213000 s)
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/trace/trace.h"

namespace mailscope::scenario {

struct Verdict {
  const Expectation* expectation = nullptr;
  bool is_met = false;
  std::string
      message;  // the promise; when it is not met, also what happened instead and at which step
  RecordNumber record{};  // where it was decided; none: by something that did not happen
};

// Those of the scenario's expectations that are promised in these positions, in the file's order.
std::vector<Verdict> verdicts_on(const Scenario& scenario, const KnobPositions& positions,
                                 const Trace& trace);

// The same for goals; expectation points into the goal.
std::vector<Verdict> verdicts_on_goals(const Scenario& scenario, const KnobPositions& positions,
                                       const Trace& trace);

Verdict verdict_on(const Expectation& expectation, const Trace& trace);

// "eventually delivered to bob@example.net: mail \"Lunch\"": the promise as a sentence.
std::string to_text(const Expectation& expectation);

}  // namespace mailscope::scenario
