// How TLS fared with other domains, counted day by day, and reported to those who ask for it (RFC 8460).
//
// The queue tells of each session. When a day (UTC) is over, and a little later by chance, every domain
// that publishes _smtp._tls gets a report by mail.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/base/address.h"
#include "sim/hosts/smtp_call.h"
#include "sim/policy/tls_report.h"

namespace mailscope::hosts {

class MailServer;

class TlsReports {
 public:
  explicit TlsReports(MailServer& server) : server_(server) {}

  // What was known of a domain's wishes when its server was called.
  struct Wishes {
    std::string domain;  // of the recipients
    policy::TlsPolicyKind kind = policy::TlsPolicyKind::none;
    std::vector<std::string> strings, mx_hosts;
    std::string problem;  // result type of a policy that could not be had; empty: none
  };
  struct Called {
    std::string host;
    Ipv4 address;
    bool has_tried_tls = true;
  };
  // A call is over. Nothing is counted where TLS was not tried, or nobody answered.
  void count(const Wishes& wishes, const Called& called, const SmtpOutcome& outcome);
  // Is this mail in the queue one of these reports? Its own sessions are not counted (section 3).
  bool is_report(const std::string& queue_id) const { return reports_.count(queue_id) > 0; }

 private:
  using Results = std::map<std::string, std::vector<policy::TlsPolicyResult>>;  // by domain
  void report(std::int64_t day);
  void ask(const std::string& domain, std::int64_t day,
           const std::vector<policy::TlsPolicyResult>& results);
  void send(policy::TlsReport report, const std::string& destination);
  void note(const std::string& domain, const std::vector<policy::TlsPolicyResult>& results);

  MailServer& server_;
  std::map<std::int64_t, Results> days_;  // by days since 1970
  std::set<std::string> reports_;         // queue ids
};

}  // namespace mailscope::hosts
