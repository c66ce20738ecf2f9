// Two runs side by side: which ones there are, which are chosen, and the way from a row into its run.
#include <algorithm>

#include "sim/base/text.h"
#include "ui/shell/app.h"
#include "ui/shell/causes.h"

namespace mailscope::ui {

// "policy — required · eve — watches · 2 interventions"
std::string App::turned_text(const Changes& changes) const {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : " · ") + part; };
  for (const Knob& knob : lesson_.knobs) {
    const auto position = changes.positions.find(knob.id);
    if (position == changes.positions.end() || position->second == knob.initial) continue;
    for (const KnobValue& value : knob.values) {
      if (value.id == position->second) add(knob.title + " — " + value.label);
    }
  }
  if (!changes.interventions.empty()) {
    add(words_.trn("{n} change by hand", "{n} changes by hand", changes.interventions.size()));
  }
  return text;
}

std::vector<App::Side> App::sides() {
  std::vector<Side> all{{"written", words_.tr("As the lesson is written"), {}}};
  const auto& kept = branches_.all();
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (kept[i].now == Changes{}) continue;
    std::string title = kept[i].name;
    if (title.empty()) title = fill(words_.tr("Branch {n}"), {{"n", std::to_string(i + 1)}});
    all.push_back({"branch:" + std::to_string(i), std::move(title), kept[i].now});
  }
  if (const auto defended = source_.defence(lesson_id_)) {
    const Changes changes{defended->turned, {}};
    const bool is_new = std::none_of(all.begin(), all.end(),
                                     [&](const Side& side) { return side.changes == changes; });
    if (is_new) {
      all.push_back(
          {"defence",
           defended->is_without ? words_.tr("Without the defence") : words_.tr("With the defence"),
           changes});
    }
  }
  return all;
}

// Left as written, right what is shown, unless somebody has chosen others; none without two.
std::optional<std::pair<App::Side, App::Side>> App::compared_sides() {
  const std::vector<Side> all = sides();
  const auto find = [&](const std::string& id) {
    return std::find_if(all.begin(), all.end(), [&](const Side& side) { return side.id == id; });
  };
  auto left = find(views_.compare_left), right = find(views_.compare_right);
  if (right == all.end() && branches_.now() != Changes{})
    right = find("branch:" + std::to_string(branches_.current()));
  if (left == all.end()) left = right == all.begin() ? all.end() : all.begin();
  if (right == all.end()) {
    right =
        std::find_if(all.begin(), all.end(), [&](const Side& side) { return side.id != left->id; });
  }
  if (left == all.end()) left = all.begin() + (all.size() > 1 ? 1 : 0);
  // Before the defence, then with it.
  const bool is_chosen = !views_.compare_left.empty() || !views_.compare_right.empty();
  if (!is_chosen && right != all.end() && right->id == "defence") {
    const auto defended = source_.defence(lesson_id_);
    if (defended && defended->is_without) std::swap(left, right);
  }
  if (right == all.end() || left->id == right->id) return std::nullopt;
  return std::pair(*left, *right);
}

void App::compose_comparison(ScreenModel& screen) {
  CompareModel& compare = screen.compare;
  compare.view = views_.compare;
  const auto chosen = compared_sides();
  for (const Side& side : sides()) {
    compare.sides.push_back({side.id, side.title, turned_text(side.changes),
                             chosen && side.id == chosen->first.id,
                             chosen && side.id == chosen->second.id});
  }
  if (!chosen) return;
  const auto before = source_.run(lesson_id_, chosen->first.changes);
  const auto after = source_.run(lesson_id_, chosen->second.changes);
  if (!before || !after) return;
  Run& shown = **after;
  const Look look = shown.look(*after == run_ ? step_ : 0, level_, words_);
  std::vector<CompareSide> all = std::move(compare.sides);
  compare = compare_at(look, **before, difference(**before, shown, level_, words_), views_.compare);
  compare.sides = std::move(all);
  const auto title = [&](const Side& side) {
    const std::string turned = turned_text(side.changes);
    return turned.empty() ? side.title : turned;
  };
  compare.before_title = title(chosen->first);
  compare.after_title = title(chosen->second);
  if (views_.compare == CompareView::outcome) {
    compare.outcome =
        outcomes_at(outcome_rows(**before, shown, words_), **before, shown, level_, words_);
  }
}

// "right:14": that step of that side's run, in the branch that holds it, or in a new one.
bool App::show_compared(std::string_view side_and_step) {
  const Cut parts = cut(side_and_step, ':');
  const auto step = number_in(parts.tail);
  const auto chosen = compared_sides();
  if (!run_ || !step || !chosen) return false;
  const Changes wanted = parts.head == "left" ? chosen->first.changes : chosen->second.changes;
  if (branches_.now() != wanted) {
    const auto& all = branches_.all();
    const auto kept = std::find_if(all.begin(), all.end(),
                                   [&](const Branch& branch) { return branch.now == wanted; });
    if (kept != all.end()) {
      choose_branch(std::to_string(kept - all.begin()));
    } else {
      branches_.add({});  // with no room for one, the branch at hand is changed
      apply_changes(wanted);
    }
  }
  views_.overlay = Overlay::none;
  return go(std::to_string(*step));
}

// ---- in a link -------------------------------------------------------------------------------------------

std::optional<LinkCompare> App::link_compare() {
  if (!run_ || views_.overlay != Overlay::compare) return std::nullopt;
  LinkCompare link;
  link.view = views_.compare;
  const auto chosen = compared_sides();
  if (!chosen) return link;
  const auto word = [&](const Side& side) {
    if (side.changes == branches_.now() && side.id != "written") return std::string();
    return side.id == "written" || side.id == "defence" ? side.id : changes_text(side.changes);
  };
  link.left = word(chosen->first);
  link.right = word(chosen->second);
  return link;
}

// False when one of its runs cannot be had.
bool App::open_comparison(const LinkCompare& link) {
  bool is_whole = true;
  const std::size_t current = branches_.current();
  const auto side_of = [&](const std::string& word) -> std::string {
    if (word == "written" || word == "defence") return word;
    if (word.empty()) {
      return branches_.now() == Changes{} ? std::string("written")
                                          : "branch:" + std::to_string(branches_.current());
    }
    const auto changes = parse_changes(word);
    if (!changes || !source_.run(lesson_id_, *changes)) {
      is_whole = false;
      return {};
    }
    const auto& all = branches_.all();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].now == *changes) return "branch:" + std::to_string(i);
    }
    if (!branches_.add({})) return {};
    branches_.change(*changes);
    const std::string id = "branch:" + std::to_string(branches_.current());
    branches_.choose(current);
    return id;
  };
  views_.compare_left = side_of(link.left);
  views_.compare_right = link.right.empty() ? std::string() : side_of(link.right);
  views_.compare = link.view;
  views_.overlay = Overlay::compare;
  touch();
  return is_whole;
}

}  // namespace mailscope::ui
