// One overload for each kind of task.
#include "sim/scenario/judge.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/scenario/lesson.h"
#include "sim/scenario/verdicts.h"

namespace mailscope::scenario {
namespace {

bool has(const std::vector<std::size_t>& indexes, std::size_t index) {
  return std::find(indexes.begin(), indexes.end(), index) != indexes.end();
}

Judgement counted(Judgement judgement) {
  for (const JudgedPart& part : judgement.parts) judgement.right_count += part.is_right ? 1U : 0U;
  judgement.is_right = !judgement.parts.empty() && judgement.right_count == judgement.parts.size();
  return judgement;
}

class Judge {
 public:
  Judge(const Question& question, const Given& given, const AnsweredRun& run)
      : question_(question), given_(given), run_(run) {}

  Judgement judge() {
    return std::visit([&](const auto& task) { return about(task); }, question_.task);
  }

 private:
  Judgement about(const ChooseOne& task) const { return options(task.answers); }
  Judgement about(const ChooseSeveral& task) const { return options(task.answers); }

  Judgement options(const std::vector<Answer>& answers) const {
    const auto* chosen = std::get_if<Chosen>(&given_);
    Judgement out;
    if (chosen == nullptr) return out;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const bool is_given = has(chosen->indexes, i);
      out.parts.push_back({i, is_given, is_given == answers[i].is_right, answers[i].why});
      // Of several, what was chosen wrongly is said first.
      if (is_given && (out.why.en.empty() || !answers[i].is_right)) out.why = answers[i].why;
    }
    return counted(std::move(out));
  }

  Judgement about(const PredictReply& task) const {
    Judgement out;
    const RecordNumber at = find(question_.at);
    const RecordNumber reply = at.is_none() ? RecordNumber{} : reply_after(run_.trace, at);
    if (reply.is_none()) return out;
    const std::string& text = std::get<Said>(run_.trace.at(reply).payload).text;
    const std::string line(trim(std::string_view(text).substr(0, text.find('\r'))));
    out.protocol = line;
    const auto* chosen = std::get_if<Chosen>(&given_);
    const auto* typed = std::get_if<Typed>(&given_);
    for (std::size_t i = 0; i < task.choices.size(); ++i) {
      const bool is_so = is_reply(task.choices[i].reply, line);
      const bool is_given = chosen != nullptr
                                ? has(chosen->indexes, i)
                                : typed != nullptr && trim(typed->text) == task.choices[i].reply;
      out.parts.push_back({i, is_given, is_given == is_so, task.choices[i].why});
      if (is_given) out.why = task.choices[i].why;
    }
    if (typed == nullptr) return counted(std::move(out));
    // The right code in the learner's own words, finer or coarser than the choices.
    out = counted(std::move(out));
    out.is_right = !trim(typed->text).empty() && is_reply(trim(typed->text), line);
    return out;
  }

  Judgement about(const OrderSteps& task) const {
    const auto* ordered = std::get_if<Ordered>(&given_);
    Judgement out;
    if (ordered == nullptr || ordered->indexes.size() != task.items.size()) return out;
    for (std::size_t i = 0; i < task.items.size(); ++i)
      out.parts.push_back({ordered->indexes[i], true, ordered->indexes[i] == i, {}});
    out.why = task.why;
    return counted(std::move(out));
  }

  // Two left sides may share a right one: what counts is the text.
  Judgement about(const MatchPairs& task) const {
    const auto* matched = std::get_if<Matched>(&given_);
    Judgement out;
    if (matched == nullptr || matched->rights.size() != task.pairs.size()) return out;
    for (std::size_t i = 0; i < task.pairs.size(); ++i) {
      const std::size_t put = matched->rights[i];
      const bool is_right = put < task.pairs.size() && task.pairs[put].right == task.pairs[i].right;
      out.parts.push_back({i, true, is_right, {}});
    }
    out.why = task.why;
    return counted(std::move(out));
  }

  Judgement about(const TypeCommand& task) const {
    const auto* typed = std::get_if<Typed>(&given_);
    Judgement out;
    if (typed == nullptr) return out;
    out.is_right = is_same_command(task.protocol, task.command, typed->text, out.protocol);
    if (out.is_right) out.why = task.why;
    for (const TypeCommand::Slip& slip : task.slips) {
      if (out.is_right || !out.why.en.empty()) break;
      if (glob_matches(upper(slip.typed), upper(trim(typed->text)))) out.why = slip.why;
    }
    return out;
  }

  Judgement about(const FindStep& task) const {
    const auto* clicked = std::get_if<Clicked>(&given_);
    Judgement out;
    if (clicked == nullptr) return out;
    out.is_right = is_in(task.find, *clicked);
    if (out.is_right) out.why = task.why;
    for (const FindStep::Miss& miss : task.misses) {
      if (!out.is_right && out.why.en.empty() && is_in(miss.at, *clicked)) out.why = miss.why;
    }
    return out;
  }

  Judgement about(const Repair& task) const {
    Judgement out;
    if (!std::holds_alternative<Repaired>(given_)) return out;
    for (std::size_t i = 0; i < task.goals.size(); ++i) {
      for (const Goal& goal : run_.scenario.goals) {
        if (goal.id != task.goals[i]) continue;
        const bool is_in_force = holds(goal.expectation.when, run_.scenario, run_.positions);
        const Verdict verdict = verdict_on(goal.expectation, run_.trace);
        out.parts.push_back({i, true, is_in_force && verdict.is_met, goal.text});
        if (!verdict.is_met && out.protocol.empty()) out.protocol = verdict.message;
      }
    }
    out = counted(std::move(out));
    if (out.is_right) out.why = task.why;
    return out;
  }

  RecordNumber find(const Pattern& pattern) const {
    const auto found = find_all(pattern, run_.trace);
    return found.empty() ? RecordNumber{} : found.front();
  }
  bool is_in(const Pattern& pattern, const Clicked& clicked) const {
    for (const RecordNumber number : find_all(pattern, run_.trace)) {
      if (!(number < clicked.first) && !(clicked.last < number)) return true;
    }
    return false;
  }

  const Question& question_;
  const Given& given_;
  const AnsweredRun& run_;
};

}  // namespace

Judgement judge(const Question& question, const Given& given, const AnsweredRun& run) {
  return Judge(question, given, run).judge();
}

}  // namespace mailscope::scenario
