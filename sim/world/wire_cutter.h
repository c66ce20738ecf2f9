// Cuts a wire at the moment when certain words are said on it, and mends it again.
#pragma once

#include <memory>
#include <vector>

#include "sim/hosts/host.h"
#include "sim/world/world_spec.h"

namespace mailscope::world {

class WireCutter {
 public:
  WireCutter(hosts::Environment& env, std::vector<std::unique_ptr<hosts::Host>>& hosts,
             std::vector<CutTrigger> triggers);

 private:
  struct Armed {
    CutTrigger trigger;
    HostId host{};
    std::uint32_t seen = 0;
  };
  static bool is_line(std::string_view glob, std::string_view text);
  void line(const Place& place, std::string_view text, bool is_said);
  void set_cut(const Armed& armed, bool is_cut);

  hosts::Environment& env_;
  std::vector<std::unique_ptr<hosts::Host>>& hosts_;
  std::vector<Armed> armed_;
};

}  // namespace mailscope::world
