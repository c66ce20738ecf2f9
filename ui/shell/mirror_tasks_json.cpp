// Questions, goals, reasons and the comparison as JSON for the mirror.
#include "ui/shell/mirror_parts_json.h"

namespace mailscope::ui {
namespace {

constexpr std::size_t k_steps_max = 600;  // to choose from where one is to be found

std::string mark_text(Mark mark, const Words& words) {
  switch (mark) {
    case Mark::none: return {};
    case Mark::right: return words.tr("right");
    case Mark::wrong: return words.tr("wrong");
  }
  return {};
}

const char* name_of(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::one: return "one";
    case QuestionKind::several: return "several";
    case QuestionKind::order: return "order";
    case QuestionKind::match: return "match";
    case QuestionKind::find: return "find";
    case QuestionKind::type: return "type";
    case QuestionKind::repair: return "repair";
  }
  return "";
}

// What is right, for the speaker's notes.
Json answers_json(const Question& asked) {
  Json answers = Json::array();
  for (std::size_t i = 0; i < asked.lefts.size(); ++i) {
    for (const Option& option : asked.options) {
      if (option.id == asked.pairs[i]) answers.push_back(asked.lefts[i] + " — " + option.text);
    }
  }
  for (const Option& option : asked.options) {
    if (option.is_right && asked.lefts.empty())
      answers.push_back(option.text + (option.feedback.empty() ? "" : " — " + option.feedback));
  }
  if (!asked.typed.empty()) answers.push_back(asked.typed);
  if (!asked.explanation.empty()) answers.push_back(asked.explanation);
  return answers;
}

Json option_json(const QuestionModel& model, const ShownOption& option, const Words& words) {
  Json made = control_json(option.text, "answer", model.id + "=" + option.id, option.is_chosen);
  made["id"] = option.id;
  made["mark"] = mark_text(option.mark, words);
  if (model.kind != QuestionKind::order) return made;
  const std::string argument = model.id + "=" + option.id;
  made["up"] = control_json(fill(words.tr("Up: {what}"), {{"what", option.text}}), "move",
                            argument + ":up", false, option.can_up);
  made["down"] = control_json(fill(words.tr("Down: {what}"), {{"what", option.text}}), "move",
                              argument + ":down", false, option.can_down);
  return made;
}

Json pairs_json(const QuestionModel& model, const Words& words) {
  Json pairs = Json::array();
  for (std::size_t i = 0; i < model.pairs.size(); ++i) {
    const MatchedPair& pair = model.pairs[i];
    pairs.push_back({{"left", pair.left},
                     {"chosen", pair.option},
                     {"argument", model.id + "=" + std::to_string(i) + ":"},
                     {"mark", mark_text(pair.mark, words)}});
  }
  return pairs;
}

// Every step, where one of them is the answer.
Json steps_json(App& app) {
  Json steps = Json::array();
  const Run& run = *app.run();
  for (const std::uint32_t number : run.shown(app.screen().level)) {
    if (steps.size() == k_steps_max) break;
    const std::size_t index = steps.size();
    steps.push_back(
        control_json(std::to_string(index) + ". " + headline(app.words(), run, run.steps()[number]),
                     "pick-step", std::to_string(number), index == app.screen().timeline.current));
  }
  return steps;
}

}  // namespace

Json control_json(std::string label, std::string_view action, std::string argument, bool is_on,
                  bool is_enabled) {
  return Json{{"label", std::move(label)},
              {"action", action},
              {"argument", std::move(argument)},
              {"on", is_on},
              {"enabled", is_enabled}};
}

Json question_json(App& app) {
  const QuestionModel& model = app.screen().question;
  const Words& words = app.words();
  if (!model.is_asked) return nullptr;
  const Question* asked = question_named(app.lesson(), model.id);
  Json options = Json::array();
  for (const ShownOption& option : model.options)
    options.push_back(option_json(model, option, words));
  const bool is_right = model.mark == Mark::right;
  Json made{{"id", model.id},
            {"answers", asked ? answers_json(*asked) : Json::array()},
            {"right", is_right},
            {"kind", name_of(model.kind)},
            {"text", model.text},
            {"position", model.position},
            {"options", std::move(options)},
            {"pairs", pairs_json(model, words)},
            {"typed", model.typed},
            {"picked", app.views().picked},
            {"hints", model.hints},
            {"feedback", model.feedback},
            {"protocol", model.protocol},
            {"verdict", is_right                    ? words.tr("Right.")
                        : model.mark == Mark::wrong ? words.tr("Not quite.")
                                                    : std::string()},
            {"choose", words.tr("Choose …")}};
  const bool is_find = model.kind == QuestionKind::find && !is_right;
  if (model.is_checkable || model.kind == QuestionKind::type)
    made["check"] = control_json(words.tr("Check"), "check", model.id);
  if (is_find) {
    made["check"] = control_json(words.tr("It is the step where I stand"), "check", model.id);
    made["steps"] = steps_json(app);
    made["steps_title"] = words.tr("Steps to choose from");
  }
  if (model.kind == QuestionKind::repair && !is_right)
    made["note"] = words.tr("Turn the knobs under “What if?” until every goal is reached.");
  if (model.has_more_hints) {
    made["hint"] =
        control_json(model.hints.empty() ? words.tr("Give me a hint") : words.tr("Another hint"),
                     "hint", model.id);
  }
  if (!model.position.empty())
    made["next"] = control_json(words.tr("The next question"), "next-question");
  return made;
}

Json goals_json(App& app) {
  const GoalsModel& model = app.screen().goals;
  const Words& words = app.words();
  if (model.goals.empty()) return nullptr;
  Json goals = Json::array();
  for (const ShownGoal& goal : model.goals) {
    Json made{
        {"id", goal.id},      {"text", goal.text},
        {"met", goal.is_met}, {"mark", goal.is_met ? words.tr("reached") : words.tr("not yet")},
        {"lack", goal.lack},  {"hints", goal.hints}};
    if (goal.step != 0)
      made["go"] = control_json(words.tr("Go there"), "go", std::to_string(goal.step));
    if (goal.has_more_hints) {
      made["hint"] =
          control_json(goal.hints.empty() ? words.tr("Give me a hint") : words.tr("Another hint"),
                       "goal-hint", goal.id);
    }
    goals.push_back(std::move(made));
  }
  return Json{{"title", words.tr("Goals")},
              {"progress", model.progress},
              {"all_met", model.are_all_met},
              {"challenge", model.is_challenge},
              {"list", std::move(goals)}};
}

Json why_json(App& app) {
  const WhyModel& model = app.screen().why;
  const Words& words = app.words();
  if (!model.is_askable) return nullptr;
  Json links = Json::array();
  for (const WhyLink& link : model.links) {
    Json made = control_json(link.sentence, "go", std::to_string(link.step));
    made["place"] = fill(words.tr("step {n}"), {{"n", std::to_string(link.index)}});
    made["kind"] = link.kind;
    made["facts"] = link.facts;
    made["rule"] = link.rule;
    made["root"] = link.is_root ? words.tr("a root of it") : "";
    links.push_back(std::move(made));
  }
  return Json{{"open", app.views().shows_why},
              {"toggle", control_json(words.tr("Why did this happen?"), "why")},
              {"links", std::move(links)}};
}

namespace {

Json cell_json(const ComparedStep& step, const char* side) {
  if (!step.is_there) return Json{{"text", "—"}};
  return Json{{"text", std::to_string(step.index) + " · " + step.who + ": " + step.text},
              {"argument", side + std::to_string(step.step)}};
}
Json cell_json(const std::string& text, const char* side, std::uint32_t step) {
  Json made{{"text", text}};
  if (step != 0) made["argument"] = side + std::to_string(step);
  return made;
}

std::string kind_text(RowKind kind, const Words& words) {
  switch (kind) {
    case RowKind::same: return words.tr("the same");
    case RowKind::changed: return words.tr("changed");
    case RowKind::added: return words.tr("new");
    case RowKind::gone: return words.tr("gone");
    case RowKind::folded: return {};
  }
  return {};
}

Json rows_json(const CompareModel& model, const Words& words) {
  Json rows = Json::array();
  if (model.view == CompareView::outcome) {
    for (const ShownOutcome& row : model.outcome.rows) {
      rows.push_back({{"section", row.section},
                      {"subject", row.subject},
                      {"before", cell_json(row.before, "left:", row.before_step)},
                      {"after", cell_json(row.after, "right:", row.after_step)},
                      {"kind", row.is_changed ? words.tr("changed") : words.tr("the same")},
                      {"changed", row.is_changed}});
    }
    return rows;
  }
  for (const CompareRow& row : model.rows) {
    if (row.kind == RowKind::folded) {
      rows.push_back({{"folded", row.folded}});
      continue;
    }
    rows.push_back({{"before", cell_json(row.before, "left:")},
                    {"after", cell_json(row.after, "right:")},
                    {"kind", kind_text(row.kind, words)},
                    {"changed", row.kind != RowKind::same}});
  }
  return rows;
}

}  // namespace

Json compare_json(App& app) {
  const Words& words = app.words();
  const CompareModel& model = app.screen().compare;
  const bool is_open = app.views().overlay == Overlay::compare;
  Json made{{"open", is_open},
            {"title", words.tr("Two runs compared")},
            {"toggle", control_json(words.tr("Compare two runs; before and after"), "compare")}};
  if (!is_open) return made;
  Json sides = Json::array();
  for (const CompareSide& side : model.sides) {
    sides.push_back({{"id", side.id},
                     {"title", side.turned.empty() ? side.title : side.title + ": " + side.turned},
                     {"left", side.is_left},
                     {"right", side.is_right}});
  }
  Json views = Json::array();
  const std::string titles[] = {words.tr("Steps"), words.tr("Dialogue"),
                                words.tr("What came of it")};
  for (std::size_t i = 0; i < std::size(titles); ++i) {
    views.push_back(control_json(titles[i], "compare-view", std::to_string(i),
                                 i == static_cast<std::size_t>(model.view)));
  }
  made["sides"] = std::move(sides);
  made["views"] = std::move(views);
  made["left_title"] = words.tr("Left");
  made["right_title"] = words.tr("Right");
  made["before"] = model.before_title;
  made["after"] = model.after_title;
  made["summary"] = model.summary;
  made["what"] = words.tr("What");
  made["change"] = words.tr("Change");
  made["nothing"] = words.tr("Nothing is changed yet: turn a knob under “What if?”, then compare.");
  made["rows"] = rows_json(model, words);
  return made;
}

}  // namespace mailscope::ui
