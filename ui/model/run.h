// A run as the views see it: its trace, and what is computed from the trace once.
//
//   Run run(trace);
//   const Look look = run.look(step, StepLevel::mail, words);   // where the learner stands
//   map_at(look), ladder_at(look, ...), story_at(look, lesson) ...
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/trace/knowledge.h"
#include "sim/trace/state.h"
#include "sim/trace/steps.h"
#include "sim/trace/trace.h"
#include "ui/model/layout.h"
#include "ui/model/run_index.h"
#include "ui/text/headline.h"
#include "ui/text/words.h"

namespace mailscope::ui {

class Run;

// Every model is a function of a Look: the run, the step, how fine the steps are, the language.
struct Look {
  const Run& run;
  const WorldState& state;  // after the step's last record
  const Step& step;
  StepLevel level = StepLevel::mail;
  const Words& words;
};

class Run {
 public:
  explicit Run(Trace trace, std::int64_t epoch_s = k_epoch_s_default);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  const Trace& trace() const { return trace_; }
  // Calendar time of the trace's Time{}, for what is written for other programs.
  std::int64_t epoch_s() const { return epoch_s_; }
  const std::vector<Step>& steps() const { return steps_; }
  const HostNames& names() const { return names_; }
  const MapLayout& layout() const { return layout_; }
  const RunIndex& index() const { return index_; }
  // Who has learnt what by the end; found out when it is first asked for.
  const std::vector<Known>& knowledge() const;
  // Numbers of the steps that a view of this level shows, step 0 among them.
  const std::vector<std::uint32_t>& shown(StepLevel level) const;
  // The step of that level at or before this one.
  std::uint32_t shown_step(std::uint32_t step, StepLevel level) const;
  // Its place in `shown(level)`.
  std::size_t index_of(std::uint32_t step, StepLevel level) const;

  // The last of the finer steps behind this one of that level.
  const Step& last_behind(std::uint32_t step, StepLevel level) const;
  // `step` is a number of a step; the look lives until the next call.
  Look look(std::uint32_t step, StepLevel level, const Words& words);

 private:
  Trace trace_;
  std::int64_t epoch_s_;
  std::vector<Step> steps_;
  HostNames names_;
  MapLayout layout_;
  RunIndex index_;
  std::vector<std::uint32_t> shown_[3];
  mutable std::optional<std::vector<Known>> knowledge_;
  Folder folder_;
};

// The record that a step is about; null for step 0.
const Record* headline_record(const Run& run, const Step& step);
// Its sentence; for step 0 "Before anything happens".
std::string headline(const Words& words, const Run& run, const Step& step);
// The words of a step that is one, whole (all lines of a reply); empty for others.
std::string words_of(const Run& run, const Step& step);
bool is_encrypted(const Run& run, const Step& step);

}  // namespace mailscope::ui
