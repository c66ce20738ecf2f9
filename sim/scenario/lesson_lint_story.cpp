// Whether each line of a story is read at all.
#include "sim/scenario/lesson_lint.h"
#include "sim/trace/steps.h"

namespace mailscope::scenario {

// A step shows one line: of two that begin in the same one, the later. (At a coarser level of the ladder lines may
// hide each other that a finer one shows; that is not counted.)
void LessonLint::check_read(const RunFacts& run, const LessonRun& lesson, const Trace& trace) {
  const std::vector<Step> steps = steps_of(trace);
  for (std::size_t i = 1; i < lesson.story.size(); ++i) {
    const ToldLine &line = lesson.story[i - 1], &next = lesson.story[i];
    if (step_of(steps, line.from) != step_of(steps, next.from)) continue;
    add_in(run, line.line->place, "the story's line \"" + line.line->id + "\" is never read",
           "\"" + next.line->id +
               "\" begins in the same step: join them, or begin one at another step");
  }
}

}  // namespace mailscope::scenario
