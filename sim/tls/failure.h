// Puts what went wrong into kinds and words. For tls_endpoint.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/tls/message_tap.h"
#include "sim/tls/tls_events.h"

namespace mailscope::tls {

// What the verification flags of Mbed TLS (MBEDTLS_X509_BADCERT_…) mean for this chain.
CertificateVerdict verdict_of(std::uint32_t flags, const std::vector<std::string>& chain,
                              const std::string& expected_name, std::int64_t now_unix_s);

// What an error of Mbed TLS means. `sent` and `received` have heard the alerts.
struct FailureContext {
  int error = 0;
  Role role = Role::client;
  const MessageTap& sent;
  const MessageTap& received;
  const Handshake& handshake;
  bool has_common_version = true;
  CertificateVerdict verdict;
};
Failed failure_of(const FailureContext& context);

// The alert that RFC 8446, section 6.2, wants for an error for which the library has sent none.
std::uint8_t alert_for(FailureKind kind);

}  // namespace mailscope::tls
