// A world made alive: hosts on a network, a script that people follow, a Trace that remembers it all.
//
//   World world(spec);
//   world.run();                       // to the end, or to the first budget that is reached
//   show(world.trace());
//
// The same spec gives the same Trace on every platform. A world runs once; to see what would have
// happened, make another with another spec. `advance` runs it in pieces, for those who bring real
// time and real connections (see sim/cli).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/trace/state.h"
#include "sim/trace/trace.h"
#include "sim/world/world_spec.h"

namespace mailscope::net {
class Net;
}
namespace mailscope::hosts {
class Gateway;
class Host;
}  // namespace mailscope::hosts

namespace mailscope::world {

class World {
 public:
  // The spec must be sound (the scenario's loader has seen to that): names known, zones readable.
  explicit World(const WorldSpec& spec);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void run();
  // Runs what is due up to and including `until`. False once a budget is reached.
  bool advance(Time until);
  Time now() const;
  std::optional<Time> next_due() const;

  const Trace& trace() const;
  // What every host is like by its own account; equals fold(trace, trace.last()) after a run.
  WorldState state() const;

  // Certificates of the authority that this world's clients trust, in PEM.
  std::string authority_pem() const;
  // The host of that short name; null when there is none.
  hosts::Host* host(const std::string& name);
  net::Net& net();
  // The host of the spec that is a gateway; null when none is.
  hosts::Gateway* gateway();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailscope::world
