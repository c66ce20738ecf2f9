// What a lesson promises about a run, as values: claims, and expectations made of them.
//
// The words are those of the scenario language ("in-mailbox", "never"); docs/SCENARIOS.md explains them.
// verdicts.h decides whether they hold.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/base/time.h"
#include "sim/scenario/fault.h"
#include "sim/trace/knowledge.h"
#include "sim/trace/names.h"
#include "sim/trace/pattern.h"

namespace mailscope::scenario {

// Hosts are short names, mails are named by their subject (a glob); an empty text means any.
struct Happens {
  Pattern pattern;
  friend bool operator==(const Happens&, const Happens&) = default;
};
struct Delivered {
  std::string to, mail;
  friend bool operator==(const Delivered&, const Delivered&) = default;
};
struct Bounced {
  std::string to, mail;
  friend bool operator==(const Bounced&, const Bounced&) = default;
};
struct Refused {
  std::string with, by;  // `with`: a glob over the reply's line
  friend bool operator==(const Refused&, const Refused&) = default;
};
struct InMailbox {
  std::string account, mail, mailbox, on;
  std::uint32_t count = 0;  // 0: one or more
  friend bool operator==(const InMailbox&, const InMailbox&) = default;
};
struct Deleted {
  std::string account, mail, mailbox, on;
  friend bool operator==(const Deleted&, const Deleted&) = default;
};
struct Flagged {
  std::string account, mail, mailbox, on, flag;
  friend bool operator==(const Flagged&, const Flagged&) = default;
};
struct QueueEmpty {
  std::string on;
  friend bool operator==(const QueueEmpty&, const QueueEmpty&) = default;
};
struct Seen {
  std::string text, by;
  friend bool operator==(const Seen&, const Seen&) = default;
};
struct Learnt {
  std::string by;
  SecretKind secret = SecretKind::password;
  std::string of, value;
  std::optional<LearntAt> at;  // on a wire, at a server, in a log; none: anywhere
  friend bool operator==(const Learnt&, const Learnt&) = default;
};
struct Encrypted {  // a line of `from` to `to`
  std::string from, to;
  std::optional<Protocol> protocol;
  std::string text;
  friend bool operator==(const Encrypted&, const Encrypted&) = default;
};
struct InClear {
  std::string from, to;
  std::optional<Protocol> protocol;
  std::string text;
  friend bool operator==(const InClear&, const InClear&) = default;
};
struct TranscriptContains {
  std::string text, by;
  std::optional<Protocol> protocol;
  friend bool operator==(const TranscriptContains&, const TranscriptContains&) = default;
};
struct Shown {
  std::string on, code;
  std::optional<Severity> severity;
  friend bool operator==(const Shown&, const Shown&) = default;
};

using Claim = std::variant<Happens, Delivered, Bounced, Refused, InMailbox, Deleted, Flagged,
                           QueueEmpty, Seen, Learnt, Encrypted, InClear, TranscriptContains, Shown>;

enum class Modality {
  eventually,  // at some time
  finally,     // at the end of the run
  never,       // at no time
};

// Positions of knobs in which something holds: every knob named must stand in one of its positions,
// for one of the alternatives; without any it always holds.
struct WhenKnob {
  std::string knob;
  std::vector<std::string> positions;
  friend bool operator==(const WhenKnob&, const WhenKnob&) = default;
};
using When = std::vector<std::vector<WhenKnob>>;

struct Expectation {
  Modality modality = Modality::eventually;
  Claim claim;
  std::optional<Claim> later;      // "before": one looks only until this happens
  std::optional<Duration> within;  // one looks only for so long
  std::optional<Claim> since;  // with within: from here; otherwise from the beginning of the run
  When when;
  TextPlace place;  // in the scenario's file
};

}  // namespace mailscope::scenario
