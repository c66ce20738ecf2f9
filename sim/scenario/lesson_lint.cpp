// A lesson judged by all its runs.
#include "sim/scenario/lesson_lint.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/crypto/hash.h"
#include "sim/scenario/judge.h"
#include "sim/scenario/verdicts.h"
#include "sim/trace/pattern.h"

namespace mailscope::scenario {
namespace {

// What a lesson with a story has at least where it begins, and how much is asked in a run.
constexpr std::size_t k_story_lines_min = 3;
constexpr std::size_t k_questions_min = 2, k_questions_max = 5;

bool is_setup(const Record& record) {
  return record.cause.is_none() && (std::holds_alternative<HostAdded>(record.payload) ||
                                    std::holds_alternative<ServiceOpened>(record.payload) ||
                                    std::holds_alternative<SettingChanged>(record.payload) ||
                                    std::holds_alternative<MailboxAdded>(record.payload) ||
                                    std::holds_alternative<MailStored>(record.payload));
}

// An answer to a command; a greeting is none, since nobody asked.
bool answers_command(const Record& record) {
  const auto* said = std::get_if<Said>(&record.payload);
  return said != nullptr && said->speaker == Speaker::server && said->kind == LineKind::reply;
}

bool asks_why(const Question& question) {
  return find_ignoring_case(question.text.en, "why") != std::string_view::npos;
}

}  // namespace

// Settings are what a knob turns, so they do not count as a difference; what follows from them does.
std::string behaviour_of(const Trace& trace) {
  const std::vector<std::string> names = host_names(trace);
  crypto::Sha256 digest;
  for (const Record& record : trace) {
    if (is_setup(record) || std::holds_alternative<PacketSent>(record.payload) ||
        std::holds_alternative<PacketArrived>(record.payload)) {
      continue;
    }
    digest.add(std::to_string(record.time.us));
    for (const auto& [field, text] : fields_of(record, names)) {
      if (field == "sent" || field == "packet") continue;  // numbers and octets of packets
      digest.add("|" + field + "=" + text);
    }
    digest.add("\n");
  }
  return hex(digest.result());
}

void LessonLint::add(TextPlace place, std::string what, std::string mend) {
  faults_.push_back({FaultKind::meaning, place, std::move(what), std::move(mend)});
}

// A fault that many positions show is said with the first of them.
void LessonLint::add_in(const RunFacts& run, TextPlace place, const std::string& what,
                        std::string mend) {
  const std::string where = std::to_string(place.line) + ":" + std::to_string(place.column);
  if (!said_.insert({where, what}).second) return;
  const std::string positions = to_text(scenario_, run.positions);
  add(place, what + (positions.empty() ? "" : " (with " + positions + ")"), std::move(mend));
}

void LessonLint::add_run(const KnobPositions& positions, const Trace& trace) {
  RunFacts run;
  run.positions = positions;
  if (const BudgetReached* reached = budget_reached(trace)) {
    add_in(run, scenario_.script_place,
           "the run was stopped by its budget of " + reached->budget + " (" +
               std::to_string(reached->limit) + ")",
           "let it end sooner, or give \"world\" a larger \"budget\"");
    stopped_ = faults_;
  }
  if (!stopped_.empty()) return;  // what else is missing, may be missing because of that
  run.behaviour = behaviour_of(trace);
  for (const Goal& goal : scenario_.goals) {
    run.goals_met.push_back(holds(goal.expectation.when, scenario_, positions) &&
                            verdict_on(goal.expectation, trace).is_met);
  }
  for (const Expectation& expectation : scenario_.expectations)
    run.promises += holds(expectation.when, scenario_, positions) ? 1U : 0U;
  const LessonRun lesson = lesson_in(scenario_, positions, trace);
  run.story_lines = lesson.story.size(), run.questions = lesson.questions.size();
  for (const AskedQuestion& asked : lesson.questions) {
    run.asks_why = run.asks_why || asks_why(*asked.question);
    run.asks_for_reply =
        run.asks_for_reply || std::holds_alternative<PredictReply>(asked.question->task);
  }
  run.has_reply = std::any_of(trace.begin(), trace.end(), answers_command);
  for (const Fault& fault : lesson.faults) add_in(run, fault.place, fault.what, fault.mend);
  check_read(run, lesson, trace);
  check_answers(run, trace);
  runs_.push_back(std::move(run));
}

const BudgetReached* budget_reached(const Trace& trace) {
  for (const Record& record : trace) {
    if (const auto* reached = std::get_if<BudgetReached>(&record.payload)) return reached;
  }
  return nullptr;
}

// Answers that the author calls right must be judged right, and those that he calls wrong, wrong.
void LessonLint::check_answers(const RunFacts& run, const Trace& trace) {
  const AnsweredRun answered{scenario_, run.positions, trace};
  for (const Question& question : scenario_.questions) {
    const std::string name = "the question \"" + question.id + '"';
    const auto says = [&](const std::string& what, const std::string& mend) {
      add_in(run, question.place, name + what, mend);
    };
    if (const auto* type = std::get_if<TypeCommand>(&question.task)) {
      const Judgement judgement = judge(question, Typed{type->command}, answered);
      if (!judgement.protocol.empty())
        says(": its command cannot be read: " + judgement.protocol,
             "write one that the parser takes");
      for (const TypeCommand::Slip& slip : type->slips) {
        if (judge(question, Typed{slip.typed}, answered).is_right)
          says(": the slip \"" + slip.typed + "\" means the same as the command", "remove it");
      }
    } else if (const auto* match = std::get_if<MatchPairs>(&question.task)) {
      for (std::size_t i = 0; i < match->pairs.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          if (match->pairs[i].left == match->pairs[j].left)
            says(" has the left side \"" + match->pairs[i].left.en + "\" twice", "remove one");
        }
      }
    } else if (const auto* find = std::get_if<FindStep>(&question.task)) {
      if (!holds(question.when, scenario_, run.positions)) continue;
      for (const FindStep::Miss& miss : find->misses) {
        for (const RecordNumber at : find_all(miss.at, trace)) {
          if (!judge(question, Clicked{at, at}, answered).is_right) continue;
          says(": a step that it calls a miss is right", "narrow the pattern of the miss");
          break;
        }
      }
    }
  }
}

Faults LessonLint::faults() const {
  Faults out = faults_;
  if (!stopped_.empty()) return {stopped_.back()};
  check_knobs(out);
  check_goals(out);
  check_repairs(out);
  check_whens(out);
  check_whole(out);
  check_questions(out);
  std::stable_sort(out.begin(), out.end(),
                   [](const Fault& a, const Fault& b) { return a.place < b.place; });
  return out;
}

// Two positions are the same when, whatever the other knobs say, the same happens.
void LessonLint::check_knobs(Faults& faults) const {
  for (const Knob& knob : scenario_.knobs) {
    for (std::size_t i = 0; i < knob.positions.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        std::size_t pairs = 0, same = 0;
        for (const RunFacts& run : runs_) {
          if (run.positions.at(knob.id) != knob.positions[i].id) continue;
          KnobPositions others = run.positions;
          others[knob.id] = knob.positions[j].id;
          for (const RunFacts& other : runs_) {
            if (other.positions != others) continue;
            ++pairs;
            same += run.behaviour == other.behaviour ? 1U : 0U;
          }
        }
        if (pairs == 0 || same < pairs) continue;
        faults.push_back({FaultKind::meaning, knob.positions[i].place,
                          "the knob \"" + knob.id + "\" changes nothing: in position \"" +
                              knob.positions[i].id + "\" the same happens as in \"" +
                              knob.positions[j].id + '"',
                          "give the position an effect that the run shows, or remove it"});
        break;
      }
    }
  }
}

void LessonLint::check_goals(Faults& faults) const {
  for (std::size_t i = 0; i < scenario_.goals.size(); ++i) {
    const Goal& goal = scenario_.goals[i];
    std::size_t met = 0;
    for (const RunFacts& run : runs_) met += run.goals_met[i] ? 1U : 0U;
    if (met > 0 && met < runs_.size()) continue;
    faults.push_back(
        {FaultKind::meaning, goal.expectation.place,
         "the goal \"" + goal.id + "\" (" + to_text(goal.expectation) + ") " +
             (met == 0 ? "holds in no position of the knobs" : "holds in every position already"),
         met == 0 ? "add a position that reaches it, or ask for less"
                  : "let the lesson begin where it does not hold"});
  }
}

void LessonLint::check_repairs(Faults& faults) const {
  for (const Question& question : scenario_.questions) {
    const auto* repair = std::get_if<Repair>(&question.task);
    if (repair == nullptr) continue;
    std::size_t solved = 0, asked = 0, asked_solved = 0;
    bool is_solved_at_first = false;
    for (const RunFacts& run : runs_) {
      bool are_all_met = true;
      for (std::size_t i = 0; i < scenario_.goals.size(); ++i) {
        const auto& ids = repair->goals;
        if (std::find(ids.begin(), ids.end(), scenario_.goals[i].id) != ids.end())
          are_all_met = are_all_met && run.goals_met[i];
      }
      solved += are_all_met ? 1U : 0U;
      if (!holds(question.when, scenario_, run.positions)) continue;
      ++asked;
      asked_solved += are_all_met ? 1U : 0U;
      is_solved_at_first = is_solved_at_first || (are_all_met && &run == &runs_.front());
    }
    const std::string name = "the question \"" + question.id + '"';
    if (solved == 0) {
      faults.push_back({FaultKind::meaning, question.place,
                        name + " cannot be solved: its goals hold together in no position",
                        "add a position in which they do"});
    } else if (asked > 0 && asked == asked_solved) {
      faults.push_back({FaultKind::meaning, question.place,
                        name + " is solved already wherever it is asked",
                        "ask it in positions in which its goals do not hold"});
    } else if (is_solved_at_first) {
      faults.push_back(
          {FaultKind::meaning, question.place, name + " is solved already where the lesson begins",
           "let the knobs begin elsewhere, or keep it away from there by its \"when\""});
    }
  }
}

void LessonLint::check_whens(Faults& faults) const {
  const auto check = [&](const When& when, TextPlace place, const std::string& what) {
    for (const RunFacts& run : runs_) {
      if (holds(when, scenario_, run.positions)) return;
    }
    faults.push_back(
        {FaultKind::meaning, place,
         what + " is in force in none of the combinations that are tried",
         "change its \"when\" (with more than " + std::to_string(k_combinations_max) +
             " combinations only two knobs are turned at a time, or those of a section)"});
  };
  for (const Knob& knob : scenario_.knobs)
    check(knob.when, knob.place, "the knob \"" + knob.id + '"');
  for (const ScriptEntry& act : scenario_.script)
    check(act.when, act.place, "the act \"" + act.act.id + '"');
  for (const StoryLine& line : scenario_.story)
    check(line.when, line.place, "the story's line \"" + line.id + '"');
  for (const Question& question : scenario_.questions)
    check(question.when, question.place, "the question \"" + question.id + '"');
  for (const Goal& goal : scenario_.goals)
    check(goal.expectation.when, goal.expectation.place, "the goal \"" + goal.id + '"');
  for (const Expectation& expectation : scenario_.expectations)
    check(expectation.when, expectation.place, "this expectation");
}

// What every lesson has: a promise for each run; and a story with questions, or a goal with hints.
void LessonLint::check_whole(Faults& faults) const {
  const auto add_whole = [&](std::string what, std::string mend) {
    faults.push_back({FaultKind::meaning, scenario_.id_place, std::move(what), std::move(mend)});
  };
  for (const RunFacts& run : runs_) {
    if (run.promises > 0) continue;
    add_whole("nothing is promised with " + to_text(scenario_, run.positions),
              "add an expectation that holds there");
    break;
  }
  if (scenario_.story.empty()) {
    const bool has_hints = std::any_of(scenario_.goals.begin(), scenario_.goals.end(),
                                       [](const Goal& goal) { return !goal.hints.empty(); });
    if (!has_hints) add_whole("there is neither a story nor a goal with hints", "write one");
    return;
  }
  if (runs_.empty()) return;
  if (runs_[0].story_lines < k_story_lines_min) {
    add_whole(
        "the story has " + std::to_string(runs_[0].story_lines) + " lines where the lesson begins",
        "tell at least " + std::to_string(k_story_lines_min) + " steps");
  }
}

// Two to five questions in every run. Where the lesson begins one asks for a reason, and one for a reply, if
// anything is answered there: behind a closed port there is nothing to predict.
void LessonLint::check_questions(Faults& faults) const {
  if (runs_.empty() || (scenario_.story.empty() && scenario_.questions.empty())) return;
  const auto add_whole = [&](std::string what, std::string mend) {
    faults.push_back({FaultKind::meaning, scenario_.id_place, std::move(what), std::move(mend)});
  };
  for (const RunFacts& run : runs_) {
    const bool is_few = run.questions < k_questions_min;
    if (!is_few && run.questions <= k_questions_max) continue;
    const bool is_first = &run == &runs_.front();
    add_whole("questions asked " +
                  (is_first ? std::string("where the lesson begins")
                            : "with " + to_text(scenario_, run.positions)) +
                  ": " + std::to_string(run.questions),
              is_few ? "ask at least " + std::to_string(k_questions_min)
                     : "ask at most " + std::to_string(k_questions_max) +
                           " in one run: keep some away by their \"when\"");
    break;
  }
  const RunFacts& first = runs_.front();
  const auto& questions = scenario_.questions;
  if (first.has_reply && !first.asks_for_reply) {
    add_whole("no question lets the learner predict a reply where the lesson begins",
              "add a \"predict-reply\"");
  } else if (std::none_of(questions.begin(), questions.end(), [](const Question& question) {
               return std::holds_alternative<PredictReply>(question.task);
             })) {
    add_whole("no question lets the learner predict a reply", "add a \"predict-reply\"");
  }
  if (!first.asks_why) {
    add_whole("no question asks why where the lesson begins",
              "add one whose English text asks \"why\"");
  }
}

}  // namespace mailscope::scenario
