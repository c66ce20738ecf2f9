// Whether an answer is right, and what is to be said about it: one pure function for every kind of question.
//
//   const AnsweredRun run{scenario, positions, trace};        // the run at hand, as it is shown
//   Judgement j = judge(question, Chosen{{1}}, run);          // choose-one, choose-several, predict-reply
//   j = judge(question, Typed{"550 5.7.1"}, run);             // predict-reply, in the learner's own words
//   j = judge(question, Typed{"mail from:<a@example.org>"}, run);   // type-command: by the protocol's parser
//   j = judge(question, Ordered{{2, 0, 1}}, run);             // order-steps: items as they were put
//   j = judge(question, Matched{{1, 0}}, run);                // match: the right side put to each left one
//   j = judge(question, Clicked{step.first, step.last}, run); // find-step: the records of the step
//   j = judge(question, Repaired{}, run);                     // repair: `run` is the run as it is now
//   if (!j.is_right) show(j.why.ru);
//
// An answer of a kind that the question does not ask for is wrong and says nothing. Indexes count from 0 in
// the author's order (the page may show another one); those that do not exist are ignored.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/trace/trace.h"

namespace mailscope::scenario {

struct AnsweredRun {
  const Scenario& scenario;
  const KnobPositions& positions;
  const Trace& trace;
};

struct Chosen {
  std::vector<std::size_t> indexes;
};
struct Typed {
  std::string text;
};
struct Ordered {
  std::vector<std::size_t> indexes;
};
struct Matched {
  std::vector<std::size_t> rights;  // rights[i]: whose pair's right side was put to the left side i
};
struct Clicked {
  RecordNumber first{}, last{};
};
struct Repaired {};
using Given = std::variant<Chosen, Typed, Ordered, Matched, Clicked, Repaired>;

// One part of an answer: an option that was chosen (or should have been), an item, a pair, a goal.
struct JudgedPart {
  std::size_t index = 0;
  bool is_given = false;  // chosen; for items, pairs and goals always true
  bool is_right = false;  // the part is as it should be: chosen and right, or neither
  BothTexts why;          // may be empty
  friend bool operator==(const JudgedPart&, const JudgedPart&) = default;
};

struct Judgement {
  bool is_right = false;
  BothTexts why;         // about the whole answer; empty when there is nothing to say
  std::string protocol;  // what the protocol says: the parser's complaint, the reply that came
  std::vector<JudgedPart> parts;
  std::size_t right_count = 0;  // of parts
  friend bool operator==(const Judgement&, const Judgement&) = default;
};

Judgement judge(const Question& question, const Given& given, const AnsweredRun& run);

// Whether two command lines mean the same to a protocol: case, blanks, an IMAP tag and how a string is
// written do not matter. `fault` is the parser's complaint about the second when it cannot be read.
bool is_same_command(Protocol protocol, std::string_view right, std::string_view typed,
                     std::string& fault);

}  // namespace mailscope::scenario
