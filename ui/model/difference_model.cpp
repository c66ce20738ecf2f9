// Alignment by the longest common subsequence of the steps' signatures.
#include "ui/model/difference_model.h"

#include <algorithm>

#include "sim/base/text.h"

namespace mailscope::ui {
namespace {

// What makes a step the same step in another run.
struct Likeness {
  std::string who;      // kind, hosts, verb or code: aligned by this
  std::string content;  // compared once aligned
};

// Tokens that chance makes (queue ids, message ids) are all alike.
std::string without_chance(std::string_view text) {
  std::string plain, token;
  const auto flush = [&] {
    const bool has_digit = std::any_of(token.begin(), token.end(), is_digit);
    const bool has_letter = std::any_of(token.begin(), token.end(), is_alpha);
    plain += token.size() >= 8 && has_digit && has_letter ? "#" : token;
    token.clear();
  };
  for (const char c : text) {
    if (is_digit(c) || is_alpha(c)) {
      token += c;
    } else {
      flush();
      plain += c;
    }
  }
  flush();
  return plain;
}

std::string verb_of(const Said& said) {
  if (said.kind == LineKind::content) return "mail";
  std::string_view line = cut(said.text, '\r').head;
  if (said.protocol == Protocol::imap) line = cut(line, ' ').tail;  // without its tag
  const std::string_view verb = cut(line, ' ').head;
  return upper(verb.substr(0, verb.find('-')));
}

Likeness likeness_of(const Run& run, const Step& step, const Words& words) {
  Likeness made;
  const Record* record = headline_record(run, step);
  if (!record) return made;
  made.who = std::string(kind_of(*record)) + "|" + name_of_host(run.names(), step.from) + "|" +
             (step.to.is_none() ? "" : name_of_host(run.names(), step.to));
  if (const auto* said = std::get_if<Said>(&record->payload)) {
    made.who += "|" + std::string(name_of(said->protocol)) + "|" + verb_of(*said);
    if (said->kind != LineKind::content) made.content = without_chance(words_of(run, step));
    made.content += said->is_encrypted ? "|sealed" : "|open";
  } else if (const auto* decision = std::get_if<Decision>(&record->payload)) {
    made.who += "|" + decision->code;
  } else if (const auto* screen = std::get_if<ScreenShown>(&record->payload)) {
    made.content = screen->code;
  } else if (const auto* tls = std::get_if<TlsMessage>(&record->payload)) {
    made.who += "|" + tls->name;
  } else {
    made.content = without_chance(headline(words, run, step));
  }
  return made;
}

std::vector<Likeness> marks_of(const Run& run, StepLevel level, const Words& words) {
  std::vector<Likeness> marks;
  for (const std::uint32_t number : run.shown(level)) {
    marks.push_back(likeness_of(run, run.steps()[number], words));
  }
  return marks;
}

constexpr std::size_t k_none = static_cast<std::size_t>(-1);
constexpr std::size_t k_cells_max = 16'000'000;

// For every old mark the new one that it became, or k_none.
std::vector<std::size_t> aligned(const std::vector<Likeness>& before,
                                 const std::vector<Likeness>& after) {
  std::vector<std::size_t> partner(before.size(), k_none);
  std::size_t head = 0, tail = 0;
  const std::size_t shorter = std::min(before.size(), after.size());
  while (head < shorter && before[head].who == after[head].who) {
    partner[head] = head;
    ++head;
  }
  while (tail < shorter - head &&
         before[before.size() - 1 - tail].who == after[after.size() - 1 - tail].who) {
    partner[before.size() - 1 - tail] = after.size() - 1 - tail;
    ++tail;
  }
  const std::size_t rows = before.size() - head - tail, columns = after.size() - head - tail;
  if (rows == 0 || columns == 0 || rows * columns > k_cells_max) return partner;
  // length[i][j]: of the longest common subsequence of what begins at i and j. Equal content counts more.
  std::vector<std::uint32_t> length((rows + 1) * (columns + 1), 0);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
    return length[i * (columns + 1) + j];
  };
  const auto worth = [&](std::size_t i, std::size_t j) -> std::uint32_t {
    const Likeness &old = before[head + i], &fresh = after[head + j];
    return old.who != fresh.who ? 0 : old.content == fresh.content ? 3 : 2;
  };
  for (std::size_t i = rows; i-- > 0;) {
    for (std::size_t j = columns; j-- > 0;) {
      at(i, j) = std::max(at(i + 1, j), at(i, j + 1));
      if (const std::uint32_t gain = worth(i, j))
        at(i, j) = std::max(at(i, j), at(i + 1, j + 1) + gain);
    }
  }
  for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
    const std::uint32_t gain = worth(i, j);
    if (gain && at(i, j) == at(i + 1, j + 1) + gain) {
      partner[head + i++] = head + j++;
    } else if (at(i, j) == at(i + 1, j)) {
      ++i;
    } else {
      ++j;
    }
  }
  return partner;
}

}  // namespace

DifferenceModel difference(const Run& before, const Run& after, StepLevel level,
                           const Words& words) {
  const auto old_marks = marks_of(before, level, words), new_marks = marks_of(after, level, words);
  const auto partner = aligned(old_marks, new_marks);
  const auto &old_steps = before.shown(level), &new_steps = after.shown(level);

  DifferenceModel model;
  model.changes.assign(after.steps().size(), Change::same);
  for (const std::uint32_t number : new_steps) model.changes[number] = Change::added;
  model.new_of_old.assign(before.steps().size(), 0);
  std::size_t next = 0;  // in the new run, behind the last partner
  for (std::size_t i = 0; i < old_marks.size(); ++i) {
    if (partner[i] == k_none) {
      const std::uint32_t place = next < new_steps.size()
                                      ? new_steps[next]
                                      : static_cast<std::uint32_t>(after.steps().size());
      model.gone.push_back(
          {place, old_steps[i], headline(words, before, before.steps()[old_steps[i]])});
    } else {
      const bool is_same = old_marks[i].content == new_marks[partner[i]].content;
      model.changes[new_steps[partner[i]]] = is_same ? Change::same : Change::changed;
      next = partner[i] + 1;
    }
    model.new_of_old[old_steps[i]] = next == 0 ? 0 : new_steps[next - 1];
  }
  for (std::size_t number = 1; number < model.new_of_old.size(); ++number) {
    if (model.new_of_old[number] == 0) model.new_of_old[number] = model.new_of_old[number - 1];
  }
  for (const Change change : model.changes) {
    if (change == Change::added) ++model.added_count;
    if (change == Change::changed) ++model.changed_count;
  }
  return model;
}

Change change_of(const DifferenceModel* difference, std::uint32_t step) {
  return difference && step < difference->changes.size() ? difference->changes[step] : Change::same;
}

std::string summary(const DifferenceModel& difference, const Words& words) {
  if (difference.is_same()) return words.tr("Nothing else happens");
  std::string text;
  const auto add = [&](std::string part) { text += (text.empty() ? "" : " · ") + part; };
  if (difference.added_count)
    add(words.trn("{n} step new", "{n} steps new", difference.added_count));
  if (!difference.gone.empty())
    add(words.trn("{n} step gone", "{n} steps gone", difference.gone.size()));
  if (difference.changed_count) {
    add(words.trn("{n} step changed", "{n} steps changed", difference.changed_count));
  }
  return text;
}

std::string to_text(const DifferenceModel& difference, const Run& after, const Words& words) {
  std::string text = summary(difference, words) + "\n";
  auto gone = difference.gone.begin();
  for (std::uint32_t number = 0; number <= difference.changes.size(); ++number) {
    for (; gone != difference.gone.end() && gone->before == number; ++gone)
      text += "- " + gone->headline + "\n";
    if (number == difference.changes.size()) break;
    if (difference.changes[number] == Change::same) continue;
    text += difference.changes[number] == Change::added ? "+ " : "~ ";
    text += headline(words, after, after.steps()[number]) + "\n";
  }
  return text;
}

}  // namespace mailscope::ui
