// What changes in a store, as the trace has it. Inside this room only.
#pragma once

#include <optional>
#include <string>

#include "sim/store/mail_store.h"
#include "sim/trace/payload.h"

namespace mailscope::hosts {

// Nothing for a subscription, which is nobody's news.
std::optional<Payload> payload_of(const std::string& account, const store::Change& change);

}  // namespace mailscope::hosts
