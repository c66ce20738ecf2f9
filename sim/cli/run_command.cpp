// mailscope run: one scenario, one run, printed.
#include "sim/base/text.h"
#include "sim/cli/commands.h"
#include "sim/export/pcapng.h"
#include "sim/export/trace_digest.h"
#include "sim/export/trace_json.h"
#include "sim/export/trace_text.h"
#include "sim/world/world.h"

namespace mailscope::cli {
namespace {

bool write_file(const std::string& path, const std::string& octets) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool is_written = std::fwrite(octets.data(), 1, octets.size(), file) == octets.size();
  return std::fclose(file) == 0 && is_written;
}

}  // namespace

Outcome run(const RunOptions& options, std::FILE* out, std::FILE* err) {
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
  if (!options.pcapng.empty() &&
      !write_file(options.pcapng,
                  pcapng(world.trace(), {.epoch_s = spec->epoch_s, .comment = {}}))) {
    print(err, options.pcapng + ": the file cannot be written; name another one\n");
    return Outcome::bad_input;
  }
  if (options.is_json) {
    print(out, trace_json(world.trace(), spec->epoch_s));
  } else if (options.is_digest) {
    print(out, trace_digest(world.trace()) + "  " + run_name(*scenario, positions) + "\n");
  } else {
    print(out, trace_text(world.trace()));
  }
  return Outcome::well;
}

bool read_knobs(const std::vector<std::string>& words, scenario::KnobPositions& positions,
                std::FILE* err) {
  for (const std::string& word : words) {
    const Cut parts = cut(word, '=');
    if (!parts.found || parts.head.empty() || parts.tail.empty()) {
      print(err, "--knob " + word + ": this names no position; write --knob id=position\n");
      return false;
    }
    positions[std::string(parts.head)] = std::string(parts.tail);
  }
  return true;
}

std::string run_name(const scenario::Scenario& scenario, const scenario::KnobPositions& positions) {
  const std::string knobs = to_text(scenario, positions);
  return knobs.empty() ? scenario.id : scenario.id + " [" + knobs + "]";
}

void print(std::FILE* stream, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

}  // namespace mailscope::cli
