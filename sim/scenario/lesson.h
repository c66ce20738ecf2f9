// A lesson beside one of its runs: which line of the story is told where, what is asked, what is right.
//
// Everything is found by the patterns that the author wrote, each at the first record that it matches.
//
//   const LessonRun lesson = lesson_in(scenario, positions, trace);
//   const StoryLine* line = story_at(lesson, record);
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/trace/trace.h"

namespace mailscope::scenario {

struct ToldLine {
  RecordNumber from{};  // told from here on, until the next one
  const StoryLine* line = nullptr;
};

struct AskedQuestion {
  RecordNumber at{};
  const Question* question = nullptr;
  // Which of the answers or choices are right in this run, in the author's order; empty for other tasks.
  std::vector<bool> is_right;
  RecordNumber reply{};  // the reply that PredictReply asks for
};

struct LessonRun {
  std::vector<ToldLine> story;           // in the order of the run
  std::vector<AskedQuestion> questions;  // likewise
  // What is written for these positions and finds no place in the run, or no right answer: sentences
  // about the author's file, in the file's order. A lesson that is right has none.
  Faults faults;
};

// Pointers lead into `scenario`, which must live on.
LessonRun lesson_in(const Scenario& scenario, const KnobPositions& positions, const Trace& trace);

// The line in force once `record` has happened; null before the first.
const StoryLine* story_at(const LessonRun& lesson, RecordNumber record);

// The first line of the answer to what was said in record `at`: on its connection, by the other side.
RecordNumber reply_after(const Trace& trace, RecordNumber at);
// "5", "550" or "5.7.1" against "550 5.7.1 no"; "+OK" and tagged replies by their first words.
bool is_reply(std::string_view choice, std::string_view line);

}  // namespace mailscope::scenario
