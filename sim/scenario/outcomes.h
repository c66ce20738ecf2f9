// What came of a run: which mail arrived, who learnt which secret, what was encrypted, what was refused.
//
// A table of few rows, from the trace alone; two of them side by side are the before and after of an
// attack and its defence.
//
//   const std::vector<ComparedOutcome> rows = compared(outcomes_of(without), outcomes_of(with));
//   print(comparison_text(rows, "without", "with", "en"));
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
  refused,    // refusal
  shown,      // screen
};

struct Outcome {
  OutcomeKind kind = OutcomeKind::mail;
  std::string who, what;
  BothTexts subject;  // who and what, as a reader sees it
  OutcomeValue value = OutcomeValue::waiting;
  std::string detail;     // protocol text: the reply, the secret itself, the TLS suite
  RecordNumber record{};  // where it was decided
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// By kind, then in the order of the run.
std::vector<Outcome> outcomes_of(const Trace& trace);

// One row for everything that came of either run; nothing: it did not happen there.
struct ComparedOutcome {
  OutcomeKind kind = OutcomeKind::mail;
  BothTexts subject;
  std::optional<Outcome> before, after;
  bool is_changed = false;  // another value, or only one side has it; details do not count
};
std::vector<ComparedOutcome> compared(const std::vector<Outcome>& before,
                                      const std::vector<Outcome>& after);
bool is_any_changed(const std::vector<ComparedOutcome>& rows);

BothTexts words_for(OutcomeKind kind);
BothTexts words_for(OutcomeValue value);
// What stands in a row's cell: "delivered", "encrypted (TLS 1.3)", "—".
BothTexts cell_text(const std::optional<Outcome>& outcome);

// The table as text of fixed columns, changed rows marked with "*". `language` is "en" or "ru".
std::string comparison_text(const std::vector<ComparedOutcome>& rows, const std::string& before,
                            const std::string& after, std::string_view language);

}  // namespace mailscope::scenario
