// The heading that stands last before the knob.
#include "sim/scenario/form.h"

namespace mailscope::scenario {

BothTexts full_title(const Scenario& scenario, const Knob& knob) {
  BothTexts section;
  for (const Knob& other : scenario.knobs) {
    if (!other.section.en.empty()) section = other.section;
    if (other.id == knob.id) break;
  }
  if (section.en.empty()) return knob.title;
  return {section.en + ": " + knob.title.en, section.ru + ": " + knob.title.ru};
}

}  // namespace mailscope::scenario
