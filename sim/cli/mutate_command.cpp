// mailscope check --mutate: does a lesson notice when its world is broken?
#include "sim/cli/commands.h"
#include "sim/scenario/mutation.h"

namespace mailscope::cli {

Outcome check_mutants(const CheckOptions& options, std::FILE* out, std::FILE* err) {
  std::vector<std::string> complaints;
  bool is_well = true;
  for (const std::string& path : scenario_files(options.paths, complaints)) {
    const auto scenario = load_file(path, complaints);
    if (!scenario) continue;
    const scenario::MutationReport report =
        scenario::mutate(*scenario, {.is_thorough = !options.is_quick});
    print(out, to_text(report, path, options.says_all));
    std::fflush(out);
    is_well = is_well && report.is_well();
  }
  for (const std::string& complaint : complaints) print(err, complaint + "\n");
  if (!complaints.empty()) return Outcome::bad_input;
  return is_well ? Outcome::well : Outcome::broken;
}

}  // namespace mailscope::cli
