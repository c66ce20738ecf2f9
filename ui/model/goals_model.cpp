// A sentence for each lack, with the step at which it can be seen.
#include "ui/model/goals_model.h"

#include <algorithm>

namespace mailscope::ui {
namespace {

std::string lack_text(const Look& look, const Goal& goal, const ShownGoal& shown) {
  const Words& words = look.words;
  std::string at;
  if (shown.step != 0) {
    at = fill(words.tr("step {n}: {what}"),
              {{"n", std::to_string(look.run.index_of(shown.step, look.level))},
               {"what", headline(words, look.run.trace().at(goal.decided), look.run.names())}});
  }
  const auto with = [&](std::string_view alone, std::string_view placed) {
    return at.empty() ? words.tr(alone) : fill(words.tr(placed), {{"where", at}});
  };
  switch (goal.lack) {
    case GoalLack::none: return {};
    case GoalLack::nowhere:
      return with(mark("This does not happen in this run."),
                  mark("This does not happen in this run. The last trouble is {where}"));
    case GoalLack::happened:
      return with(mark("But it is so in this run."), mark("But it is so: {where}"));
    case GoalLack::too_late:
      return with(mark("It happens, but too late."), mark("It happens, but too late: {where}"));
    case GoalLack::not_at_end:
      return with(mark("At the end it is not so."),
                  mark("At the end it is not so. The last trouble is {where}"));
  }
  return {};
}

}  // namespace

GoalsModel goals_at(const Look& look, const Lesson& lesson, const HintsTaken& taken) {
  GoalsModel model;
  model.is_challenge = lesson.is_challenge;
  std::size_t met = 0;
  for (const Goal& goal : lesson.goals) {
    ShownGoal shown;
    shown.id = goal.id;
    shown.text = goal.text;
    shown.is_met = goal.is_met();
    met += shown.is_met ? 1U : 0U;
    if (!goal.decided.is_none() && !shown.is_met)
      shown.step = look.run.shown_step(step_of(look.run.steps(), goal.decided), look.level);
    shown.lack = lack_text(look, goal, shown);
    const auto found = taken.find(goal.id);
    const std::size_t count =
        found == taken.end() ? 0 : std::min<std::size_t>(found->second, goal.hints.size());
    if (!shown.is_met) {
      shown.hints.assign(goal.hints.begin(),
                         goal.hints.begin() + static_cast<std::ptrdiff_t>(count));
      shown.has_more_hints = count < goal.hints.size();
    }
    model.goals.push_back(std::move(shown));
  }
  model.are_all_met = met > 0 && met == lesson.goals.size();
  if (!lesson.goals.empty()) {
    model.progress = fill(look.words.trn("{met} of {n} goal reached", "{met} of {n} goals reached",
                                         lesson.goals.size()),
                          {{"met", std::to_string(met)}});
  }
  return model;
}

std::string to_text(const GoalsModel& goals) {
  std::string text = goals.progress + "\n";
  for (const ShownGoal& goal : goals.goals) {
    text += (goal.is_met ? "[x] " : "[ ] ") + goal.text + "\n";
    if (!goal.lack.empty()) text += "    " + goal.lack + "\n";
    for (const std::string& hint : goal.hints) text += "    hint: " + hint + "\n";
  }
  return text;
}

}  // namespace mailscope::ui
