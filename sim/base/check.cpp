// The end of a program that found a mistake of its own.
#include "sim/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace mailscope {

void must_failed(const char* claim, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: mailscope is broken: this must hold: %s\n", file, line, claim);
  std::abort();
}

}  // namespace mailscope
