// Certificates of the simulated world: an authority, what it issues, and what a certificate says.
//
// An Authority is a key and a self-signed certificate, both made from a Random. What it issues
// depends only on the authority and the request, not on what was issued before. Keys are P-256.
// Dates are Unix seconds; a wrong name, a date in the past, a missing authority are all possible,
// because lessons need them. Shapes as RFC 5280.
//
//   const Authority authority("Mailscope Test CA", random.fork(1), not_before_s, not_after_s);
//   const CertificateAndKey mx = authority.issue({.names = {"mx.example.org"},
//                                                 .not_before_s = a, .not_after_s = b});
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/random.h"
#include "sim/base/result.h"

namespace mailscope::tls {

// What to put into a certificate. The first name is also the subject's common name. A name is a
// host name ("mx.example.org", "*.example.org") or an IPv4 address ("192.0.2.1").
struct CertificateRequest {
  std::vector<std::string> names;
  std::int64_t not_before_s = 0;
  std::int64_t not_after_s = 0;
  std::string organisation = {};  // of the subject; may be empty
  std::uint64_t variant = 0;      // another number, another key for the same request

  friend bool operator==(const CertificateRequest&, const CertificateRequest&) = default;
};

// A chain in DER, the host's own certificate first, then the authorities' above it but not the
// root; and the private key of the first (ECPrivateKey in DER).
struct CertificateAndKey {
  std::vector<std::string> chain;
  std::string key;

  friend bool operator==(const CertificateAndKey&, const CertificateAndKey&) = default;
};

// What one certificate says.
struct CertificateSummary {
  std::string subject;  // "CN=mx.example.org, O=Example"
  std::string issuer;
  std::vector<std::string> names;  // subject alternative names: host names and IP addresses
  std::int64_t not_before_s = 0;
  std::int64_t not_after_s = 0;
  std::string serial;         // "1f:a2:…"
  std::string key;            // "EC P-256", "RSA 2048"
  bool is_authority = false;  // basicConstraints CA:TRUE
  std::string sha256;         // of the DER: 64 hexadecimal digits
  std::string spki_sha256;    // of the SubjectPublicKeyInfo, as TLSA 3 1 1 has it (RFC 6698)

  friend bool operator==(const CertificateSummary&, const CertificateSummary&) = default;
};

class Authority {
 public:
  Authority(std::string name, const Random& random, std::int64_t not_before_s,
            std::int64_t not_after_s);

  const std::string& name() const { return name_; }
  // The authority's own certificate in DER: what a client puts into its trusted ones.
  const std::string& certificate() const { return certificate_; }

  CertificateAndKey issue(const CertificateRequest& request) const;
  // An authority below this one; what it issues carries its certificate in the chain.
  Authority subordinate(const std::string& name, std::int64_t not_before_s,
                        std::int64_t not_after_s) const;

 private:
  Authority() : random_(0) {}

  std::string name_;
  Random random_;
  std::string key_;
  std::string certificate_;
  std::vector<std::string> chain_above_;  // what goes along with each issued certificate
};

// A certificate that vouches for itself only.
CertificateAndKey self_signed(const CertificateRequest& request, const Random& random);

// The error is a sentence.
Result<CertificateSummary, std::string> summary_of(std::string_view certificate_der);

// PEM as other programs read it: the chain as one text; the key as EC PRIVATE KEY.
std::string certificates_pem(const std::vector<std::string>& certificates_der);
std::string key_pem(std::string_view key_der);

}  // namespace mailscope::tls
