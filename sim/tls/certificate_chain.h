// Whether a chain of certificates leads to one that is trusted (RFC 5280, section 6), outside any handshake.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mailscope::tls {

// `chain` in DER, the host's own first; `anchor` in DER, trusted for this question alone. True when signatures,
// dates and authorities agree and the first certificate is for `name`, a host name or an address.
bool leads_to(const std::vector<std::string>& chain, const std::string& anchor,
              const std::string& name, std::int64_t now_unix_s);

}  // namespace mailscope::tls
