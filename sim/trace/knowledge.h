// Who has learnt which secret, and where: on a wire, at a server, in a server's log.
//
// An observer on a wire has learnt what he saw in clear (SecretLearnt). A server learns what it is told, by
// whatever wire: passwords and tokens that are sent to it, addresses of envelopes, subject and text of every
// mail that lies in its queue or mailboxes; encryption on the way hides nothing from it. Its log holds the
// addresses that its decisions name. Read from the real octets of the trace and nothing else: with SCRAM
// or CRAM-MD5 no password is sent, and none is found here.
//
//   for (const Known& known : knowledge_of(trace)) ...   // in the order in which it was learnt
#pragma once

#include <string>
#include <vector>

#include "sim/trace/trace.h"

namespace mailscope {

enum class LearntAt { wire, server, log };

inline constexpr Named<LearntAt> k_learnt_at[] = {
    {LearntAt::wire, "wire"},
    {LearntAt::server, "server"},
    {LearntAt::log, "log"},
};
constexpr const auto& names_of(LearntAt) { return k_learnt_at; }

struct Known {
  RecordNumber record{};  // with which it was learnt
  HostId host{};
  LearntAt at = LearntAt::wire;
  SecretKind kind = SecretKind::password;
  std::string value;
  std::string owner;  // whose it is: an address, or a login name
  friend bool operator==(const Known&, const Known&) = default;
};

// Each secret once for each host and place.
std::vector<Known> knowledge_of(const Trace& trace);

}  // namespace mailscope
