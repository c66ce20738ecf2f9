// Modalities over the times at which claims are true.
#include "sim/scenario/verdicts.h"

#include "sim/scenario/claim_times.h"

namespace mailscope::scenario {
namespace {

Verdict failed(const Expectation& expectation, RecordNumber record, const std::string& instead) {
  return {&expectation, false, to_text(expectation) + (instead.empty() ? "" : ": " + instead),
          record};
}

// Where one looks: after `since` (and from its time on `within` counts), up to the time that `within`
// allows, and up to the first `later`.
class Window {
 public:
  Window(const Expectation& expectation, const Trace& trace)
      : expectation_(expectation), trace_(trace) {
    if (expectation.since) {
      const ClaimTimes since = times_of(*expectation.since, trace);
      is_open = !since.begins.empty();
      if (is_open) {
        opened = since.begins.front();
        opened_at_ = trace.at(opened).time;
      }
    }
    if (!expectation.later) return;
    for (const RecordNumber begin : times_of(*expectation.later, trace).begins) {
      if (!is_after_opening(begin)) continue;
      later = begin;
      break;
    }
  }

  bool is_after_opening(RecordNumber record) const { return opened.is_none() || opened < record; }
  bool is_too_late(RecordNumber record) const {
    return expectation_.within && trace_.at(record).time > opened_at_ + *expectation_.within;
  }
  bool is_before_later(RecordNumber record) const { return later.is_none() || record < later; }

  // The last record inside.
  RecordNumber end() const {
    RecordNumber last = later.is_none() ? trace_.last() : RecordNumber{later.value - 1};
    while (!last.is_none() && is_too_late(last)) last = {last.value - 1};
    return last;
  }
  // "the other one only at step 14 (0.213000 s)".
  std::string later_text() const {
    return later.is_none() ? "the other one never is"
                           : "the other one only at " + place_text(trace_, later);
  }

  bool is_open = true;    // what it counts from has happened
  RecordNumber opened{};  // none: the beginning of the run
  RecordNumber later{};   // none: it never is, or nothing is asked about it

 private:
  const Expectation& expectation_;
  const Trace& trace_;
  Time opened_at_{};
};

Verdict eventually(const Expectation& expectation, const ClaimTimes& times, const Window& window,
                   const Trace& trace) {
  RecordNumber first{};
  for (const RecordNumber begin : times.begins) {
    if (!window.is_after_opening(begin)) continue;
    first = begin;
    break;
  }
  if (first.is_none()) {
    const std::string instead = instead_of(expectation.claim, trace);
    if (times.begins.empty()) return failed(expectation, {}, "it never is. " + instead);
    return failed(expectation, times.begins.back(),
                  "the last time it is at " + place_text(trace, times.begins.back()) +
                      ", and what it counts from at " + place_text(trace, window.opened));
  }
  if (window.is_too_late(first))
    return failed(expectation, first, "only at " + place_text(trace, first));
  if (expectation.later && window.later.is_none()) {
    return failed(expectation, {},
                  "the later one never is. " + instead_of(*expectation.later, trace));
  }
  if (!window.is_before_later(first)) {
    return failed(expectation, window.later,
                  "the first is at " + place_text(trace, first) + ", the other already at " +
                      place_text(trace, window.later));
  }
  return {&expectation, true, to_text(expectation), first};
}

Verdict never(const Expectation& expectation, const ClaimTimes& times, const Window& window,
              const Trace& trace) {
  for (const RecordNumber begin : times.begins) {
    if (!window.is_after_opening(begin) || window.is_too_late(begin) ||
        !window.is_before_later(begin))
      continue;
    return failed(expectation, begin,
                  "but it is, at " + place_text(trace, begin) +
                      (expectation.later ? ", and " + window.later_text() : ""));
  }
  return {&expectation, true, to_text(expectation), {}};
}

Verdict finally(const Expectation& expectation, const ClaimTimes& times, const Window& window,
                const Trace& trace) {
  const std::string instead = instead_of(expectation.claim, trace);
  if (!expectation.later && !expectation.within) {
    if (times.is_true_at_end) return {&expectation, true, to_text(expectation), {}};
    return failed(expectation, trace.last(), instead);
  }
  if (expectation.later && window.later.is_none()) {
    return failed(expectation, {},
                  "the later one never is. " + instead_of(*expectation.later, trace));
  }
  const RecordNumber end = window.end();
  if (times.is_true_after(end)) return {&expectation, true, to_text(expectation), end};
  return failed(
      expectation, end,
      "not so after " + (end.is_none() ? "nothing" : place_text(trace, end)) + ". " + instead);
}

}  // namespace

Verdict verdict_on(const Expectation& expectation, const Trace& trace) {
  const ClaimTimes times = times_of(expectation.claim, trace);
  const Window window(expectation, trace);
  if (!window.is_open) {
    return failed(expectation, {},
                  "what it counts from never is. " + instead_of(*expectation.since, trace));
  }
  switch (expectation.modality) {
    case Modality::eventually: return eventually(expectation, times, window, trace);
    case Modality::finally: return finally(expectation, times, window, trace);
    case Modality::never: return never(expectation, times, window, trace);
  }
  return {&expectation, true, to_text(expectation), {}};
}

std::vector<Verdict> verdicts_on(const Scenario& scenario, const KnobPositions& positions,
                                 const Trace& trace) {
  std::vector<Verdict> out;
  for (const Expectation& expectation : scenario.expectations) {
    if (holds(expectation.when, scenario, positions)) out.push_back(verdict_on(expectation, trace));
  }
  return out;
}

std::vector<Verdict> verdicts_on_goals(const Scenario& scenario, const KnobPositions& positions,
                                       const Trace& trace) {
  std::vector<Verdict> out;
  for (const Goal& goal : scenario.goals) {
    if (holds(goal.expectation.when, scenario, positions))
      out.push_back(verdict_on(goal.expectation, trace));
  }
  return out;
}

std::string to_text(const Expectation& expectation) {
  std::string out;
  switch (expectation.modality) {
    case Modality::eventually: out = "eventually "; break;
    case Modality::finally: out = "finally "; break;
    case Modality::never: out = "never "; break;
  }
  out += to_text(expectation.claim);
  if (expectation.within) out += ", within " + seconds_text(Time{} + *expectation.within) + " s";
  if (expectation.since) out += ", since " + to_text(*expectation.since);
  if (expectation.later) out += ", before " + to_text(*expectation.later);
  return out;
}

}  // namespace mailscope::scenario
