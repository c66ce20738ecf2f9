// An attacker's script that tries passwords: each password with each user before the next password
// ("spraying"), so that no account sees many failures in a row.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/hosts/host.h"

namespace mailscope::hosts {

struct Guesses {
  std::string server;
  Port port = 587;
  TlsPolicy security = TlsPolicy::opportunistic;
  std::vector<std::string> users, passwords;
  Duration wait = seconds(1);  // between two attempts
};

// One connection for each attempt; says on the screen which were right. Stops for a user that was found.
void guess_passwords(Host& host, const Guesses& guesses, std::function<void()> done);

}  // namespace mailscope::hosts
