// The runs of one lesson that a learner keeps side by side, each with what was changed in it, undo and redo.
//
// Knows no run: values only.
//
//   Branches branches;
//   branches.change(turned);              // the current one; can be undone
//   branches.add("without TLS");          // a copy, current now
//   branches.choose(0);
#pragma once

#include <string>
#include <vector>

#include "ui/shell/lesson_source.h"

namespace mailscope::ui {

struct Branch {
  std::string name;  // empty: it is called by its number
  Changes now;
  std::vector<Changes> past, future;
};

class Branches {
 public:
  Branches() : all_(1) {}

  const std::vector<Branch>& all() const { return all_; }
  std::size_t current() const { return current_; }
  const Changes& now() const { return all_[current_].now; }

  void change(Changes changes);
  // What is to be shown now; false when there is nothing to go back (or forward) to.
  bool undo();
  bool redo();
  bool can_undo() const { return !all_[current_].past.empty(); }
  bool can_redo() const { return !all_[current_].future.empty(); }

  inline static constexpr std::size_t k_branches_max = 9;
  bool add(std::string name);
  bool choose(std::size_t which);
  void rename(std::string name) { all_[current_].name = std::move(name); }
  // Of the current one; the last one that is left stays.
  bool remove();

 private:
  std::vector<Branch> all_;
  std::size_t current_ = 0;
};

}  // namespace mailscope::ui
