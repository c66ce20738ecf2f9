// Certificates by Mbed TLS's x509write.
#include "sim/tls/certificate_write.h"

#include <algorithm>
#include <array>
#include <optional>

#include <mbedtls/oid.h>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/crypto/hash.h"
#include "sim/crypto/mbedtls_world.h"
#include "sim/tls/mbedtls_owned.h"

namespace mailscope::tls {
namespace {

constexpr std::size_t k_common_name_max = 64;            // ub-common-name, RFC 5280, appendix A.1
constexpr std::size_t k_serial_octets = 16;              // at most 20 (RFC 5280, section 4.1.2.2)
constexpr std::int64_t k_last_second = 253'402'300'799;  // of the year 9999

// "20260302090000"
std::string digits_of_date(std::int64_t unix_s) {
  const auto date = calendar_date(std::clamp<std::int64_t>(unix_s, 0, k_last_second));
  std::string digits;
  for (const auto& [number, width] :
       {std::pair{date.year, 4}, std::pair{date.month, 2}, std::pair{date.day, 2},
        std::pair{date.hour, 2}, std::pair{date.minute, 2}, std::pair{date.second, 2}}) {
    const std::string text = std::to_string(number);
    digits.append(static_cast<std::size_t>(width) - text.size(), '0').append(text);
  }
  return digits;
}

// Everything but letters, digits and harmless marks as \XX (RFC 4514, section 2.4).
std::string escaped(const std::string& value) {
  std::string text;
  for (const char c : value.substr(0, k_common_name_max)) {
    if (c == '\0') continue;
    if (is_alpha(c) || is_digit(c) || c == '.' || c == '-') {
      text += c;
    } else {
      text += '\\' + hex(std::string_view(&c, 1));
    }
  }
  return text;
}

std::string text_of_name(const SubjectName& name) {
  const bool has_common_name =
      !name.common_name.empty() && name.common_name.size() <= k_common_name_max;
  std::string text = has_common_name ? "CN=" + escaped(name.common_name) : "";
  if (!name.organisation.empty()) {
    text += std::string(text.empty() ? "" : ",") + "O=" + escaped(name.organisation);
  }
  return text.empty() ? "CN=nameless" : text;
}

void read_key(OwnedPk& key, const std::string& der) {
  MUST(mbedtls_pk_parse_key(key.get(), octets_at(std::string_view(der)), der.size(), nullptr, 0,
                            crypto::draw_for_blinding, nullptr) == 0);
}

// A number that says nothing but is the same for the same content (RFC 5280 wants it positive).
std::string serial_of(const CertificateContent& content) {
  crypto::Sha256 digest;
  for (const auto& part :
       {text_of_name(content.subject), content.subject_key, content.issuer_key,
        digits_of_date(content.not_before_s), digits_of_date(content.not_after_s)}) {
    digest.add(part);
  }
  std::string serial = digest.result().substr(0, k_serial_octets);
  serial[0] = static_cast<char>((static_cast<unsigned char>(serial[0]) & 0x3F) | 0x40);
  return serial;
}

// The library's linked list of names; the octets are `name_octets`, which must outlive it. The
// library writes from the end, so the list is linked from the last name to the first.
std::vector<mbedtls_x509_san_list> name_list(const std::vector<std::string>& names,
                                             std::vector<std::string>& name_octets) {
  for (const auto& name : names) {
    const std::string address = ipv4_octets(name);
    name_octets.push_back(address.empty() ? name : address);
  }
  std::vector<mbedtls_x509_san_list> list(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_address = name_octets[i] != names[i];
    list[i].node.type = is_address ? MBEDTLS_X509_SAN_IP_ADDRESS : MBEDTLS_X509_SAN_DNS_NAME;
    list[i].node.san.unstructured_name.tag = 0;
    list[i].node.san.unstructured_name.p = octets_at(name_octets[i]);
    list[i].node.san.unstructured_name.len = name_octets[i].size();
    list[i].next = i > 0 ? &list[i - 1] : nullptr;
  }
  return list;
}

void set_use(mbedtls_x509write_cert* writer, bool is_authority) {
  MUST(mbedtls_x509write_crt_set_basic_constraints(writer, is_authority ? 1 : 0, -1) == 0);
  if (is_authority) {
    MUST(mbedtls_x509write_crt_set_key_usage(
             writer, MBEDTLS_X509_KU_KEY_CERT_SIGN | MBEDTLS_X509_KU_CRL_SIGN) == 0);
    return;
  }
  MUST(mbedtls_x509write_crt_set_key_usage(writer, MBEDTLS_X509_KU_DIGITAL_SIGNATURE) == 0);
  std::string server_auth(MBEDTLS_OID_SERVER_AUTH, MBEDTLS_OID_SIZE(MBEDTLS_OID_SERVER_AUTH));
  mbedtls_asn1_sequence use{};
  use.buf.tag = MBEDTLS_ASN1_OID;
  use.buf.p = octets_at(server_auth);
  use.buf.len = server_auth.size();
  MUST(mbedtls_x509write_crt_set_ext_key_usage(writer, &use) == 0);
}

}  // namespace

std::string write_certificate(const CertificateContent& content) {
  Random unused(0);
  const crypto::WorldScope scope(unused, 0);
  OwnedPk subject_key;
  OwnedPk issuer_key;
  read_key(subject_key, content.subject_key);
  read_key(issuer_key, content.issuer_key);

  OwnedX509Write writer;
  mbedtls_x509write_crt_set_version(writer.get(), MBEDTLS_X509_CRT_VERSION_3);
  mbedtls_x509write_crt_set_md_alg(writer.get(), MBEDTLS_MD_SHA256);
  mbedtls_x509write_crt_set_subject_key(writer.get(), subject_key.get());
  mbedtls_x509write_crt_set_issuer_key(writer.get(), issuer_key.get());
  MUST(mbedtls_x509write_crt_set_subject_name(writer.get(),
                                              text_of_name(content.subject).c_str()) == 0);
  MUST(mbedtls_x509write_crt_set_issuer_name(writer.get(), text_of_name(content.issuer).c_str()) ==
       0);
  std::string serial = serial_of(content);
  MUST(mbedtls_x509write_crt_set_serial_raw(writer.get(), octets_at(serial), serial.size()) == 0);
  MUST(mbedtls_x509write_crt_set_validity(writer.get(),
                                          digits_of_date(content.not_before_s).c_str(),
                                          digits_of_date(content.not_after_s).c_str()) == 0);
  set_use(writer.get(), content.is_authority);
  MUST(mbedtls_x509write_crt_set_subject_key_identifier(writer.get()) == 0);
  MUST(mbedtls_x509write_crt_set_authority_key_identifier(writer.get()) == 0);

  std::size_t names_octets = 0;
  std::vector<std::string> name_octets;
  const auto list = name_list(content.names, name_octets);
  if (!list.empty()) {
    MUST(mbedtls_x509write_crt_set_subject_alternative_name(writer.get(), &list.back()) == 0);
    for (const auto& name : content.names) names_octets += name.size() + 8;
  }
  // Names apart, a certificate with P-256 keys has less than a thousand octets.
  std::string buffer(2048 + names_octets, '\0');
  const int length = mbedtls_x509write_crt_der(writer.get(), octets_at(buffer), buffer.size(),
                                               crypto::draw_for_blinding, nullptr);
  MUST(length > 0);
  return buffer.substr(buffer.size() - static_cast<std::size_t>(length));
}

std::string ipv4_octets(const std::string& text) {
  std::string octets;
  for (const auto part : split(text, '.')) {
    const auto number = parse_number(part);
    if (!number || *number > 255 || part.size() > 3) return {};
    octets.push_back(static_cast<char>(*number));
  }
  return octets.size() == 4 ? octets : std::string();
}

}  // namespace mailscope::tls
