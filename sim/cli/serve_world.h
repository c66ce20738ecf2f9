// A lesson's world, made ready for visitors: where real programs come in, and where mails go out.
//
// Knows no sockets. A gateway host "you" is added (sim/hosts/gateway.h); the script is left out, the
// certificates are good for localhost, the wires are as short as asked, the calendar is today's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/trace/names.h"
#include "sim/world/world_spec.h"

namespace mailscope::cli {

struct VisitOptions {
  std::int64_t epoch_s = k_epoch_s_default;
  std::int64_t delay_percent = 5;       // of every wire's delay in the lesson
  bool has_script = false;              // what the lesson's people do happens, too
  bool has_way_out = false;             // domains that nobody has are delivered to the gateway
  std::uint32_t records_max = 600'000;  // what the page still opens
};

void prepare_for_visit(world::WorldSpec& spec, const VisitOptions& options);

// One door that a real program may knock at.
struct OpenDoor {
  std::string host;     // its short name
  std::string service;  // smtp, submission, submissions, pop3, pop3s, imap, imaps
  Security security = Security::none;
  Ipv4 address{};
  Port port = 0;       // in the simulation
  Port real_port = 0;  // on the loopback; 0: not yet known
};
std::vector<OpenDoor> doors_of(const world::WorldSpec& spec);

struct Login {
  std::string address, user, password;
};
std::vector<Login> logins_of(const world::WorldSpec& spec);

// For people: aligned columns.
std::string visit_table(const std::vector<OpenDoor>& doors, const std::vector<Login>& logins);
// For programs: one line of JSON (docs/SERVE.md).
std::string visit_json(const std::vector<OpenDoor>& doors, const std::vector<Login>& logins,
                       const std::string& ca_file);

}  // namespace mailscope::cli
