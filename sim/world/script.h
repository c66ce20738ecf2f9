// The script: what people do, when, and what waits for what.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/hosts/host.h"
#include "sim/world/world_spec.h"

namespace mailscope::world {

class Script {
 public:
  Script(hosts::Environment& env, std::vector<std::unique_ptr<hosts::Host>>& hosts,
         std::vector<Act> acts)
      : env_(env), hosts_(hosts), acts_(std::move(acts)) {}

  // Schedules the acts that begin at a time; the others follow when those they wait for have ended.
  void begin();

 private:
  void schedule(std::size_t index, Duration delay);
  void perform(std::size_t index);
  void ended(std::size_t index);
  hosts::Host& host_of(const std::string& name) {
    return *hosts_[env_.host_ids.at(name).value - 1];
  }

  hosts::Environment& env_;
  std::vector<std::unique_ptr<hosts::Host>>& hosts_;
  std::vector<Act> acts_;
};

// The host at which it is done.
const std::string& host_of(const Doing& doing);

}  // namespace mailscope::world
