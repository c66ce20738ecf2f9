// What the policies decide, as the trace and the SMTP session have it. Inside this room only.
#pragma once

#include "sim/policy/decision.h"
#include "sim/smtp/smtp_reply.h"
#include "sim/trace/payload.h"

namespace mailscope::hosts {

// `setting`: the key of the host's setting at the root of the decision, kept as the fact "setting";
// empty: nobody has set anything that led to it.
Decision trace_decision(const policy::Decision& decision, const std::string& setting = {});
smtp::Reply smtp_reply(const policy::Reply& reply);

}  // namespace mailscope::hosts
