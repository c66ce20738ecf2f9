// A fuzz target is one file: FUZZ_TARGET(its_name) { … uses data and size …; return 0; }
//
// Alone it is a libFuzzer program (`make fuzz`, preset fuzz). In every other build all targets stand in
// one program, test_fuzz, which plays the seeds and a bounded number of mutations of them (`make test`).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mailscope::fuzz {

using Body = int (*)(const std::uint8_t* data, std::size_t size);

struct Target {
  std::string name;  // of the file, and of its folder in tests/fuzz/seeds
  Body body = nullptr;
};

// Those of this program.
inline std::vector<Target>& targets() {
  static std::vector<Target> all;
  return all;
}

inline bool add_target(const char* name, Body body) {
  targets().push_back({name, body});
  return true;
}

}  // namespace mailscope::fuzz

#ifdef MAILSCOPE_FUZZ_ALONE
#define FUZZ_TARGET(name) \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
#else
#define FUZZ_TARGET(name)                                             \
  static int fuzz_##name(const std::uint8_t* data, std::size_t size); \
  [[maybe_unused]] static const bool k_added_##name =                 \
      mailscope::fuzz::add_target(#name, fuzz_##name);                \
  static int fuzz_##name(const std::uint8_t* data, std::size_t size)
#endif
