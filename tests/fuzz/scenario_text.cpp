// Any text as a scenario or a catalogue: read, or refused with faults that name lines of it.
#include "sim/base/check.h"
#include "sim/scenario/load.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

FUZZ_TARGET(scenario_text) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto loaded = scenario::load_scenario(text);
  if (!loaded) {
    MUST(!loaded.error().empty());
    for (const auto& fault : loaded.error()) static_cast<void>(scenario::to_text(fault));
  }
  static_cast<void>(scenario::load_catalogue(text));
  return 0;
}
