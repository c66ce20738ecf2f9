// May this mail for this recipient be taken here? The relay rule and who lives here (RFC 5321, 3.6).
#pragma once

#include <string>

#include "sim/base/address.h"
#include "sim/smtp/smtp_path.h"
#include "sim/smtp/smtp_reply.h"
#include "sim/smtp/smtp_server.h"
#include "sim/trace/payload.h"

namespace mailscope::hosts {

class MailServer;

struct Ruling {
  Decision decision;  // for the trace; its reply is the text of `reply`
  smtp::Reply reply;
};

// `user`: who is logged in; empty for nobody.
Ruling rule_on_recipient(MailServer& server, const smtp::Path& forward_path,
                         const std::string& user, Ipv4 client);

// VRFY and EXPN of a server that answers them: by address, or by the name before the @ (RFC 5321, 3.5).
// `setting`: the key of the door's setting that opened it.
Ruling rule_on_verify(const MailServer& server, const smtp::VerifyAsked& asked,
                      const std::string& setting);

}  // namespace mailscope::hosts
