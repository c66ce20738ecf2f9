// What came of a run: which mail arrived, who learnt which secret, what was encrypted, who was let in,
// what was refused.
//
// A table of few rows, from the trace alone; two of them side by side are the before and after of an
// attack and its defence.
//
//   const std::vector<ComparedOutcome> rows = compared(outcomes_of(without), outcomes_of(with));
//
// Words for kinds, values and facts are elsewhere (ui/text/outcome_text.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/trace/trace.h"

namespace mailscope::scenario {

enum class OutcomeKind {
  mail,          // `who` a recipient, `what` a subject
  secret,        // `who` the host that learnt it, `what` "password of alice@example.org"
  conversation,  // `who` a client, `what` server and port
  login,         // `who` a client, `what` server and user
  refusal,       // `who` a server, `what` the command that it refused
  screen,        // `who` a host, `what` the code of what its user was told
};

enum class OutcomeValue {
  waiting,    // mail: lies in a queue
  relayed,    // mail: handed to a server outside the run
  delivered,  // mail: in the mailbox
  bounced,    // mail: a server gave up
  learnt,     // secret
  no_words,   // conversation: called, nothing was said
  in_clear,   // conversation: every line
  upgraded,   // conversation: the first lines in clear, then TLS
  encrypted,  // conversation: every line
  let_in,     // login: at least once
  kept_out,   // login
  refused,    // refusal
  shown,      // screen
};

struct Outcome {
  OutcomeKind kind = OutcomeKind::mail;
  std::string who, what;
  Facts facts;  // of `who` and `what`, what a sentence about them names: recipient, subject, port …
  OutcomeValue value = OutcomeValue::waiting;
  std::string
      detail;  // protocol text: the reply (of a login: what keeps it out), the secret itself, the TLS suite
  RecordNumber record{};  // where it was decided
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// By kind, then in the order of the run.
std::vector<Outcome> outcomes_of(const Trace& trace);

// One row for everything that came of either run; nothing: it did not happen there.
struct ComparedOutcome {
  OutcomeKind kind = OutcomeKind::mail;
  Facts facts;
  std::optional<Outcome> before, after;
  bool is_changed = false;  // another value, or only one side has it; details do not count
};
std::vector<ComparedOutcome> compared(const std::vector<Outcome>& before,
                                      const std::vector<Outcome>& after);
bool is_any_changed(const std::vector<ComparedOutcome>& rows);

// "mail", "in-clear": stable, kebab-case.
std::string_view name_of(OutcomeKind kind);
std::string_view name_of(OutcomeValue value);

}  // namespace mailscope::scenario
