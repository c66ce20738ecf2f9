// mailscope compare: what came of a lesson in two positions of its knobs, side by side.
#include "sim/cli/commands.h"
#include "sim/scenario/outcomes.h"
#include "sim/world/world.h"

namespace mailscope::cli {

Outcome compare(const CompareOptions& options, std::FILE* out, std::FILE* err) {
  std::vector<std::string> complaints;
  const auto scenario = load_file(options.file, complaints);
  for (const std::string& complaint : complaints) print(err, complaint + "\n");
  if (!scenario) return Outcome::bad_input;
  scenario::KnobPositions before = initial_positions(*scenario);
  if (!read_knobs(options.knobs, before, err)) return Outcome::bad_input;
  scenario::KnobPositions after = before;
  if (!read_knobs(options.with, after, err)) return Outcome::bad_input;
  std::vector<std::vector<scenario::Outcome>> outcomes;
  for (const scenario::KnobPositions& positions : {before, after}) {
    const auto spec = world_for(*scenario, positions, {});
    if (!spec) {
      for (const scenario::Fault& fault : spec.error())
        print(err, options.file + ":" + to_text(fault) + "\n");
      return Outcome::bad_input;
    }
    world::World world(*spec);
    world.run();
    outcomes.push_back(scenario::outcomes_of(world.trace()));
  }
  print(out, comparison_text(compared(outcomes[0], outcomes[1]), to_text(*scenario, before),
                             to_text(*scenario, after), options.language));
  return Outcome::well;
}

}  // namespace mailscope::cli
