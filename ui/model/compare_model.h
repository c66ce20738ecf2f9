// Two runs side by side, row by row: what is the same, changed, new, gone.
//
// Long stretches that are the same are folded into one row that says how many steps it stands for.
#pragma once

#include <string>
#include <vector>

#include "ui/model/difference_model.h"
#include "ui/model/outcome_model.h"

namespace mailscope::ui {

enum class RowKind { same, changed, added, gone, folded };

struct ComparedStep {
  bool is_there = false;
  std::uint32_t step = 0;
  std::size_t index = 0;  // as people count
  Protocol protocol = Protocol::none;
  std::string who;   // "alice → mail"
  std::string text;  // the words, or the headline
  bool is_words = false, is_trouble = false, is_sealed = false;
  friend bool operator==(const ComparedStep&, const ComparedStep&) = default;
};

struct CompareRow {
  RowKind kind = RowKind::same;
  ComparedStep before, after;
  std::string folded;  // "14 steps are the same"
  bool is_current = false;
  friend bool operator==(const CompareRow&, const CompareRow&) = default;
};

// What is laid side by side.
enum class CompareView { steps, dialogue, outcome };
inline constexpr CompareView k_last_compare_view = CompareView::outcome;

// A run that can stand on either side: the lesson as written, a branch, the run with the defence.
struct CompareSide {
  std::string id, title;  // "written", "branch:1", "defence"
  std::string turned;     // what was changed in it, for its column
  bool is_left = false, is_right = false;
  friend bool operator==(const CompareSide&, const CompareSide&) = default;
};

struct CompareModel {
  CompareView view = CompareView::steps;
  std::vector<CompareSide> sides;
  std::string before_title, after_title;  // what was turned: "as written", "policy: required"
  std::string summary;                    // "3 steps new, 1 gone, 2 changed"
  std::vector<CompareRow> rows;           // of steps, or of the dialogue's lines
  OutcomeModel outcome;
};

// `look` is of the run after; `before` the other one. In the dialogue only words that were said are rows.
CompareModel compare_at(const Look& look, const Run& before, const DifferenceModel& difference,
                        CompareView view = CompareView::steps);
std::string to_text(const CompareModel& compare);

}  // namespace mailscope::ui
