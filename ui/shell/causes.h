// What the rooms below know about a step, as the models want it: its chain of causes; what came of two runs.
#pragma once

#include <string_view>
#include <vector>

#include "ui/model/outcome_model.h"
#include "ui/model/why_model.h"

namespace mailscope::ui {

// Of what one would ask about at this step: a refusal, a loss, a failure within it, else what it is called by.
std::vector<Cause> causes_of(const Run& run, const Step& step, StepLevel level, const Words& words);

// Mails, secrets, conversations, refusals and what users are told.
std::vector<OutcomeRow> outcome_rows(const Run& before, const Run& after, const Words& words);

}  // namespace mailscope::ui
