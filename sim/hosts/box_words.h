// What a learner says as the attacker at a box: in whose name, what happens to the others meanwhile, and which lines.
#pragma once

#include <string>
#include <vector>

#include "sim/trace/names.h"

namespace mailscope::hosts {

struct BoxWords {
  Speaker as =
      Speaker::client;  // in whose name: the client's, so that the server hears it, or the server's
  enum class Manner {
    take_over,  // what the other one says is kept back meanwhile, and so are the answers
    slip_in,    // all lines at once, between what the two say; everything passes
  };
  Manner manner = Manner::take_over;
  std::vector<std::string> lines;
};

}  // namespace mailscope::hosts
