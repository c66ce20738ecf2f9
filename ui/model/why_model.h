// Why did this happen? The chain of causes behind a step, from what was seen down to its root: a setting, a
// packet that somebody touched, what a person did.
//
// Knows no walk of its own: whoever does (the shell, by sim/scenario/why.h) hands the causes in.
#pragma once

#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

enum class CauseKind {
  symptom,
  decision,
  words,
  heard,
  packet,
  lookup,
  tls,
  mail,
  setting,
  person
};

struct Cause {
  CauseKind kind = CauseKind::symptom;
  RecordNumber record{};
  std::string rule;      // as the sources write it
  std::string sentence;  // short, in the user's language
  friend bool operator==(const Cause&, const Cause&) = default;
};

struct WhyLink {
  std::uint32_t step = 0;
  std::size_t index = 0;  // as people count
  Protocol protocol = Protocol::none;
  std::string kind;  // "because of a setting", …; empty for what was asked about
  std::string sentence;
  std::vector<std::string> facts;  // of a decision: what it was made on
  std::string rule;
  bool is_trouble = false, is_root = false;
  friend bool operator==(const WhyLink&, const WhyLink&) = default;
};

struct WhyModel {
  bool is_askable = false;     // something happened here, and not by itself
  std::vector<WhyLink> links;  // what was asked about first, roots last
};

// `causes` may be empty while nobody asks.
WhyModel why_at(const Look& look, const std::vector<Cause>& causes);
std::string to_text(const WhyModel& why);

}  // namespace mailscope::ui
