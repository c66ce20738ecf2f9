// How must mail travel to this domain? MTA-STS (RFC 8461) and DANE (RFC 7672) read and matched.
//
// Pure functions: fetching the policy file and the TLSA records is the owner's.
//
//   const auto policy = parse_mta_sts(file);
//   if (policy && !mta_sts_allows(*policy, host)) skip(host);  // when its mode is enforce
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/dns/dns_record.h"

namespace mailscope::policy {

enum class MtaStsMode { none, testing, enforce };

struct MtaStsPolicy {
  MtaStsMode mode = MtaStsMode::none;
  std::vector<std::string> mx;  // "mx.example.org", "*.example.org"
  std::uint32_t max_age_s = 0;  // at most a year
  friend bool operator==(const MtaStsPolicy&, const MtaStsPolicy&) = default;
};
// The file at https://mta-sts.DOMAIN/.well-known/mta-sts.txt (section 3.2). The error is a
// sentence.
Result<MtaStsPolicy, std::string> parse_mta_sts(std::string_view file);
// The id of the TXT record at _mta-sts.DOMAIN (section 3.1), or why it is none.
Result<std::string, std::string> parse_mta_sts_record(std::string_view text);
// "*" stands for exactly one label, the first (section 4.1).
bool mta_sts_allows(const MtaStsPolicy& policy, const dns::Name& host);

// What a server showed: its certificates in DER, its own first, each with its SubjectPublicKeyInfo.
struct ShownCertificate {
  std::string certificate, public_key;
};
// True when a usable TLSA record matches (RFC 7672, section 3.1: usages 2 and 3 only; 2 matches any
// but the first or the first itself, and the owner still checks name and chain).
struct DaneMatch {
  bool has_usable_record = false;  // without any, DANE says nothing
  bool matches = false;
  std::string record;  // the one that matched: "3 1 1 …"
};
DaneMatch match_tlsa(const std::vector<dns::Tlsa>& records,
                     const std::vector<ShownCertificate>& chain);

}  // namespace mailscope::policy
