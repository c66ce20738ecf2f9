// May this mail for this recipient be taken here? The relay rule and who lives here (RFC 5321, 3.6).
#pragma once

#include <string>

#include "sim/base/address.h"
#include "sim/smtp/smtp_path.h"
#include "sim/smtp/smtp_reply.h"
#include "sim/trace/payload.h"

namespace mailscope::hosts {

class MailServer;

struct RecipientRuling {
  Decision decision;  // for the trace; its reply is the text of `reply`
  smtp::Reply reply;
};

// `user`: who is logged in; empty for nobody.
RecipientRuling rule_on_recipient(MailServer& server, const smtp::Path& forward_path,
                                  const std::string& user, Ipv4 client);

// Is the address within one of these networks ("192.0.2.0/24")?
bool is_in_networks(Ipv4 address, const std::vector<std::string>& networks);

}  // namespace mailscope::hosts
