// Knobs as fields of a form: what a field is called outside of its section.
#pragma once

#include "sim/scenario/scenario.h"

namespace mailscope::scenario {

// "Incoming mail: Port"; of a knob that stands in no section its own title.
BothTexts full_title(const Scenario& scenario, const Knob& knob);

}  // namespace mailscope::scenario
