// A link of a chain of causes in words, in both languages. Inside this room only.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/why.h"

namespace mailscope::scenario {

class WhyWords {
 public:
  explicit WhyWords(const Trace& trace);

  BothTexts words(const Record& record, WhyKind kind) const;
  // What the record names, or the section that its kind of event follows.
  static std::string rule(const Record& record);

 private:
  std::string name(HostId host) const;

  std::vector<std::string> names_;
};

}  // namespace mailscope::scenario
