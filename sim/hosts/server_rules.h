// What a mail server remembers and counts in order to refuse: limits, failed logins, the greylist.
//
// The policies decide (sim/policy); this keeps their memory for one server, tells the trace what is
// remembered, and turns a refusal into the reply. A rule that lets pass says nothing, except for the
// greylist, where passing is news.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/hosts/recipient_rules.h"
#include "sim/hosts/server_spec.h"
#include "sim/policy/greylist.h"
#include "sim/policy/limits.h"
#include "sim/trace/trace.h"

namespace mailscope::hosts {

class ServerRules {
 public:
  explicit ServerRules(MailServer& server);

  // Each: the refusal, or nothing. `user` is empty for nobody.
  std::optional<Ruling> on_connection(Ipv4 client);
  std::optional<Ruling> on_mail(const std::string& user, Ipv4 client);
  std::optional<Ruling> on_recipient(const std::string& user, Ipv4 client,
                                     const std::string& reverse_path, const std::string& recipient,
                                     const Place& place);

  // ---- logins ------------------------------------------------------------------------------------
  std::optional<Ruling> on_login(const std::string& user, Ipv4 client);  // locked out?
  void login_failed(const std::string& user, Ipv4 client);
  void login_succeeded(const std::string& user, Ipv4 client);

 private:
  struct Limit {
    LimitSpec spec;
    policy::RateLimit rate;
  };
  std::optional<Ruling> count(LimitCounts what, const std::string& user, Ipv4 client);
  // What is remembered under `key` now, as a setting of the host that its rules make themselves.
  void note(const std::string& table, const std::string& key, const std::string& value);
  std::string lockout_key(const std::string& user, Ipv4 client) const;

  MailServer& server_;
  std::vector<Limit> limits_;
  std::optional<policy::Greylist> greylist_;
  std::optional<policy::RateLimit> failures_;
  std::map<std::string, Time> locked_until_;
};

}  // namespace mailscope::hosts
