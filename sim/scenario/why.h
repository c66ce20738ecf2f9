// Why did this happen? The chain of causes of a refusal, bounce, downgrade or loss, back to its roots.
//
//   for (const WhyLink& link : why(trace, record).links) show(trace.at(link.record), link.rule);
//   // relay answers `550 5.7.1 …`  <  relay refuses: relay-denied  <  its setting relay = closed
//   //   <  mallory says `RCPT TO:<vera@example.com>`  <  mallory types
//
// Nothing is guessed: every link is a record of the trace, found by its cause, by the setting that a
// decision names, or by the packet that carried the words. Roots are settings, what a box did to a packet,
// what the learner changed, and what a person did.
#pragma once

#include <string>
#include <vector>

#include "sim/trace/trace.h"

namespace mailscope::scenario {

enum class WhyKind {
  symptom,   // what was asked about
  decision,  // a host decided so
  words,     // what was said that led to it
  heard,     // what was heard instead, for somebody changed it on the way
  packet,    // a packet was changed, lost or made up
  lookup,    // what DNS told
  tls,       // how a handshake ended
  mail,      // what a queue did
  setting,   // a root: it stands in somebody's settings
  person,    // a root: somebody did this
};

struct WhyLink {
  WhyKind kind = WhyKind::symptom;
  RecordNumber record{};
  std::string rule;  // "RFC 5321, section 3.6.2"; empty when there is none
};

struct WhyChain {
  std::vector<WhyLink> links;  // the symptom first; empty for a record that does not exist
  // True when it ends in a setting, a packet that a box touched, or a person's act.
  bool has_root() const;
};

WhyChain why(const Trace& trace, RecordNumber record);

// Whether this is something of which one asks why: a refusal, a deferral, a bounce, a lost or changed
// packet, a connection or handshake that failed, a mail or login without TLS, a program's warning.
bool is_worth_asking(const Record& record);

}  // namespace mailscope::scenario
