// What other domains ask of those who bring them mail: MTA-STS policies and TLSA records, found and kept.
//
// The policy file travels by HTTPS, which this world has as an event: the TXT record and the address of
// mta-sts.DOMAIN are real lookups, the file then comes from the host at that address, or does not.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/time.h"
#include "sim/dns/dns_record.h"
#include "sim/dns/mail_lookup.h"
#include "sim/policy/transport_policy.h"

namespace mailscope::hosts {

class MailServer;

class DeliveryPolicy {
 public:
  explicit DeliveryPolicy(MailServer& server) : server_(server) {}

  using ThenPolicy = std::function<void(const std::optional<policy::MtaStsPolicy>&)>;
  // The policy of a recipient's domain; nothing when it has none, or none that can be had.
  void find_mta_sts(const std::string& domain, const ThenPolicy& then);

  // Why there was no policy when it was last asked for, as a report calls it (RFC 8460, section 4.3.2.2);
  // empty: nothing went wrong.
  std::string problem_of(const std::string& domain) const;

  using ThenTlsa = std::function<void(const std::vector<dns::Tlsa>&)>;
  // The usable records for port 25 of this host; none unless the DNS vouches for them (RFC 7672, 2.2).
  void find_tlsa(const dns::MailTarget& target, const ThenTlsa& then);

 private:
  struct Kept {
    std::string id;
    policy::MtaStsPolicy policy;
    Time until;
  };
  void fetch(const std::string& domain, const std::string& id, const ThenPolicy& then);
  void fetched(const std::string& domain, const std::string& id, const std::string& file,
               const ThenPolicy& then);
  enum class Problem { fetch_error, invalid };
  void not_fetched(const std::string& domain, Problem problem, const std::string& why,
                   const ThenPolicy& then);
  // What was fetched earlier and is still good: it protects even when the record has vanished.
  std::optional<policy::MtaStsPolicy> kept(const std::string& domain) const;

  MailServer& server_;
  std::map<std::string, Kept> kept_;         // by domain
  std::map<std::string, Problem> problems_;  // likewise
};

// The file that a server of `domain` shows (RFC 8461, section 3.2).
std::string mta_sts_file(const policy::MtaStsPolicy& policy);
std::string_view text_of_mode(policy::MtaStsMode mode);

}  // namespace mailscope::hosts
