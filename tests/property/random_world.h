// A world that chance has made from a number: domains with their servers, people who write to each
// other and to nobody, wires that break, servers that are down. Same number, same world.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/world/world_spec.h"

namespace mailscope::property {

struct Letter {  // one mail that somebody is told to write; its subject is unlike any other
  std::string from_host;
  std::string from;
  std::string subject;
  std::vector<std::string> to;
};

struct RandomWorld {
  world::WorldSpec spec;
  std::vector<Letter> letters;
  bool has_cuts = false;  // wires break: RFC 5321, section 4.5.4.1 then allows a mail to come twice
};

RandomWorld random_world(std::uint64_t seed);

// What chance has made, short enough for the message of a failing test.
std::string description(const RandomWorld& random);

}  // namespace mailscope::property
