// Texts against the approved ones in tests/ui/golden: read, compare, or write.
//
// MAILSCOPE_WRITE_GOLDENS=1 build/native/tests/test_ui_model (or _shell) rewrites them; read the difference then.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>

namespace mailscope::test {

inline void check_golden(const std::string& name, const std::string& text) {
  const std::string path = "tests/ui/golden/" + name + ".txt";
  if (std::getenv("MAILSCOPE_WRITE_GOLDENS")) {
    std::ofstream(path) << text;
    return;
  }
  std::ifstream file(path);
  INFO(path << " is not there, or holds something else; see tests/ui/model/golden.h");
  REQUIRE(file.good());
  std::stringstream approved;
  approved << file.rdbuf();
  CHECK(text == approved.str());
}

}  // namespace mailscope::test
