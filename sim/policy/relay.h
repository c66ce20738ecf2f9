// May mail for this recipient be taken from this client? The rule that an open relay lacks.
//
// For our own people from anybody; for others only from those we answer for (RFC 5321, section 3.6;
// RFC 2505, section 2.1). Whether a mailbox exists is not decided here.
//
//   const Decision decision = relay_decision(rules, {.recipient_domain = "example.net", ...});
#pragma once

#include <string>
#include <vector>

#include "sim/base/address.h"
#include "sim/policy/decision.h"

namespace mailscope::policy {

struct RelayRules {
  std::vector<std::string> local_domains{};  // delivered here
  std::vector<std::string> relay_domains{};  // passed on for others: a backup MX
  std::vector<Prefix> networks{};            // whose hosts may send anywhere
  bool needs_authentication =
      false;             // a submission server: nothing without a login (RFC 6409, 4.3)
  bool is_open = false;  // anybody to anywhere
};

struct RelayRequest {
  std::string recipient;         // as it stands in RCPT TO, without angle brackets
  std::string recipient_domain;  // empty: only <postmaster> may be so
  Address client;
  std::string user;  // who is logged in; empty = nobody
};

// Codes: authentication-required, recipient-is-local, relay-for-domain, relay-for-user,
// relay-for-network, relay-open, relay-denied, recipient-without-domain.
Decision relay_decision(const RelayRules& rules, const RelayRequest& request);

}  // namespace mailscope::policy
