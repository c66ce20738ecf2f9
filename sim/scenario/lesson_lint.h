// What is wrong with a lesson that only its runs show, all of them together.
//
// The loader (load.h) sees the file; this sees what happens in it: a line of the story that nothing
// matches, a question whose right answer does not come, a goal that cannot be reached or is reached
// everywhere, a knob that makes no difference, a run of which nothing is promised.
//
//   LessonLint lint(scenario);
//   for (const KnobPositions& positions : combinations(scenario)) lint.add_run(positions, trace);
//   for (const Fault& fault : lint.faults()) ...   // places in the lesson's file
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/scenario/lesson.h"
#include "sim/scenario/scenario.h"
#include "sim/trace/trace.h"

namespace mailscope::scenario {

class LessonLint {
 public:
  explicit LessonLint(const Scenario& scenario) : scenario_(scenario) {}

  // A run in these positions; each combination once. After one that its budget stopped only that is said.
  void add_run(const KnobPositions& positions, const Trace& trace);
  // Once all runs were added. In order of place, each said once with the first positions that show it.
  Faults faults() const;

 private:
  struct RunFacts {
    KnobPositions positions;
    std::string behaviour;        // equal for runs in which the same happens
    std::vector<bool> goals_met;  // in the scenario's order; false where a goal is not in force
    std::size_t promises = 0, story_lines = 0, questions = 0;
    bool asks_for_reply = false, asks_why = false;
    bool has_reply = false;  // a server answers somebody, so that there is something to predict
  };
  void add(TextPlace place, std::string what, std::string mend);
  void add_in(const RunFacts& run, TextPlace place, const std::string& what, std::string mend);
  void check_read(const RunFacts& run, const LessonRun& lesson, const Trace& trace);
  void check_answers(const RunFacts& run, const Trace& trace);
  void check_knobs(Faults& faults) const;
  void check_goals(Faults& faults) const;
  void check_repairs(Faults& faults) const;
  void check_whens(Faults& faults) const;
  void check_whole(Faults& faults) const;
  void check_questions(Faults& faults) const;

  const Scenario& scenario_;
  std::vector<RunFacts> runs_;
  std::set<std::pair<std::string, std::string>> said_;  // place and words
  Faults faults_, stopped_;
};

// The budget that ended this run; nullptr: it ended by itself.
const BudgetReached* budget_reached(const Trace& trace);

// What happens in a run, as one text: equal when nothing differs but what was set up and packets' octets.
std::string behaviour_of(const Trace& trace);

}  // namespace mailscope::scenario
