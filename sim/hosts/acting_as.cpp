#include "sim/hosts/acting_as.h"

namespace mailscope::hosts {

bool may_act_as(MailServer& server, const store::Account& account, const std::string& user,
                const std::string& authzid, const Place& place) {
  if (authzid.empty() || server.account_of_user(authzid) == &account) return true;
  server.env().recorder.lead(place, Decision{Verdict::refused,
                                             "login-not-authorised",
                                             {{"user", user}, {"acts-as", authzid}},
                                             "RFC 4616, section 2",
                                             ""});
  return false;
}

}  // namespace mailscope::hosts
