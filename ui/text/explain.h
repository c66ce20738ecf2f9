// Why a step happens, in plain words, and the rule it follows: for steps the lesson says nothing about.
//
// Tables by protocol and verb, by reply code, by TLS message. Facts of the standards in our own words.
#pragma once

#include <string>
#include <string_view>

#include "sim/trace/trace.h"
#include "ui/text/words.h"

namespace mailscope::ui {

struct Explanation {
  std::string why;   // a sentence or two; empty when there is nothing to say
  std::string rule;  // "RFC 5321, section 4.1.1.1"; empty when there is none
};

Explanation explain(const Words& words, const Record& record);

// Of what was understood otherwise than it was said, or meant (StepKind::changed_line, misread_line).
Explanation explain_changed(const Words& words);
Explanation explain_misread(const Words& words);

// "RFC 5321, section 4.1" as readers of this language write it.
std::string rule_text(const Words& words, std::string_view rule);

}  // namespace mailscope::ui
