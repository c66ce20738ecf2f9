// One overload for each kind of task; answers back and forth between option ids and indexes.
#include "ui/shell/question_text.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/scenario/verdicts.h"
#include "sim/scenario/why.h"
#include "ui/text/headline.h"

namespace mailscope::ui {
namespace {

// The options of a question by their place in the author's list: "a", "b", …
std::string id_of(std::size_t index) {
  return std::string(1, static_cast<char>('a' + std::min<std::size_t>(index, 25)));
}
std::size_t index_of(std::string_view id) {
  return id.size() == 1 ? static_cast<std::size_t>(id[0] - 'a') : static_cast<std::size_t>(-1);
}

// The line that a reply is foretold to: the question stands before its step, where nobody has heard it yet.
std::string next_line(const Trace& trace, RecordNumber at, std::string_view language) {
  constexpr std::size_t k_characters_max = 72;
  const Payload& payload = trace.at(at).payload;
  const auto* said = std::get_if<Said>(&payload);
  const auto* understood = std::get_if<Understood>(&payload);
  if (!said && !understood) return {};
  const std::string& text = said ? said->text : understood->text;
  std::string line = visible(trim(cut(text, '\r').head));
  std::replace(line.begin(), line.end(), '`', '\'');  // it is shown as code
  if (line.size() > k_characters_max) line = line.substr(0, k_characters_max - 3) + "…";
  return fill(words_in(language).tr(mark("Next comes {line}.")), {{"line", "`" + line + "`"}}) +
         " ";
}

struct AddTask {
  Question& made;
  const scenario::AskedQuestion& asked;
  const Trace& trace;
  std::string_view language;

  bool is_right(std::size_t i) const { return i < asked.is_right.size() && asked.is_right[i]; }
  void add(const scenario::BothTexts& text, const scenario::BothTexts& why, bool is_so) const {
    made.options.push_back(
        {id_of(made.options.size()), text_in(text, language), text_in(why, language), is_so});
  }

  void operator()(const scenario::ChooseOne& task) const {
    for (const scenario::Answer& answer : task.answers)
      add(answer.text, answer.why, answer.is_right);
  }
  void operator()(const scenario::ChooseSeveral& task) const {
    made.kind = QuestionKind::several;
    for (const scenario::Answer& answer : task.answers)
      add(answer.text, answer.why, answer.is_right);
  }
  void operator()(const scenario::PredictReply& task) const {
    made.text = next_line(trace, asked.at, language) + made.text;
    for (std::size_t i = 0; i < task.choices.size(); ++i) {
      const auto& choice = task.choices[i];
      add({choice.reply, choice.reply}, choice.why, is_right(i));
    }
  }
  void operator()(const scenario::OrderSteps& task) const {
    made.kind = QuestionKind::order;
    made.explanation = text_in(task.why, language);
    for (const auto& item : task.items) add(item.text, {}, true);
  }
  // Right sides that read the same are one option: the first pair's.
  void operator()(const scenario::MatchPairs& task) const {
    made.kind = QuestionKind::match;
    made.explanation = text_in(task.why, language);
    for (std::size_t i = 0; i < task.pairs.size(); ++i) {
      std::size_t first = 0;
      while (!(task.pairs[first].right == task.pairs[i].right)) ++first;
      made.lefts.push_back(text_in(task.pairs[i].left, language));
      made.pairs.push_back(id_of(first));
      if (first == i)
        made.options.push_back({id_of(i), text_in(task.pairs[i].right, language), {}, true});
    }
    // Their order must not give the pairs away.
    std::sort(made.options.begin(), made.options.end(),
              [](const Option& a, const Option& b) { return a.text < b.text; });
  }
  void operator()(const scenario::TypeCommand& task) const {
    made.kind = QuestionKind::type;
    made.typed = task.command;
    made.explanation = text_in(task.why, language);
  }
  void operator()(const scenario::FindStep& task) const {
    made.kind = QuestionKind::find;
    made.targets = find_all(task.find, trace);
    made.explanation = text_in(task.why, language);
  }
  void operator()(const scenario::Repair& task) const {
    made.kind = QuestionKind::repair;
    made.goals = task.goals;
    made.explanation = text_in(task.why, language);
  }
};

// The last refusal, loss or failure of a run: where somebody would look first.
RecordNumber last_trouble(const Trace& trace) {
  RecordNumber found{};
  for (const Record& record : trace) {
    const bool is_packet = std::holds_alternative<PacketChanged>(record.payload) ||
                           std::holds_alternative<PacketDropped>(record.payload);
    if (!is_packet && scenario::is_worth_asking(record)) found = record.number;
  }
  return found;
}

GoalLack lack_of(const scenario::Expectation& expectation, const scenario::Verdict& verdict) {
  if (verdict.is_met) return GoalLack::none;
  switch (expectation.modality) {
    case scenario::Modality::never: return GoalLack::happened;
    case scenario::Modality::finally: return GoalLack::not_at_end;
    case scenario::Modality::eventually:
      return verdict.record.is_none() ? GoalLack::nowhere : GoalLack::too_late;
  }
  return GoalLack::nowhere;
}

scenario::Given given_of(const scenario::Question& question, const GivenAnswer& given) {
  std::vector<std::size_t> indexes;
  for (const std::string& id : given.chosen) indexes.push_back(index_of(id));
  struct Make {
    const GivenAnswer& given;
    std::vector<std::size_t>& indexes;
    scenario::Given chosen() const { return scenario::Chosen{std::move(indexes)}; }
    scenario::Given operator()(const scenario::ChooseOne&) const { return chosen(); }
    scenario::Given operator()(const scenario::ChooseSeveral&) const { return chosen(); }
    scenario::Given operator()(const scenario::PredictReply&) const { return chosen(); }
    scenario::Given operator()(const scenario::OrderSteps&) const {
      return scenario::Ordered{std::move(indexes)};
    }
    scenario::Given operator()(const scenario::MatchPairs&) const {
      return scenario::Matched{std::move(indexes)};
    }
    scenario::Given operator()(const scenario::TypeCommand&) const {
      return scenario::Typed{given.chosen.empty() ? std::string() : given.chosen.front()};
    }
    scenario::Given operator()(const scenario::FindStep&) const {
      scenario::Clicked clicked;
      if (given.chosen.size() != 2) return clicked;
      const auto number = [&](std::size_t i) {
        const auto parsed = parse_number(given.chosen[i]);
        return RecordNumber{parsed ? static_cast<std::uint32_t>(*parsed) : 0};
      };
      clicked.first = number(0);
      clicked.last = number(1);
      return clicked;
    }
    scenario::Given operator()(const scenario::Repair&) const { return scenario::Repaired{}; }
  };
  return std::visit(Make{given, indexes}, question.task);
}

// What is said where the author is silent, so that no answer stays without a word.
std::string general_words(const scenario::Question& question, const scenario::Judgement& judgement,
                          const Words& words) {
  if (judgement.is_right) return {};
  if (std::holds_alternative<scenario::OrderSteps>(question.task) ||
      std::holds_alternative<scenario::MatchPairs>(question.task)) {
    return fill(words.trn("{right} of {n} is in its place.", "{right} of {n} are in their place.",
                          judgement.parts.size()),
                {{"right", std::to_string(judgement.right_count)}});
  }
  if (std::holds_alternative<scenario::TypeCommand>(question.task) && judgement.protocol.empty())
    return words.tr("A server would understand this, but it is not what is asked for.");
  if (std::holds_alternative<scenario::FindStep>(question.task))
    return words.tr("It is not this step. Look further, or ask for a hint.");
  return {};
}

}  // namespace

std::string text_in(const scenario::BothTexts& texts, std::string_view language) {
  return language == "ru" ? texts.ru : texts.en;
}

Question question_of(const scenario::AskedQuestion& asked, const Run& run,
                     std::string_view language) {
  Question made;
  made.id = asked.question->id;
  made.at = asked.at;
  made.text = text_in(asked.question->text, language);
  std::visit(AddTask{made, asked, run.trace(), language}, asked.question->task);
  made.hints = hints_for(*asked.question, made, run, language);
  return made;
}

void add_mended(std::vector<Question>& questions, const scenario::Scenario& scenario,
                const scenario::KnobPositions& positions, std::string_view language) {
  for (const scenario::Question& question : scenario.questions) {
    const auto* repair = std::get_if<scenario::Repair>(&question.task);
    if (!repair || holds(question.when, scenario, positions)) continue;
    Question made;
    made.id = question.id;
    made.kind = QuestionKind::repair;
    made.at = {1};
    made.text = text_in(question.text, language);
    made.goals = repair->goals;
    made.explanation = text_in(repair->why, language);
    made.is_in_force = false;
    questions.push_back(std::move(made));
  }
}

std::vector<Goal> goals_of(const scenario::Scenario& scenario,
                           const scenario::KnobPositions& positions, const Trace& trace,
                           std::string_view language) {
  std::vector<Goal> goals;
  for (const scenario::Goal& goal : scenario.goals) {
    Goal made;
    made.id = goal.id;
    made.text = text_in(goal.text, language);
    for (const scenario::BothTexts& hint : goal.hints)
      made.hints.push_back(text_in(hint, language));
    const scenario::Verdict verdict = verdict_on(goal.expectation, trace);
    made.lack = holds(goal.expectation.when, scenario, positions)
                    ? lack_of(goal.expectation, verdict)
                    : GoalLack::nowhere;
    const bool has_place = made.lack == GoalLack::happened || made.lack == GoalLack::too_late;
    if (!made.is_met()) made.decided = has_place ? verdict.record : last_trouble(trace);
    goals.push_back(std::move(made));
  }
  return goals;
}

Judged judged(const scenario::AnsweredRun& run, std::string_view id, const GivenAnswer& given,
              std::string_view language) {
  const auto& all = run.scenario.questions;
  const auto question = std::find_if(all.begin(), all.end(),
                                     [&](const scenario::Question& one) { return one.id == id; });
  if (question == all.end()) return {};
  const scenario::Judgement judgement = judge(*question, given_of(*question, given), run);
  Judged said;
  said.is_right = judgement.is_right;
  const bool is_predicted = std::holds_alternative<scenario::PredictReply>(question->task);
  const bool explains_all = std::holds_alternative<scenario::OrderSteps>(question->task) ||
                            std::holds_alternative<scenario::MatchPairs>(question->task);
  // What would give the answer away is said only once it is right.
  if (judgement.is_right || !explains_all) said.why = text_in(judgement.why, language);
  if (judgement.is_right || !is_predicted) said.protocol = judgement.protocol;
  if (std::holds_alternative<scenario::Repair>(question->task)) said.protocol.clear();
  if (said.why.empty()) said.why = general_words(*question, judgement, words_in(language));
  for (const scenario::JudgedPart& part : judgement.parts)
    said.parts.push_back({part.index, part.is_given, part.is_right, text_in(part.why, language)});
  return said;
}

}  // namespace mailscope::ui
