// When a claim is true in a run, and what comes near to it.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/claim.h"
#include "sim/trace/trace.h"

namespace mailscope::scenario {

struct ClaimTimes {
  std::vector<RecordNumber> begins;  // each record with which it happened, or became true
  std::vector<RecordNumber> ends;    // each with which it ceased to be so; what happened stays true
  bool is_true_at_end = false;

  bool is_true_after(RecordNumber record) const;
};
ClaimTimes times_of(const Claim& claim, const Trace& trace);

// "delivered to bob@example.net: mail \"Lunch\"".
std::string to_text(const Claim& claim);

// What happened that is of the same kind as the claim: "bounced at step 41: ...". Empty: nothing like it.
std::string instead_of(const Claim& claim, const Trace& trace);

// "step 14 (0.213000 s)", by the finest steps' numbers; every view shows the same ones.
std::string place_text(const Trace& trace, RecordNumber record);

}  // namespace mailscope::scenario
