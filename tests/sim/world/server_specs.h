// Where a test changes a small world: the spec of a server, the lines of a zone, a box on a wire.
#pragma once

#include "tests/sim/world/small_world.h"

namespace mailscope::world {

inline hosts::MailServerSpec& server_of(WorldSpec& spec, const std::string& name) {
  return *host_named(spec, name).mail_server;
}

inline std::vector<std::string>& zone_of(WorldSpec& spec, const std::string& origin) {
  for (hosts::ZoneSpec& zone : host_named(spec, "dns").dns_server->zones) {
    if (zone.origin == origin) return zone.records;
  }
  MUST(false);
  return host_named(spec, "dns").dns_server->zones.front().records;
}

// On the wire of a host: STARTTLS is made a word that nobody knows, on its way to or from this port.
inline void hide_starttls(WorldSpec& spec, const std::string& wire_of, std::uint16_t port) {
  hosts::HostSpec box;
  box.name = "box";
  box.role = HostRole::attacker;
  box.middlebox.emplace();
  box.middlebox->wire_of = wire_of;
  hosts::BoxRule rule;
  rule.id = "hide-starttls";
  rule.act = hosts::BoxRule::Act::replace;
  rule.port = port;
  rule.find = "STARTTLS";
  rule.replace = "XXXXXXXX";
  box.middlebox->rules = {rule};
  spec.hosts.push_back(box);
}

}  // namespace mailscope::world
