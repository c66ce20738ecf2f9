// The story: what just happened, why, by which rule, and what the author says about it.
#pragma once

#include <string>
#include <vector>

#include "ui/model/lesson.h"
#include "ui/model/run.h"

namespace mailscope::ui {

struct StoryModel {
  std::string position;  // "step 14 of 52"
  std::string time;
  Protocol protocol = Protocol::none;
  bool is_trouble = false;
  std::string headline;
  std::string why;    // our own explanation; empty when there is none
  std::string rule;   // "RFC 5321, section 4.1.1.1"
  std::string title;  // of the author's piece
  std::vector<std::string> paragraphs;
  // The same two with the terms of the glossary marked (ui/text/glossary.h).
  std::string marked_why;
  std::vector<std::string> marked_paragraphs;
  bool is_fresh = false;  // the author's piece begins at this very step
  bool is_start = false, is_end = false;
};

StoryModel story_at(const Look& look, const Lesson& lesson);
std::string to_text(const StoryModel& story);

// Cut at empty lines; single line ends are blanks.
std::vector<std::string> paragraphs_of(std::string_view text);

}  // namespace mailscope::ui
