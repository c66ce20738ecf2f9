// mailscope why: the chain of causes of one record of a run, or of everything worth asking about.
#include "sim/cli/commands.h"
#include "sim/scenario/why.h"
#include "sim/world/world.h"

namespace mailscope::cli {

Outcome why(const WhyOptions& options, std::FILE* out, std::FILE* err) {
  std::vector<std::string> complaints;
  const auto scenario = load_file(options.file, complaints);
  for (const std::string& complaint : complaints) print(err, complaint + "\n");
  if (!scenario) return Outcome::bad_input;
  scenario::KnobPositions positions = initial_positions(*scenario);
  if (!read_knobs(options.knobs, positions, err)) return Outcome::bad_input;
  const auto spec = world_for(*scenario, positions, {});
  if (!spec) {
    for (const scenario::Fault& fault : spec.error())
      print(err, options.file + ":" + to_text(fault) + "\n");
    return Outcome::bad_input;
  }
  world::World world(*spec);
  world.run();
  const Trace& trace = world.trace();
  if (options.record > trace.size()) {
    print(err, "there is no record " + std::to_string(options.record) + "; the run has " +
                   std::to_string(trace.size()) + "\n");
    return Outcome::bad_input;
  }
  for (const Record& record : trace) {
    if (options.record == 0 ? !scenario::is_worth_asking(record)
                            : record.number.value != options.record)
      continue;
    print(out, to_text(scenario::why(trace, record.number), trace, options.language) + "\n");
  }
  return Outcome::well;
}

}  // namespace mailscope::cli
