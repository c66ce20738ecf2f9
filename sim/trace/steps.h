// Steps: what a learner calls one. Computed from Records, so every view agrees on them.
//
// A step begins with its headline record and runs up to the record before the next headline. Records
// before the first headline (the set-up) belong to step 0, "before anything happens", which has no
// headline. A step has a level: a view at level `mail` leaves out the finer ones.
#pragma once

#include <string>
#include <vector>

#include "sim/trace/trace.h"

namespace mailscope {

enum class StepKind {
  setup,         // step 0
  act,           // a person does something
  connect,       // a connection is dialled (or the dialling fails)
  line,          // a command, a reply, a mail's content
  changed_line,  // somebody understood something else than was said
  misread_line,  // somebody took for a command what was sent as none
  tls,           // a handshake message, or the end of a handshake
  dns,           // a query or an answer
  decision,      // a host decided something worth a rung of its own
  mail,          // queued, deferred, relayed, delivered, bounced, stored, deleted, flagged
  screen,        // a program tells its user something
  attack,        // a box changed, dropped or injected something
  secret,        // somebody learnt something
  segment,       // a TCP segment without words: handshake, acknowledgement, end
  end,           // a connection ended otherwise than by a friendly close; or a budget was reached
};

enum class StepLevel { mail, detail, segment };  // mail steps; with TLS and DNS; with TCP segments

struct Step {
  std::uint32_t number = 0;  // its index in `Steps::all`
  StepKind kind = StepKind::setup;
  StepLevel level = StepLevel::mail;
  Protocol protocol = Protocol::none;
  RecordNumber first{}, last{};
  RecordNumber headline{};  // none for step 0
  HostId from{}, to{};      // to: none when nothing travels
  ConnectionId connection{};
  Time begins{},
      arrives{};  // arrives: when what it sends reaches `to`; = begins when nothing travels
  bool is_trouble = false;  // a refusal, an error, an attack: stands out in the timeline
};

// All steps of the finest level, in order; each record belongs to exactly one.
std::vector<Step> steps_of(const Trace& trace);

// The step that holds this record.
std::uint32_t step_of(const std::vector<Step>& steps, RecordNumber record);

}  // namespace mailscope
