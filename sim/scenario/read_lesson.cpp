// Everything of a lesson around its world: texts, knobs, story, questions, goals.
#include "sim/scenario/node_view.h"
#include "sim/scenario/read.h"

namespace mailscope::scenario {
namespace {

BothTexts both(const NodeView& view, std::string_view key) {
  const Node* found = view.find(key);
  return found == nullptr ? BothTexts{} : read_both_texts(*found);
}

When when_of(const NodeView& view) {
  const Node* found = view.find("when");
  return found == nullptr ? When{} : read_when(*found);
}

Knob read_knob(const Member& member) {
  const NodeView view(member.value);
  Knob out{member.key,       both(view, "title"),   view.text("default"), {},
           member.key_place, both(view, "section"), when_of(view)};
  for (const Member& position : view.members("positions")) {
    const NodeView inside(position.value);
    const Node* effect = inside.find("effect");
    out.positions.push_back({position.key, both(inside, "title"),
                             effect == nullptr ? Node{} : *effect, position.key_place});
  }
  return out;
}

StoryLine read_story_line(const Node& node) {
  const NodeView view(node);
  return {view.text("id"),   read_pattern(*view.find("at")),
          when_of(view),     both(view, "text"),
          view.text("rule"), node.place};
}

std::vector<Answer> read_answers(const NodeView& view) {
  std::vector<Answer> out;
  for (const Node& item : view.items("answers")) {
    const NodeView answer(item);
    out.push_back({both(answer, "text"), answer.flag("right", false), both(answer, "why")});
  }
  return out;
}

PredictReply read_predict_reply(const NodeView& view) {
  PredictReply out;
  for (const Node& item : view.items("choices")) {
    const NodeView choice(item);
    out.choices.push_back({choice.text("reply"), both(choice, "why")});
  }
  return out;
}

OrderSteps read_order_steps(const NodeView& view) {
  OrderSteps out{{}, both(view, "why")};
  for (const Node& item : view.items("items")) {
    const NodeView step(item);
    out.items.push_back({both(step, "text"), read_pattern(*step.find("at"))});
  }
  return out;
}

MatchPairs read_match(const NodeView& view) {
  MatchPairs out{{}, both(view, "why")};
  for (const Node& item : view.items("pairs")) {
    const NodeView pair(item);
    out.pairs.push_back({both(pair, "left"), both(pair, "right")});
  }
  return out;
}

TypeCommand read_type_command(const NodeView& view) {
  TypeCommand out{
      view.word("protocol", Protocol::smtp), view.text("command"), {}, both(view, "why")};
  for (const Node& item : view.items("slips")) {
    const NodeView slip(item);
    out.slips.push_back({slip.text("typed"), both(slip, "why")});
  }
  return out;
}

FindStep read_find_step(const NodeView& view) {
  FindStep out{read_pattern(*view.find("find")), {}, both(view, "why")};
  for (const Node& item : view.items("misses")) {
    const NodeView miss(item);
    out.misses.push_back({read_pattern(*miss.find("at")), both(miss, "why")});
  }
  return out;
}

Goal read_goal(const Node& node) {
  const NodeView view(node);
  Goal out{view.text("id"), both(view, "text"), {}, read_expectation(node)};
  for (const Node& hint : view.items("hints")) out.hints.push_back(read_both_texts(hint));
  return out;
}

Level read_level(const std::string& word) {
  if (word == "intermediate") return Level::intermediate;
  return word == "advanced" ? Level::advanced : Level::beginner;
}

}  // namespace

BothTexts read_both_texts(const Node& node) {
  const NodeView view(node);
  return {view.text("en"), view.text("ru")};
}

Question read_question(const Node& node) {
  const NodeView view(node);
  Question out;
  out.id = view.text("id");
  out.at = read_pattern(*view.find("at"));
  out.when = when_of(view);
  out.text = both(view, "text");
  out.place = node.place;
  const std::string kind = view.text("kind");
  if (kind == "choose-one") out.task = ChooseOne{read_answers(view)};
  if (kind == "choose-several") out.task = ChooseSeveral{read_answers(view)};
  if (kind == "predict-reply") out.task = read_predict_reply(view);
  if (kind == "order-steps") out.task = read_order_steps(view);
  if (kind == "match") out.task = read_match(view);
  if (kind == "type-command") out.task = read_type_command(view);
  if (kind == "find-step") out.task = read_find_step(view);
  if (kind == "repair") out.task = Repair{view.texts("goals"), both(view, "why")};
  return out;
}

Scenario read_scenario(const Node& node) {
  const NodeView view(node);
  Scenario out;
  out.id = view.text("id");
  out.chapter = view.text("chapter");
  out.level = read_level(view.text("level"));
  out.minutes = view.number("minutes", out.minutes);
  out.title = both(view, "title");
  out.promise = both(view, "promise");
  for (const Node& need : view.items("needs")) out.needs.push_back({need.text, need.place});
  out.world = *view.find("world");
  for (const Node& act : view.items("script")) out.script.push_back(read_act(act));
  for (const Member& knob : view.members("knobs")) out.knobs.push_back(read_knob(knob));
  for (const Node& line : view.items("story")) out.story.push_back(read_story_line(line));
  for (const Node& question : view.items("questions"))
    out.questions.push_back(read_question(question));
  for (const Node& goal : view.items("goals")) out.goals.push_back(read_goal(goal));
  for (const Node& item : view.items("expectations"))
    out.expectations.push_back(read_expectation(item));
  out.sources = view.texts("sources");
  out.id_place = view.find("id")->place;
  out.script_place = view.find("script")->place;
  return out;
}

}  // namespace mailscope::scenario
