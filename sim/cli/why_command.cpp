// mailscope why: the chain of causes of one record of a run, or of everything worth asking about.
#include "sim/cli/commands.h"
#include "sim/cli/why_text.h"
#include "sim/export/capture_reader.h"
#include "sim/trace/pattern.h"
#include "sim/trace/steps.h"
#include "sim/world/world.h"
#include "ui/text/cause_text.h"
#include "ui/text/explain.h"

namespace mailscope::cli {
namespace {

// A trace or a capture tells by its first line; anything else is a scenario, or says why it is none.
bool is_recorded(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return false;
  char head[1'000];
  const std::string_view text(head, std::fread(head, 1, sizeof head, file));
  std::fclose(file);
  return is_trace_json(text) || is_capture(text);
}

std::optional<Trace> trace_of(const WhyOptions& options, std::FILE* err) {
  if (is_recorded(options.file)) {
    if (!options.knobs.empty()) {
      print(err, options.file + ": a recorded run has no knobs; leave --knob out\n");
      return std::nullopt;
    }
    auto recorded = read_recorded(options.file, {}, err);
    if (!recorded) return std::nullopt;
    return std::move(recorded->trace);
  }
  const auto staged = stage(options.file, options.knobs, err);
  if (!staged) return std::nullopt;
  world::World world(staged->spec);
  world.run();
  return world.trace();
}

}  // namespace

std::string why_text(const scenario::WhyChain& chain, const Trace& trace,
                     std::string_view language) {
  const ui::Words words = ui::words_in(language);
  const ui::HostNames names = host_names(trace);
  const auto steps = steps_of(trace);
  std::string out, indent;
  for (const scenario::WhyLink& link : chain.links) {
    out += indent +
           cause_text(words, trace.at(link.record), names, link.kind == scenario::WhyKind::heard);
    if (!link.rule.empty()) out += "  [" + rule_text(words, link.rule) + "]";
    out += "  #" + std::to_string(link.record.value) + ", " +
           ui::fill(words.tr("step {n}"), {{"n", std::to_string(step_of(steps, link.record))}}) +
           "\n";
    indent = "  < ";
  }
  return out;
}

Outcome why(const WhyOptions& options, std::FILE* out, std::FILE* err) {
  const auto trace = trace_of(options, err);
  if (!trace) return Outcome::bad_input;
  if (options.record > trace->size()) {
    print(err, "there is no record " + std::to_string(options.record) + "; the run has " +
                   std::to_string(trace->size()) + "\n");
    return Outcome::bad_input;
  }
  for (const Record& record : *trace) {
    if (options.record == 0 ? !scenario::is_worth_asking(record)
                            : record.number.value != options.record)
      continue;
    print(out, why_text(scenario::why(*trace, record.number), *trace, options.language) + "\n");
  }
  return Outcome::well;
}

}  // namespace mailscope::cli
