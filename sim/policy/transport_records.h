// Of the records that a transport policy is published by, those that count: one of several TXT records for
// MTA-STS (RFC 8461, section 3.1), and the TLSA record that vouches for a chain (RFC 7672, section 3.1).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/policy/transport_policy.h"

namespace mailscope::policy {

// The policy's id out of all TXT records at _mta-sts.DOMAIN: one of them must be a policy's, and only one.
std::optional<std::string> mta_sts_id(const std::vector<std::string>& texts);

// Whether the chain shown leads to this certificate of it, for the server's name, now (RFC 5280, section 6).
using LeadsTo = std::function<bool(const std::string& anchor)>;
// As match_tlsa of two arguments, but what matches by usage 2 counts only if the chain leads to it: anybody can
// show a stranger's authority behind a certificate of his own.
DaneMatch match_tlsa(const std::vector<dns::Tlsa>& records,
                     const std::vector<ShownCertificate>& chain, const LeadsTo& leads_to);

}  // namespace mailscope::policy
