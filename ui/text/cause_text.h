// One link of a chain of causes as a sentence: as everywhere a record's headline, but for what a chain must say better.
#pragma once

#include <string>

#include "ui/text/headline.h"

namespace mailscope::ui {

// `is_misheard`: the other side did not say this, somebody changed it on the way.
std::string cause_text(const Words& words, const Record& record, const HostNames& names,
                       bool is_misheard);

}  // namespace mailscope::ui
