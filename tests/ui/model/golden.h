// Texts against the approved ones in tests/ui/golden.
//
// MAILSCOPE_WRITE_GOLDENS=1 build/native/tests/test_ui_model rewrites them; read the difference then.
#pragma once

#include <string>

namespace mailscope::test {

void check_golden(const std::string& name, const std::string& text);

}  // namespace mailscope::test
