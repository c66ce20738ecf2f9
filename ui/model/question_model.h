// The questions of a lesson as they are asked at a step: what can be touched, what is marked, what is said.
//
// Knows no scenario: whoever does judges an answer, and hands the judgement in.
//
//   const AskedHere asked = asked_here(look, lesson, answers, "");
//   const QuestionModel question = question_at(look, asked, answers, judged, words);
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ui/model/lesson.h"
#include "ui/model/run.h"

namespace mailscope::ui {

struct GivenAnswer {
  // One, several, order: ids of options, in the order chosen or put; match: one for each left side, empty
  // where nothing is put yet; type: the text; find: the first and the last record of the step.
  std::vector<std::string> chosen;
  bool is_final = false;    // given; touching it again takes it back
  bool is_right = false;    // … and judged so
  std::uint32_t hints = 0;  // so many were asked for
  friend bool operator==(const GivenAnswer&, const GivenAnswer&) = default;
};
using Answers = std::map<std::string, GivenAnswer>;  // by question

// What is said about an answer, in the user's language.
struct JudgedPart {
  std::size_t index = 0;  // of an option, an item, a left side
  bool is_given = false, is_right = false;
  std::string why;
  friend bool operator==(const JudgedPart&, const JudgedPart&) = default;
};
struct Judged {
  bool is_right = false;
  std::string why, protocol;  // the author's words; the parser's complaint or the reply that came
  std::vector<JudgedPart> parts;
  friend bool operator==(const Judged&, const Judged&) = default;
};

// ---- answering -----------------------------------------------------------------------------------------

// What an answer becomes when an option is touched. For match "LEFT:OPTION", with the left side's number.
void choose(GivenAnswer& answer, const Question& question, std::string_view option);
// An item of an order goes one place up or down.
void move(GivenAnswer& answer, const Question& question, std::string_view option, bool is_up);
// True when there is enough to judge.
bool is_complete(const GivenAnswer& answer, const Question& question);
// The options of an order as they lie before anybody has moved one: mixed, and always alike.
std::vector<std::string> mixed_order(const Question& question);

const Question* question_named(const Lesson& lesson, std::string_view id);
// The step at which it is asked.
std::uint32_t asked_step(const Run& run, const Question& question, StepLevel level);

// ---- what is shown -------------------------------------------------------------------------------------

// The questions of a step, and which of them is shown.
struct AskedHere {
  std::vector<const Question*> all;
  std::size_t shown = 0;
  bool is_here =
      false;  // the one shown is asked at this very step, not left over from an earlier one
};
// `chosen` is the id of the one that the learner wants; else the first that is not answered yet. Questions that
// send the learner away (find, repair) stay until they are answered.
AskedHere asked_here(const Look& look, const Lesson& lesson, const Answers& answers,
                     std::string_view chosen);

enum class Mark { none, right, wrong };
struct ShownOption {
  std::string id, text, why;
  Mark mark = Mark::none;
  bool is_chosen = false;
  bool can_up = false, can_down = false;  // order
  friend bool operator==(const ShownOption&, const ShownOption&) = default;
};
struct MatchedPair {
  std::string left, option, text;  // what is put there; empty: nothing yet
  Mark mark = Mark::none;
  friend bool operator==(const MatchedPair&, const MatchedPair&) = default;
};
struct QuestionModel {
  bool is_asked = false;  // there is a question at this step
  bool is_here = false;
  QuestionKind kind = QuestionKind::one;
  bool is_checkable = false;  // something is given and waits for "Check"
  std::string id, text, typed;
  std::string position;  // "Question 1 of 3"; empty for a lonely one
  std::vector<ShownOption> options;
  std::vector<MatchedPair> pairs;
  std::vector<std::string> hints;  // those that were asked for
  bool has_more_hints = false;
  Mark mark = Mark::none;           // of the answer given
  std::string feedback, protocol;   // what is said about it
  std::vector<std::string> places;  // where the keyboard's cursor can stand, in their order
};
// `judged` belongs to the question that is shown.
QuestionModel question_at(const AskedHere& asked, const Answers& answers, const Judged& judged,
                          const Words& words);
std::string to_text(const QuestionModel& question);

// The place that the cursor comes to from `place`: the first one from nowhere.
std::string next_place(const QuestionModel& question, std::string_view place, int direction);

}  // namespace mailscope::ui
