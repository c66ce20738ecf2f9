// What the author of a lesson says, as the models want it: plain values in the user's language.
//
// Story pieces and questions point at records of the run at hand; whoever knows scenarios (the shell)
// has resolved their patterns. Nothing here is computed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/ids.h"

namespace mailscope::ui {

struct StoryPiece {
  RecordNumber
      at{};  // shown from the step that holds this record until the next piece; none: from the start
  std::string title;  // may be empty
  std::string text;   // `code` and **strong** are marked; an empty line begins a paragraph
  friend bool operator==(const StoryPiece&, const StoryPiece&) = default;
};

struct Option {
  std::string id, text, feedback;
  bool is_right = false;
  friend bool operator==(const Option&, const Option&) = default;
};

enum class QuestionKind {
  one,      // choose one
  several,  // choose all that are right
  order,    // put in order: the options stand in the right one here
  match,    // put an option to each of `lefts`
  find,     // go to the step, or click it
  type,     // write a command
  repair,   // turn knobs and settings until the goals hold
};

struct Question {
  std::string id;
  QuestionKind kind = QuestionKind::one;
  RecordNumber at{};  // asked before the step that holds this record is seen; none: at the end
  std::string text, explanation;
  std::vector<std::string>
      hints;                    // one after the other, when they are asked for; the last says most
  std::vector<Option> options;  // match: what can be put to a left side
  std::vector<std::string> lefts;     // match
  std::vector<std::string> pairs;     // match: the option's id that belongs to each left side
  std::vector<RecordNumber> targets;  // find: any step that holds one of these is right
  std::string typed;                  // type: a right command
  std::vector<std::string> goals;     // repair: their ids
  // repair: false in a run in which it is not asked, because it is mended there.
  bool is_in_force = true;
  friend bool operator==(const Question&, const Question&) = default;
};

// Why a goal is not met.
enum class GoalLack {
  none,       // it is met
  nowhere,    // what should happen does not
  happened,   // what must not happen does, at `decided`
  too_late,   // it happens at `decided`, after something that it should precede
  not_at_end  // at the end it is not so
};

struct Goal {
  std::string id, text;
  std::vector<std::string> hints;
  GoalLack lack = GoalLack::none;
  RecordNumber
      decided{};  // where; for `nowhere` and `not_at_end` the last trouble of the run, if any
  bool is_met() const { return lack == GoalLack::none; }
  friend bool operator==(const Goal&, const Goal&) = default;
};

struct KnobValue {
  std::string id, label, help;
  friend bool operator==(const KnobValue&, const KnobValue&) = default;
};

struct Knob {
  std::string id, title, help;
  std::vector<KnobValue> values;
  std::string initial;       // the value's id in the lesson as it is written
  std::string chosen;        // the value's id in this run
  std::string section = {};  // the heading of a form's section, which begins with this knob
  friend bool operator==(const Knob&, const Knob&) = default;
};

struct Lesson {
  std::string id, title, summary;
  std::vector<StoryPiece> story;  // in the order of the run
  std::vector<Question> questions;
  std::vector<Knob> knobs;
  std::vector<std::string> all_questions;  // ids, also of those that this run does not ask
  std::vector<Goal> goals;                 // as this run meets them
  bool is_challenge = false;               // nobody tells a story: goals, hints, a score
  friend bool operator==(const Lesson&, const Lesson&) = default;
};

}  // namespace mailscope::ui
