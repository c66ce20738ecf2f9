// One overload for each kind of task.
#include "ui/shell/question_text.h"

#include "sim/base/text.h"

namespace mailscope::ui {
namespace {

// What a server says at `at` or next, on its connection if it has one.
std::string next_reply(const Trace& trace, RecordNumber at) {
  const ConnectionId connection = trace.at(at).place.connection;
  for (std::uint32_t number = at.value; number <= trace.size(); ++number) {
    const Record& record = trace.at({number});
    const auto* said = std::get_if<Said>(&record.payload);
    if (said && said->speaker == Speaker::server &&
        (connection.is_none() || record.place.connection == connection)) {
      return said->text;
    }
  }
  return {};
}

// "2", "250" or "5.7.1" against "550 5.7.1 No relaying"; "+OK" or "NO" against other protocols' replies.
bool is_reply(std::string_view choice, std::string_view reply) {
  if (reply.substr(0, choice.size()) == choice) return true;
  const std::string_view rest = cut(reply, ' ').tail;
  return rest.substr(0, choice.size()) == choice;
}

struct AddTask {
  Question& made;
  const Trace& trace;
  std::string_view language;

  void options(const std::vector<scenario::Answer>& answers) const {
    for (const scenario::Answer& answer : answers) {
      made.options.push_back({letter(), text_in(answer.text, language),
                              text_in(answer.why, language), answer.is_right});
    }
  }
  std::string letter() const {
    return std::string(1, static_cast<char>('a' + made.options.size()));
  }

  void operator()(const scenario::ChooseOne& task) const { options(task.answers); }
  void operator()(const scenario::ChooseSeveral& task) const {
    made.kind = QuestionKind::several;
    options(task.answers);
  }
  void operator()(const scenario::PredictReply& task) const {
    const std::string reply = next_reply(trace, made.at);
    for (const auto& choice : task.choices) {
      made.options.push_back(
          {letter(), choice.reply, text_in(choice.why, language), is_reply(choice.reply, reply)});
    }
  }
  void operator()(const scenario::OrderSteps& task) const {
    made.kind = QuestionKind::order;
    made.explanation = text_in(task.why, language);
    for (const auto& item : task.items)
      made.options.push_back({letter(), text_in(item.text, language), {}, true});
  }
  void operator()(const scenario::MatchPairs&) const {}
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
  void operator()(const scenario::Repair&) const {}
};

// Each left side with every right side to choose from.
void add_pairs(std::vector<Question>& questions, const Question& base,
               const scenario::MatchPairs& task, std::string_view language) {
  for (std::size_t i = 0; i < task.pairs.size(); ++i) {
    Question made = base;
    made.id += "-" + std::to_string(i + 1);
    made.text += " **" + text_in(task.pairs[i].left, language) + "**";
    made.explanation = text_in(task.why, language);
    // The right one does not always stand first: begin with another at each pair.
    for (std::size_t j = 0; j < task.pairs.size(); ++j) {
      const std::size_t k = (i + j + 1) % task.pairs.size();
      made.options.push_back({std::string(1, static_cast<char>('a' + j)),
                              text_in(task.pairs[k].right, language),
                              {},
                              k == i});
    }
    questions.push_back(std::move(made));
  }
}

}  // namespace

std::string text_in(const scenario::BothTexts& texts, std::string_view language) {
  return language == "ru" ? texts.ru : texts.en;
}

void add_question(std::vector<Question>& questions, const scenario::Question& question,
                  RecordNumber at, const Trace& trace, std::string_view language) {
  Question made;
  made.id = question.id;
  made.at = at;
  made.text = text_in(question.text, language);
  if (const auto* pairs = std::get_if<scenario::MatchPairs>(&question.task)) {
    add_pairs(questions, made, *pairs, language);
    return;
  }
  std::visit(AddTask{made, trace, language}, question.task);
  const bool can_be_asked =
      !made.options.empty() || made.kind == QuestionKind::type || !made.targets.empty();
  if (can_be_asked) questions.push_back(std::move(made));
}

}  // namespace mailscope::ui
