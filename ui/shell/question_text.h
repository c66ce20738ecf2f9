// A scenario's question as the models want it: in one language, its patterns resolved in a run.
#pragma once

#include <vector>

#include "sim/scenario/scenario.h"
#include "ui/model/lesson.h"

namespace mailscope::ui {

std::string text_in(const scenario::BothTexts& texts, std::string_view language);

// Adds the question (matching pairs become one question for each pair); nothing when it cannot be asked.
void add_question(std::vector<Question>& questions, const scenario::Question& question,
                  RecordNumber at, const Trace& trace, std::string_view language);

}  // namespace mailscope::ui
