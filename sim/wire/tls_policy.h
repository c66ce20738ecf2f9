// How much a client wants TLS when the connection begins in plain text (STARTTLS, STLS).
//
// Implicit TLS is not among them: there the owner of the session opens TLS before the first octet,
// and the session is told so (`is_tls_active`).
#pragma once

#include <string_view>

namespace mailscope::wire {

enum class TlsPolicy {
  none,           // never asks for it
  opportunistic,  // takes it when offered, goes on in plain text when not
  required,       // gives up when it is not offered or fails (RFC 8314, section 3)
};

constexpr std::string_view name_of(TlsPolicy policy) {
  switch (policy) {
    case TlsPolicy::none: return "none";
    case TlsPolicy::opportunistic: return "opportunistic";
    case TlsPolicy::required: return "required";
  }
  return "";
}

// What a client decided about TLS, once it knew whether it is offered.
enum class TlsDecision {
  starts,        // offered and wanted
  not_wanted,    // the policy is none
  already_on,    // TLS is active
  goes_without,  // wanted, not to be had, the policy is opportunistic
  gives_up,      // wanted, not to be had, the policy is required
};

constexpr std::string_view name_of(TlsDecision decision) {
  switch (decision) {
    case TlsDecision::starts: return "starts";
    case TlsDecision::not_wanted: return "not wanted";
    case TlsDecision::already_on: return "already on";
    case TlsDecision::goes_without: return "goes without";
    case TlsDecision::gives_up: return "gives up";
  }
  return "";
}

constexpr TlsDecision decide_tls(TlsPolicy policy, bool is_offered, bool is_active) {
  if (is_active) return TlsDecision::already_on;
  if (policy == TlsPolicy::none) return TlsDecision::not_wanted;
  if (is_offered) return TlsDecision::starts;
  return policy == TlsPolicy::required ? TlsDecision::gives_up : TlsDecision::goes_without;
}

// What a server (or a client) does with plain octets that arrived behind STARTTLS and before the
// handshake. They are unprotected, so whoever sits on the wire may have put them there.
enum class OctetsBeforeTls {
  refuse,   // the STARTTLS that they follow is refused and they are thrown away
  discard,  // thrown away without a word
  process,  // kept and read as if they had come inside TLS: the famous hole (CVE-2011-0411)
};

}  // namespace mailscope::wire
