// What is computed once from a trace, and small questions about steps.
#include "ui/model/run.h"

#include <algorithm>

#include "sim/trace/pattern.h"

namespace mailscope::ui {

Run::Run(Trace trace, std::int64_t epoch_s)
    : trace_(std::move(trace)),
      epoch_s_(epoch_s),
      steps_(steps_of(trace_)),
      names_(host_names(trace_)),
      layout_(layout_of(trace_)),
      index_(trace_, steps_),
      folder_(trace_) {
  for (const Step& step : steps_) {
    for (const StepLevel level : {StepLevel::mail, StepLevel::detail, StepLevel::segment}) {
      if (step.level <= level) shown_[static_cast<std::size_t>(level)].push_back(step.number);
    }
  }
}

const std::vector<std::uint32_t>& Run::shown(StepLevel level) const {
  return shown_[static_cast<std::size_t>(level)];
}

std::size_t Run::index_of(std::uint32_t step, StepLevel level) const {
  const auto& numbers = shown(level);
  const auto after = std::upper_bound(numbers.begin(), numbers.end(), step);
  return after == numbers.begin() ? 0 : static_cast<std::size_t>(after - numbers.begin() - 1);
}

std::uint32_t Run::shown_step(std::uint32_t step, StepLevel level) const {
  return shown(level)[index_of(step, level)];
}

const std::vector<Known>& Run::knowledge() const {
  if (!knowledge_) knowledge_ = knowledge_of(trace_);
  return *knowledge_;
}

const Step& Run::last_behind(std::uint32_t step, StepLevel level) const {
  const auto& numbers = shown(level);
  const std::size_t index = index_of(step, level);
  return index + 1 < numbers.size() ? steps_[numbers[index + 1] - 1] : steps_.back();
}

Look Run::look(std::uint32_t step, StepLevel level, const Words& words) {
  const Step& at = steps_[std::min<std::size_t>(step, steps_.size() - 1)];
  // What the finer steps behind a coarse one do belongs to it: the state is that before the next shown.
  return {*this, folder_.at(last_behind(at.number, level).last), at, level, words};
}

const Record* headline_record(const Run& run, const Step& step) {
  return step.headline.is_none() ? nullptr : &run.trace().at(step.headline);
}

std::string headline(const Words& words, const Run& run, const Step& step) {
  const Record* record = headline_record(run, step);
  if (!record) return words.tr("Before anything happens");
  switch (step.kind) {
    case StepKind::changed_line: return changed_headline(words, *record, run.names());
    case StepKind::misread_line: return misread_headline(words, *record, run.names());
    default: return headline(words, *record, run.names());
  }
}

std::string words_of(const Run& run, const Step& step) {
  const Record* record = headline_record(run, step);
  if (!record) return {};
  if (const auto* heard = std::get_if<Understood>(&record->payload)) return heard->text;
  if (!std::holds_alternative<Said>(record->payload)) return {};
  std::string text;
  for (std::uint32_t number = step.first.value; number <= step.last.value; ++number) {
    const Record& other = run.trace().at({number});
    const auto* said = std::get_if<Said>(&other.payload);
    if (said && other.place.host == step.from && other.time == step.begins) text += said->text;
  }
  return text;
}

bool is_encrypted(const Run& run, const Step& step) {
  const Record* record = headline_record(run, step);
  if (!record) return false;
  if (const auto* said = std::get_if<Said>(&record->payload)) return said->is_encrypted;
  if (const auto* heard = std::get_if<Understood>(&record->payload)) return heard->is_encrypted;
  if (const auto* tls = std::get_if<TlsMessage>(&record->payload)) return tls->is_encrypted;
  return false;
}

}  // namespace mailscope::ui
