// A scenario's questions and goals as the models want them, in one language, resolved in a run; and judged.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/judge.h"
#include "sim/scenario/lesson.h"
#include "ui/model/lesson.h"
#include "ui/model/question_model.h"

namespace mailscope::ui {

std::string text_in(const scenario::BothTexts& texts, std::string_view language);

// One question of a run. `asked` knows where, and what is right there.
Question question_of(const scenario::AskedQuestion& asked, const Run& run,
                     std::string_view language);
// Repairs that are not asked in these positions, but may have been mended there: not in force.
void add_mended(std::vector<Question>& questions, const scenario::Scenario& scenario,
                const scenario::KnobPositions& positions, std::string_view language);

std::vector<Goal> goals_of(const scenario::Scenario& scenario,
                           const scenario::KnobPositions& positions, const Trace& trace,
                           std::string_view language);

// What is said about an answer to the question of that name; nothing when there is none.
Judged judged(const scenario::AnsweredRun& run, std::string_view question, const GivenAnswer& given,
              std::string_view language);

// Nudges for a question whose author has written none: the next always says more than the one before
// (question_hints.cpp).
std::vector<std::string> hints_for(const scenario::Question& question, const Question& made,
                                   const Run& run, std::string_view language);

}  // namespace mailscope::ui
