// What a certificate says, read by Mbed TLS.
#include <array>

#include "sim/base/text.h"
#include "sim/crypto/hash.h"
#include "sim/tls/certificate.h"
#include "sim/tls/mbedtls_owned.h"

namespace mailscope::tls {
namespace {

// Days from 1970-01-01 to a date of the Gregorian calendar; March is the first month of the year,
// so that the leap day is its last.
std::int64_t days_since_1970(int year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t m = month <= 2 ? month + 9 : month - 3;
  const std::int64_t days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
  return days - 719'468;
}

std::int64_t unix_s_of(const mbedtls_x509_time& time) {
  return ((days_since_1970(time.year, time.mon, time.day) * 24 + time.hour) * 60 + time.min) * 60 +
         time.sec;
}

std::string text_of_name(const mbedtls_x509_name& name) {
  std::array<char, 2048> text{};
  const int length = mbedtls_x509_dn_gets(text.data(), text.size(), &name);
  return length < 0 ? std::string("(unreadable)")
                    : std::string(text.data(), static_cast<std::size_t>(length));
}

std::string text_of_address(const mbedtls_x509_buf& octets) {
  std::string text;
  if (octets.len != 4) return hex(text_of(octets), ':');
  for (std::size_t i = 0; i < octets.len; ++i) {
    text += (i == 0 ? "" : ".") + std::to_string(octets.p[i]);
  }
  return text;
}

std::vector<std::string> names_of(const mbedtls_x509_crt& certificate) {
  std::vector<std::string> names;
  for (const auto* entry = &certificate.subject_alt_names;
       entry != nullptr && entry->buf.p != nullptr; entry = entry->next) {
    mbedtls_x509_subject_alternative_name name;
    if (mbedtls_x509_parse_subject_alt_name(&entry->buf, &name) != 0) continue;
    if (name.type == MBEDTLS_X509_SAN_DNS_NAME) {
      names.push_back(visible(text_of(name.san.unstructured_name)));
    } else if (name.type == MBEDTLS_X509_SAN_IP_ADDRESS) {
      names.push_back(text_of_address(name.san.unstructured_name));
    }
    mbedtls_x509_free_subject_alt_name(&name);
  }
  return names;
}

std::string text_of_key(const mbedtls_pk_context& key) {
  const std::size_t size = mbedtls_pk_get_bitlen(&key);
  switch (mbedtls_pk_get_type(&key)) {
    case MBEDTLS_PK_RSA: return "RSA " + std::to_string(size);
    case MBEDTLS_PK_ECKEY:
    case MBEDTLS_PK_ECKEY_DH:
    case MBEDTLS_PK_ECDSA: return size == 256 ? "EC P-256" : "EC " + std::to_string(size);
    default: return "of another kind";
  }
}

}  // namespace

Result<CertificateSummary, std::string> summary_of(std::string_view certificate_der) {
  OwnedChain certificate;
  if (mbedtls_x509_crt_parse_der(certificate.get(), octets_at(certificate_der),
                                 certificate_der.size()) != 0) {
    return Error{std::string("the octets are no certificate that can be read")};
  }
  CertificateSummary summary;
  summary.subject = text_of_name(certificate->subject);
  summary.issuer = text_of_name(certificate->issuer);
  summary.names = names_of(*certificate.get());
  summary.not_before_s = unix_s_of(certificate->valid_from);
  summary.not_after_s = unix_s_of(certificate->valid_to);
  summary.serial = hex(text_of(certificate->serial), ':');
  summary.key = text_of_key(certificate->pk);
  summary.is_authority = certificate->MBEDTLS_PRIVATE(ca_istrue) != 0;
  summary.sha256 = hex(crypto::sha256(text_of(certificate->raw)));
  summary.spki_sha256 = hex(crypto::sha256(text_of(certificate->pk_raw)));
  return summary;
}

}  // namespace mailscope::tls
