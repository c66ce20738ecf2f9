// Modalities over the times at which claims are true.
#include "sim/scenario/verdicts.h"

#include "sim/scenario/claim_times.h"

namespace mailscope::scenario {
namespace {

Verdict failed(const Expectation& expectation, RecordNumber record, const std::string& instead) {
  return {&expectation, false, to_text(expectation) + (instead.empty() ? "" : ": " + instead),
          record};
}

Verdict eventually(const Expectation& expectation, const ClaimTimes& times, const Trace& trace) {
  if (times.begins.empty()) {
    return failed(expectation, {}, "it never is. " + instead_of(expectation.claim, trace));
  }
  const RecordNumber first = times.begins.front();
  if (expectation.within && trace.at(first).time > Time{} + *expectation.within) {
    return failed(expectation, first, "only at " + place_text(trace, first));
  }
  if (expectation.later) {
    const ClaimTimes later = times_of(*expectation.later, trace);
    if (later.begins.empty()) {
      return failed(expectation, {},
                    "the later one never is. " + instead_of(*expectation.later, trace));
    }
    if (!(first < later.begins.front())) {
      return failed(expectation, later.begins.front(),
                    "the first is at " + place_text(trace, first) + ", the other already at " +
                        place_text(trace, later.begins.front()));
    }
  }
  return {&expectation, true, to_text(expectation), first};
}

}  // namespace

Verdict verdict_on(const Expectation& expectation, const Trace& trace) {
  const ClaimTimes times = times_of(expectation.claim, trace);
  const Verdict met{&expectation, true, to_text(expectation), {}};
  switch (expectation.modality) {
    case Modality::eventually: return eventually(expectation, times, trace);
    case Modality::finally:
      return times.is_true_at_end
                 ? met
                 : failed(expectation, trace.last(), instead_of(expectation.claim, trace));
    case Modality::never:
      if (times.begins.empty()) return met;
      return failed(expectation, times.begins.front(),
                    "but it is, at " + place_text(trace, times.begins.front()));
  }
  return met;
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
  if (expectation.later) out += ", before " + to_text(*expectation.later);
  return out;
}

}  // namespace mailscope::scenario
