// mailscope compare: what came of a lesson in two positions of its knobs, side by side.
#include "sim/cli/commands.h"
#include "sim/cli/outcome_table.h"
#include "sim/scenario/outcomes.h"
#include "sim/world/world.h"

namespace mailscope::cli {

Outcome compare(const CompareOptions& options, std::FILE* out, std::FILE* err) {
  std::vector<std::string> with = options.knobs;
  with.insert(with.end(), options.with.begin(), options.with.end());
  std::vector<std::vector<scenario::Outcome>> outcomes;
  std::vector<std::string> names;
  for (const std::vector<std::string>& knobs : {options.knobs, with}) {
    const auto staged = stage(options.file, knobs, err);
    if (!staged) return Outcome::bad_input;
    world::World world(staged->spec);
    world.run();
    outcomes.push_back(scenario::outcomes_of(world.trace()));
    names.push_back(to_text(staged->scenario, staged->positions));
  }
  print(out, outcome_table(compared(outcomes[0], outcomes[1]), names[0], names[1],
                           ui::words_in(options.language)));
  return Outcome::well;
}

}  // namespace mailscope::cli
