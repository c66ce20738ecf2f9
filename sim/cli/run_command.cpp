// mailscope run: one scenario, one run, printed.
#include "sim/base/text.h"
#include "sim/cli/commands.h"
#include "sim/cli/sentences.h"
#include "sim/export/trace_digest.h"
#include "sim/export/trace_json.h"
#include "sim/export/trace_text.h"
#include "sim/world/world.h"

namespace mailscope::cli {

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

Outcome run(const RunOptions& options, std::FILE* out, std::FILE* err) {
  const auto staged = stage(options.file, options.knobs, err);
  if (!staged) return Outcome::bad_input;
  world::World world(staged->spec);
  world.run();
  if (options.is_json) {
    print(out, trace_json(world.trace(), staged->spec.epoch_s));
  } else if (options.is_digest) {
    print(out, trace_digest(world.trace()) + "  " + run_name(staged->scenario, staged->positions) +
                   "\n");
  } else {
    TraceTextOptions text;
    text.sentence = sentences_about(world.trace());
    print(out, trace_text(world.trace(), text));
  }
  return Outcome::well;
}

std::optional<Staged> stage(const std::string& file, const std::vector<std::string>& knobs,
                            std::FILE* err) {
  std::vector<std::string> complaints;
  auto scenario = load_file(file, complaints);
  for (const std::string& complaint : complaints) print(err, complaint + "\n");
  if (!scenario) return std::nullopt;
  scenario::KnobPositions positions = initial_positions(*scenario);
  if (!read_knobs(knobs, positions, err)) return std::nullopt;
  auto spec = world_for(*scenario, positions, {});
  if (!spec) {
    for (const scenario::Fault& fault : spec.error())
      print(err, file + ":" + to_text(fault) + "\n");
    return std::nullopt;
  }
  return Staged{std::move(*scenario), std::move(positions), std::move(*spec)};
}

bool write_file(const std::string& path, const std::string& octets) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool is_written = std::fwrite(octets.data(), 1, octets.size(), file) == octets.size();
  return std::fclose(file) == 0 && is_written;
}

std::string run_name(const scenario::Scenario& scenario, const scenario::KnobPositions& positions) {
  const std::string knobs = to_text(scenario, positions);
  return knobs.empty() ? scenario.id : scenario.id + " [" + knobs + "]";
}

void print(std::FILE* stream, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

}  // namespace mailscope::cli
