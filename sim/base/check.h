// MUST: our own mistakes stop the program with a place and a sentence.
//
// Only for what no input can cause. What a peer, a file or a user gets wrong is a value (result.h).
// It is not called CHECK because Catch2's macro of that name would shadow it in the tests.
#pragma once

namespace mailscope {

[[noreturn]] void must_failed(const char* claim, const char* file, int line);

}  // namespace mailscope

#define MUST(claim) \
  ((claim) ? static_cast<void>(0) : ::mailscope::must_failed(#claim, __FILE__, __LINE__))
