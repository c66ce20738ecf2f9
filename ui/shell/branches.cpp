// Moving between what was, is and will be.
#include "ui/shell/branches.h"

#include <utility>

namespace mailscope::ui {

void Branches::change(Changes changes) {
  Branch& branch = all_[current_];
  if (changes == branch.now) return;
  branch.past.push_back(std::exchange(branch.now, std::move(changes)));
  branch.future.clear();
}

bool Branches::undo() {
  Branch& branch = all_[current_];
  if (branch.past.empty()) return false;
  branch.future.push_back(std::exchange(branch.now, std::move(branch.past.back())));
  branch.past.pop_back();
  return true;
}

bool Branches::redo() {
  Branch& branch = all_[current_];
  if (branch.future.empty()) return false;
  branch.past.push_back(std::exchange(branch.now, std::move(branch.future.back())));
  branch.future.pop_back();
  return true;
}

bool Branches::add(std::string name) {
  if (all_.size() == k_branches_max) return false;
  all_.push_back({std::move(name), now(), {}, {}});
  current_ = all_.size() - 1;
  return true;
}

bool Branches::choose(std::size_t which) {
  if (which >= all_.size() || which == current_) return false;
  current_ = which;
  return true;
}

bool Branches::remove() {
  if (all_.size() == 1) return false;
  all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(current_));
  current_ = current_ > 0 ? current_ - 1 : 0;
  return true;
}

}  // namespace mailscope::ui
