// Story and questions, resolved in a run.
#include "sim/scenario/lesson.h"

#include <algorithm>

#include "sim/base/text.h"

namespace mailscope::scenario {
namespace {

RecordNumber first_match(const Pattern& pattern, const Trace& trace,
                         const std::vector<std::string>& hosts) {
  std::uint32_t count = 0;
  for (const Record& record : trace) {
    if (matches(pattern, record, hosts) && ++count >= pattern.nth) return record.number;
  }
  return {};
}

class Resolver {
 public:
  Resolver(const Trace& trace, Faults& faults)
      : trace_(trace), hosts_(host_names(trace)), faults_(faults) {}

  RecordNumber find(const Pattern& pattern, TextPlace place, const std::string& what) {
    const RecordNumber found = first_match(pattern, trace_, hosts_);
    if (found.is_none()) {
      add(place, what + " matches nothing in this run",
          "change its pattern, or say in \"when\" in which positions it belongs");
    }
    return found;
  }

  void resolve(AskedQuestion& asked) {
    const Question& question = *asked.question;
    if (const auto* one = std::get_if<ChooseOne>(&question.task)) add_answers(asked, one->answers);
    if (const auto* some = std::get_if<ChooseSeveral>(&question.task))
      add_answers(asked, some->answers);
    if (const auto* predict = std::get_if<PredictReply>(&question.task)) add_reply(asked, *predict);
    if (const auto* order = std::get_if<OrderSteps>(&question.task)) check_order(question, *order);
    if (const auto* task = std::get_if<FindStep>(&question.task)) {
      find(task->find, question.place, "the step to find in the question \"" + question.id + '"');
    }
  }

 private:
  void add(TextPlace place, std::string what, std::string mend) {
    faults_.push_back({FaultKind::meaning, place, std::move(what), std::move(mend)});
  }

  static void add_answers(AskedQuestion& asked, const std::vector<Answer>& answers) {
    for (const Answer& answer : answers) asked.is_right.push_back(answer.is_right);
  }

  void add_reply(AskedQuestion& asked, const PredictReply& task) {
    const std::string name = "the question \"" + asked.question->id + '"';
    asked.reply = reply_after(trace_, asked.at);
    if (asked.reply.is_none()) {
      return add(asked.question->place, name + " is asked where no reply follows",
                 "ask it at a command");
    }
    const std::string& line = std::get<Said>(trace_.at(asked.reply).payload).text;
    std::size_t right = 0;
    for (const PredictReply::Choice& choice : task.choices) {
      asked.is_right.push_back(is_reply(choice.reply, line));
      right += asked.is_right.back() ? 1U : 0U;
    }
    if (right == 1) return;
    add(asked.question->place,
        name + (right == 0 ? " has no right choice" : " has more than one right choice") +
            ": the reply is \"" + visible(trim(cut(line, '\r').head)) + '"',
        "let exactly one choice be this reply");
  }

  void check_order(const Question& question, const OrderSteps& task) {
    RecordNumber before{};
    for (const OrderSteps::Item& item : task.items) {
      const RecordNumber at =
          find(item.at, question.place, "an item of the question \"" + question.id + '"');
      if (at.is_none()) continue;
      if (at < before || at == before) {
        add(question.place,
            "the items of the question \"" + question.id + "\" do not stand in the run's order",
            "put them in the order in which they happen");
      }
      before = at;
    }
  }

  const Trace& trace_;
  std::vector<std::string> hosts_;
  Faults& faults_;
};

}  // namespace

LessonRun lesson_in(const Scenario& scenario, const KnobPositions& positions, const Trace& trace) {
  LessonRun lesson;
  Resolver resolver(trace, lesson.faults);
  for (const StoryLine& line : scenario.story) {
    if (!holds(line.when, scenario, positions)) continue;
    const RecordNumber at =
        resolver.find(line.at, line.place, "the story's line \"" + line.id + '"');
    if (!at.is_none()) lesson.story.push_back({at, &line});
  }
  std::stable_sort(lesson.story.begin(), lesson.story.end(),
                   [](const ToldLine& a, const ToldLine& b) { return a.from < b.from; });
  for (const Question& question : scenario.questions) {
    if (!holds(question.when, scenario, positions)) continue;
    AskedQuestion asked;
    asked.question = &question;
    asked.at = resolver.find(question.at, question.place, "the question \"" + question.id + '"');
    if (asked.at.is_none()) continue;
    resolver.resolve(asked);
    lesson.questions.push_back(std::move(asked));
  }
  std::stable_sort(lesson.questions.begin(), lesson.questions.end(),
                   [](const AskedQuestion& a, const AskedQuestion& b) { return a.at < b.at; });
  return lesson;
}

const StoryLine* story_at(const LessonRun& lesson, RecordNumber record) {
  const StoryLine* in_force = nullptr;
  for (const ToldLine& told : lesson.story) {
    if (record < told.from) break;
    in_force = told.line;
  }
  return in_force;
}

RecordNumber reply_after(const Trace& trace, RecordNumber at) {
  const Place& place = trace.at(at).place;
  for (std::uint32_t number = at.value + 1; number <= trace.size(); ++number) {
    const Record& record = trace.at({number});
    const auto* said = std::get_if<Said>(&record.payload);
    if (said == nullptr || said->speaker != Speaker::server) continue;
    if (record.place.connection == place.connection || place.connection.is_none())
      return record.number;
  }
  return {};
}

bool is_reply(std::string_view choice, std::string_view line) {
  if (line.substr(0, choice.size()) == choice) return true;
  // The enhanced code, or an IMAP reply's word after its tag. "550-5.1.1" and "550 5.1.1" alike.
  const std::size_t at = line.find_first_of(" -");
  return choice.size() > 1 && at != std::string_view::npos &&
         line.substr(at + 1, choice.size()) == choice;
}

}  // namespace mailscope::scenario
