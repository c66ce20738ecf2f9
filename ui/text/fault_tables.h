// Inside fault_text: the sentences of faults, and the names that stand in their gaps. Not for other rooms.
#pragma once

#include <span>
#include <string_view>

namespace mailscope::ui {

// The more exact sentence stands before the one that would match it, too. A gap that is called {thing}, {wanted} or
// {fault} is filled by one of these texts again, {list} by words in quotes, {example} by JSON, any other by anything.
std::span<const std::string_view> fault_sentences();  // fault_sentences.cpp
std::span<const std::string_view> fault_names();      // of the parts of a scenario: fault_names.cpp

}  // namespace mailscope::ui
