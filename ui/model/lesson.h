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
  find,     // go to the step
  type,     // write a command
};

struct Question {
  std::string id;
  QuestionKind kind = QuestionKind::one;
  RecordNumber at{};  // asked before the step that holds this record is seen; none: at the end
  std::string text, hint, explanation;
  std::vector<Option> options;
  std::vector<RecordNumber> targets;  // find: any step that holds one of these is right
  std::string typed;  // type: the right command; case and outer blanks do not matter
  friend bool operator==(const Question&, const Question&) = default;
};

struct KnobValue {
  std::string id, label, help;
  friend bool operator==(const KnobValue&, const KnobValue&) = default;
};

struct Knob {
  std::string id, title, help;
  std::vector<KnobValue> values;
  std::string initial;  // the value's id in the lesson as it is written
  std::string chosen;   // the value's id in this run
  friend bool operator==(const Knob&, const Knob&) = default;
};

struct Lesson {
  std::string id, title, summary;
  std::vector<StoryPiece> story;  // in the order of the run
  std::vector<Question> questions;
  std::vector<Knob> knobs;
  friend bool operator==(const Lesson&, const Lesson&) = default;
};

}  // namespace mailscope::ui
