// How TLS fared on the way to a domain: counted, and told to who asks for it (RFC 8460).
//
// Knows no queue and no clock: the owner says what came of each session, and when a day is over.
//
//   const auto destinations = parse_tls_report_record(text);          // of _smtp._tls.DOMAIN
//   TlsReport report{.organization = "example.org", .policies = {{…}}};
//   count(report.policies.front(), failure);                          // of one session
//   send(tls_report_mail(report, "mail.example.org", "tls@example.net", now_s));
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"

namespace mailscope::policy {

// What a sender had to obey, as section 4.4 names it: "tlsa", "sts", "no-policy-found".
enum class TlsPolicyKind { none, sts, tlsa };
std::string_view name_of(TlsPolicyKind kind);

// Sessions that failed for the same reason at the same server (section 4.4).
struct TlsFailure {
  std::string result_type;  // "starttls-not-supported"
  std::string sending_ip, receiving_host, receiving_ip;
  std::string reason_code;     // the server's own word for it; may be empty
  std::uint64_t sessions = 0;  // counted by count()
  friend bool operator==(const TlsFailure&, const TlsFailure&) = default;
};

struct TlsPolicyResult {
  TlsPolicyKind kind = TlsPolicyKind::none;
  std::vector<std::string> strings;  // the policy's own lines or records
  std::string domain;
  std::vector<std::string> mx_hosts;  // patterns of an MTA-STS policy
  std::uint64_t successes = 0, failures = 0;
  std::vector<TlsFailure> details;
  friend bool operator==(const TlsPolicyResult&, const TlsPolicyResult&) = default;
};
// One session more. Without a result_type it went well.
void count(TlsPolicyResult& result, TlsFailure failure);

struct TlsReport {
  std::string organization;  // "example.org": who reports
  std::string contact;       // "postmaster@example.org"
  std::string id;            // never used twice
  std::int64_t begin_s = 0, end_s = 0;
  std::string domain;  // whose mail it is about
  std::vector<TlsPolicyResult> policies;
  friend bool operator==(const TlsReport&, const TlsReport&) = default;
};

// The report as JSON, its lines ending in CR LF (section 4.4).
std::string tls_report_text(const TlsReport& report);
// … in a mail that programs can sort (section 5.3): multipart/report with report-type tlsrpt. The text
// goes as it is (application/tlsrpt+json): section 5.2 asks for packing only where it is large.
std::string tls_report_mail(const TlsReport& report, std::string_view from, std::string_view to,
                            std::string_view host_name, std::int64_t date_s);

// The destinations in rua= ("mailto:tls@example.net"), or why the text is no such record (section 3).
Result<std::vector<std::string>, std::string> parse_tls_report_record(std::string_view text);

// What a failed handshake is called in a report (section 4.3), from the code of its trace.
// "not-offered": there was no STARTTLS.
std::string_view tls_result_type(std::string_view failure_code);

}  // namespace mailscope::policy
