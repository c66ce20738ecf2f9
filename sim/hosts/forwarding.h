// A mail that goes on from here under a new envelope: SRS addresses, and what mailing lists change.
//
// Pure functions. SRS (the Sender Rewriting Scheme) is nobody's standard: SRS0=hash=day=domain=local
// at the forwarder's own domain, so that SPF is asked of the forwarder and a bounce finds its way back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/hosts/sender_spec.h"

namespace mailscope::hosts {

// "srs0=4f1c=k7=example.org=alice@forwarder.example"; the null reverse-path stays what it is.
std::string srs_address(std::string_view secret, const std::string& reverse_path,
                        const std::string& forwarder, std::int64_t unix_s);
// The address in it; nothing when it is no SRS address, forged, or older than 21 days.
std::optional<std::string> address_in_srs(std::string_view secret, const std::string& address,
                                          std::int64_t unix_s);

// "team-bounces@example.org": the reverse-path of what the list sends.
std::string bounces_of(const MailingListSpec& list);
// The mail as the list sends it: subject prefix, footer, List-Id, perhaps another From.
std::string as_list_sends(const std::string& content, const MailingListSpec& list);

}  // namespace mailscope::hosts
