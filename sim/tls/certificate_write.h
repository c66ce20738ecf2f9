// Writes one X.509 certificate (RFC 5280). For certificate.cpp; use certificate.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mailscope::tls {

struct SubjectName {
  std::string common_name = {};
  std::string organisation = {};
};

struct CertificateContent {
  SubjectName subject = {};
  SubjectName issuer = {};
  std::string subject_key = {};  // private keys, ECPrivateKey in DER
  std::string issuer_key = {};
  std::vector<std::string> names = {};  // subject alternative names
  std::int64_t not_before_s = 0;        // Unix seconds, years 1970 to 9999
  std::int64_t not_after_s = 0;
  bool is_authority = false;
};

// The DER. Any content gives a certificate: what a name cannot carry is left out of it.
std::string write_certificate(const CertificateContent& content);

// "192.0.2.1" as its four octets; "" if the text is no IPv4 address.
std::string ipv4_octets(const std::string& text);

}  // namespace mailscope::tls
