// How settings are written where a host shows them.
#pragma once

#include <string>
#include <vector>

namespace mailscope::hosts {

inline std::string yes_or_no(bool is_so) { return is_so ? "yes" : "no"; }

inline std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

}  // namespace mailscope::hosts
