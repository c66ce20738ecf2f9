// What servers' and programs' specs share: a mail that somebody writes, and how TLS is wanted.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/trace/names.h"

namespace mailscope::hosts {

struct MailSpec {    // a mail that somebody writes, or that already lies in a mailbox
  std::string from;  // mailbox text: "Alice <alice@example.org>"; empty: the account's own
  std::vector<std::string> to, cc, bcc;
  std::vector<std::string> disposition_notification_to;  // who wants a receipt (RFC 8098)
  std::string subject, text;
  std::vector<std::pair<std::string, std::string>> headers;  // further fields, as they are
  std::optional<std::string> raw;                            // the whole mail instead, LF or CR LF
  std::optional<std::string> envelope_from;                  // the reverse-path, if not `from`
  bool requires_tls = false;                                 // REQUIRETLS (RFC 8689)
};

// How a client of a protocol treats STARTTLS; `tls` is the implicit kind (no STARTTLS at all).
enum class TlsPolicy { none, opportunistic, required, tls };

inline constexpr Named<TlsPolicy> k_tls_policies[] = {
    {TlsPolicy::none, "none"},
    {TlsPolicy::opportunistic, "opportunistic"},
    {TlsPolicy::required, "required"},
    {TlsPolicy::tls, "tls"},
};
constexpr const auto& names_of(TlsPolicy) { return k_tls_policies; }

}  // namespace mailscope::hosts
