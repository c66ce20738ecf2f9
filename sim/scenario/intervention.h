// What a learner changes in a run beside the knobs, as a value and as a word that a link can carry.
//
//   cut:alice@1250000            the wire of alice is cut at that time (in microseconds of the run); mend:…
//   set:mx.relay=closed@1250000  a setting of a host, by the key that the host lists
//   take:alice.3@1250000=NOOP|RSET   lines typed in place of the program at alice's end of connection 3
//   pose:eve.alice-587-1.client@1250000=NOOP   the box eve speaks for the client in the first connection that alice
//                                opens to port 587, and keeps the two apart meanwhile; or for the server
//   slip:eve.alice-587-1.server@1250000=250 ok|221 bye   … puts the lines in between, all at once; all else passes
//   type:alice.25@1250000=mx|HELO x|QUIT   alice dials mx at port 25 and types
//   drop:alice.14                the 14th packet that alice sends is lost
//   change:alice.14=QUIT%0D%0A   … goes on with these octets instead of its own
//
// Values are percent-encoded where they hold anything but letters, digits and "-._ <>:@[]*+".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/result.h"
#include "sim/scenario/fault.h"
#include "sim/world/world_spec.h"

namespace mailscope::scenario {

// At a time somebody does something; or a packet meets a fate.
struct Intervention {
  Time at{};  // for a Doing
  std::variant<world::Doing, world::PacketFate> what;
};

std::string to_text(const Intervention& intervention);
// None when the text is no intervention; whether its host exists is for `apply` to say.
std::optional<Intervention> parse_intervention(std::string_view text);

// Adds them to a sound spec. The sentence says what does not fit the world: an unknown host, a time below 0.
std::string apply(const std::vector<Intervention>& interventions, world::WorldSpec& spec);

}  // namespace mailscope::scenario
