// Bookkeeping over a trace: of each letter and recipient, what was promised and what became of it.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "sim/trace/trace.h"
#include "tests/property/random_world.h"

namespace mailscope::property {

struct Fate {
  bool is_accepted = false;  // the sender's server took responsibility for it
  int stored = 0;            // copies in the recipient's mailbox
  int reported = 0;          // reports to the sender that say it failed
};

// By subject and recipient.
using Fates = std::map<std::pair<std::string, std::string>, Fate>;

Fates fates_of(const RandomWorld& random, const Trace& trace);

// Every promise of a queue: how often each recipient of each queued mail was said to be done.
// By host, queue id and recipient.
struct QueuedRecipient {
  HostId host{};
  std::string queue_id, recipient;
  friend auto operator<=>(const QueuedRecipient&, const QueuedRecipient&) = default;
};
std::map<QueuedRecipient, int> times_done(const Trace& trace);

}  // namespace mailscope::property
