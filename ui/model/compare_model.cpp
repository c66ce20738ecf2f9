// Rows from the alignment that the difference has found.
#include "ui/model/compare_model.h"

#include <algorithm>

namespace mailscope::ui {
namespace {

constexpr std::size_t k_context = 2;  // steps that are the same and stay beside a change

ComparedStep shown(const Run& run, std::uint32_t number, StepLevel level, const Words& words) {
  const Step& step = run.steps()[number];
  ComparedStep made;
  made.is_there = true;
  made.step = number;
  made.index = run.index_of(number, level);
  made.protocol = step.protocol;
  made.is_trouble = step.is_trouble;
  made.is_sealed = is_encrypted(run, step);
  const Record* record = headline_record(run, step);
  const auto* said = record ? std::get_if<Said>(&record->payload) : nullptr;
  made.is_words = said && said->kind != LineKind::content;
  made.text = made.is_words ? first_line(said->text, 100) : headline(words, run, step);
  made.who = name_of_host(run.names(), step.from);
  if (!step.to.is_none() && step.to != step.from)
    made.who += " → " + name_of_host(run.names(), step.to);
  return made;
}

void fold(std::vector<CompareRow>& rows, CompareView view, const Words& words) {
  std::vector<CompareRow> folded;
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t end = i;
    while (end < rows.size() && rows[end].kind == RowKind::same) ++end;
    const std::size_t lead = i == 0 ? 0 : k_context, tail = end == rows.size() ? 0 : k_context;
    if (end - i > lead + tail + 2) {
      for (std::size_t k = i; k < i + lead; ++k) folded.push_back(rows[k]);
      CompareRow row;
      row.kind = RowKind::folded;
      row.before = rows[i + lead].before;
      row.after = rows[i + lead].after;
      for (std::size_t k = i + lead; k < end - tail; ++k)
        row.is_current = row.is_current || rows[k].is_current;
      const std::size_t count = end - tail - (i + lead);
      row.folded = view == CompareView::dialogue
                       ? words.trn("{n} line is the same", "{n} lines are the same", count)
                       : words.trn("{n} step is the same", "{n} steps are the same", count);
      folded.push_back(std::move(row));
      i = end - tail;
    }
    for (; i < end; ++i) folded.push_back(rows[i]);
    for (; i < rows.size() && rows[i].kind != RowKind::same; ++i) folded.push_back(rows[i]);
  }
  rows = std::move(folded);
}

}  // namespace

CompareModel compare_at(const Look& look, const Run& before, const DifferenceModel& difference,
                        CompareView view) {
  CompareModel model;
  model.view = view;
  model.summary = summary(difference, look.words);
  // Which step of the run before stands where in the run after.
  std::vector<std::uint32_t> old_of_new(look.run.steps().size(), 0);
  std::vector<std::uint32_t> gone;
  for (const GoneStep& step : difference.gone) gone.push_back(step.step);
  for (const std::uint32_t number : before.shown(look.level)) {
    if (number == 0 || std::find(gone.begin(), gone.end(), number) != gone.end()) continue;
    const std::uint32_t now = difference.new_of_old[number];
    if (now < old_of_new.size()) old_of_new[now] = number;
  }
  auto next_gone = difference.gone.begin();
  const auto put_gone = [&](std::uint32_t until) {
    for (; next_gone != difference.gone.end() && next_gone->before <= until; ++next_gone) {
      CompareRow row;
      row.kind = RowKind::gone;
      row.before = shown(before, next_gone->step, look.level, look.words);
      model.rows.push_back(std::move(row));
    }
  };
  for (const std::uint32_t number : look.run.shown(look.level)) {
    put_gone(number);
    if (number == 0) continue;
    CompareRow row;
    const Change change = change_of(&difference, number);
    row.kind = change == Change::added     ? RowKind::added
               : change == Change::changed ? RowKind::changed
                                           : RowKind::same;
    row.after = shown(look.run, number, look.level, look.words);
    if (old_of_new[number] != 0 && row.kind != RowKind::added)
      row.before = shown(before, old_of_new[number], look.level, look.words);
    row.is_current = number == look.step.number;
    model.rows.push_back(std::move(row));
  }
  put_gone(static_cast<std::uint32_t>(-1));
  if (view == CompareView::dialogue) {
    const auto is_said = [](const CompareRow& row) {
      return row.before.is_words || row.after.is_words;
    };
    model.rows.erase(std::remove_if(model.rows.begin(), model.rows.end(),
                                    [&](const CompareRow& row) { return !is_said(row); }),
                     model.rows.end());
  }
  fold(model.rows, view, look.words);
  return model;
}

std::string to_text(const CompareModel& compare) {
  if (compare.view == CompareView::outcome) {
    return compare.before_title + " | " + compare.after_title + "\n" + to_text(compare.outcome);
  }
  std::string text =
      compare.before_title + " | " + compare.after_title + ": " + compare.summary + "\n";
  static constexpr const char* k_signs[] = {"  ", "~ ", "+ ", "- ", "  "};
  for (const CompareRow& row : compare.rows) {
    text += row.is_current ? '>' : ' ';
    text += k_signs[static_cast<std::size_t>(row.kind)];
    if (row.kind == RowKind::folded) {
      text += "(" + row.folded + ")\n";
      continue;
    }
    const auto one = [](const ComparedStep& step) {
      return step.is_there ? std::to_string(step.index) + " " + step.who +
                                 (step.is_sealed ? " # " : ": ") + step.text
                           : std::string("–");
    };
    text += one(row.before) + "  |  " + one(row.after) + "\n";
  }
  return text;
}

}  // namespace mailscope::ui
