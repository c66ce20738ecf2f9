// Listening to what is said at the ends of wires, before and after it travels.
#include "sim/world/wire_cutter.h"

#include "sim/trace/pattern.h"

namespace mailscope::world {

WireCutter::WireCutter(hosts::Environment& env, std::vector<std::unique_ptr<hosts::Host>>& hosts,
                       std::vector<CutTrigger> triggers)
    : env_(env), hosts_(hosts) {
  for (CutTrigger& trigger : triggers) {
    const HostId host = env.host_ids.at(trigger.host);
    armed_.push_back({std::move(trigger), host, 0});
  }
  if (armed_.empty()) return;
  env.on_line = [this](const Place& place, std::string_view text, bool is_said) {
    line(place, text, is_said);
  };
}

// The whole line, without its CR LF: "QUIT" is the command and no reply that talks of QUIT.
bool WireCutter::is_line(std::string_view glob, std::string_view text) {
  if (text.size() >= 2 && text.substr(text.size() - 2) == "\r\n") text.remove_suffix(2);
  return glob_matches(glob, text);
}

// Before: at the words being said, so that their packet is lost; after: once they are understood.
void WireCutter::line(const Place& place, std::string_view text, bool is_said) {
  for (Armed& armed : armed_) {
    if (is_said != armed.trigger.before_sending) continue;
    if (place.host != armed.host && place.peer != armed.host) continue;
    if (!is_line(armed.trigger.on_text, text)) continue;
    if (++armed.seen == armed.trigger.count) set_cut(armed, true);
  }
}

void WireCutter::set_cut(const Armed& armed, bool is_cut) {
  const hosts::CauseScope scope(env_.recorder);
  hosts::Host& host = *hosts_[armed.host.value - 1];
  host.lead(PersonActed{"", is_cut ? "cut-wire" : "mend-wire", {}});
  host.set_setting("wire", is_cut ? "cut" : "whole");
  env_.net.set_wire_cut(armed.host, is_cut);
  if (is_cut && armed.trigger.mend_after.us > 0) {
    host.after(armed.trigger.mend_after, [this, &armed] { set_cut(armed, false); });
  }
}

}  // namespace mailscope::world
