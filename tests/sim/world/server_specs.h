// Where a test changes a small world: the spec of a server, the lines of a zone.
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

}  // namespace mailscope::world
