// Whether whoever has proved who he is may act as somebody else (RFC 4616, section 2).
#pragma once

#include <string>

#include "sim/hosts/mail_server.h"

namespace mailscope::hosts {

// Nobody here may: `authzid` is empty or names the same account, else the login is refused, and that is recorded.
bool may_act_as(MailServer& server, const store::Account& account, const std::string& user,
                const std::string& authzid, const Place& place);

}  // namespace mailscope::hosts
