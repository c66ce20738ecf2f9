// Authorities and what they issue. The DER is written by certificate_write.cpp.
#include "sim/tls/certificate.h"

#include "sim/base/check.h"
#include "sim/crypto/hash.h"
#include "sim/crypto/keys.h"
#include "sim/tls/certificate_write.h"

namespace mailscope::tls {
namespace {

constexpr std::uint64_t k_key_purpose = 0x6b6579;  // forks of an authority's generator

// Sixty-four bits that stand for all of a request, so that a key depends on nothing else.
std::uint64_t number_of(const CertificateRequest& request) {
  crypto::Sha256 digest;
  for (const auto& name : request.names) digest.add(std::to_string(name.size()) + ":" + name);
  digest.add("|" + std::to_string(request.not_before_s) + "|" +
             std::to_string(request.not_after_s) + "|" + std::to_string(request.variant) + "|" +
             request.organisation);
  std::uint64_t number = 0;
  for (const char octet : digest.result().substr(0, 8)) {
    number = number << 8 | static_cast<unsigned char>(octet);
  }
  return number;
}

std::string new_key(const Random& random) {
  return crypto::generate_key(crypto::KeyKind::ecdsa_p256, random).octets;
}

SubjectName subject_of(const CertificateRequest& request) {
  return {.common_name = request.names.empty() ? std::string() : request.names.front(),
          .organisation = request.organisation};
}

}  // namespace

Authority::Authority(std::string name, const Random& random, std::int64_t not_before_s,
                     std::int64_t not_after_s)
    : name_(std::move(name)), random_(random), key_(new_key(random.fork(k_key_purpose))) {
  certificate_ = write_certificate({.subject = {.common_name = name_},
                                    .issuer = {.common_name = name_},
                                    .subject_key = key_,
                                    .issuer_key = key_,
                                    .not_before_s = not_before_s,
                                    .not_after_s = not_after_s,
                                    .is_authority = true});
}

CertificateAndKey Authority::issue(const CertificateRequest& request) const {
  CertificateAndKey issued;
  issued.key = new_key(random_.fork(number_of(request)));
  issued.chain.push_back(write_certificate({.subject = subject_of(request),
                                            .issuer = {.common_name = name_},
                                            .subject_key = issued.key,
                                            .issuer_key = key_,
                                            .names = request.names,
                                            .not_before_s = request.not_before_s,
                                            .not_after_s = request.not_after_s}));
  issued.chain.insert(issued.chain.end(), chain_above_.begin(), chain_above_.end());
  return issued;
}

Authority Authority::subordinate(const std::string& name, std::int64_t not_before_s,
                                 std::int64_t not_after_s) const {
  Authority below;
  below.name_ = name;
  below.random_ = random_.fork(number_of({.names = {name},
                                          .not_before_s = not_before_s,
                                          .not_after_s = not_after_s,
                                          .variant = k_key_purpose}));
  below.key_ = new_key(below.random_.fork(k_key_purpose));
  below.certificate_ = write_certificate({.subject = {.common_name = name},
                                          .issuer = {.common_name = name_},
                                          .subject_key = below.key_,
                                          .issuer_key = key_,
                                          .not_before_s = not_before_s,
                                          .not_after_s = not_after_s,
                                          .is_authority = true});
  below.chain_above_.push_back(below.certificate_);
  below.chain_above_.insert(below.chain_above_.end(), chain_above_.begin(), chain_above_.end());
  return below;
}

CertificateAndKey self_signed(const CertificateRequest& request, const Random& random) {
  CertificateAndKey made;
  made.key = new_key(random.fork(number_of(request)));
  made.chain.push_back(write_certificate({.subject = subject_of(request),
                                          .issuer = subject_of(request),
                                          .subject_key = made.key,
                                          .issuer_key = made.key,
                                          .names = request.names,
                                          .not_before_s = request.not_before_s,
                                          .not_after_s = request.not_after_s}));
  return made;
}

std::string certificates_pem(const std::vector<std::string>& certificates_der) {
  std::string text;
  for (const auto& der : certificates_der) text += crypto::to_pem("CERTIFICATE", der);
  return text;
}

std::string key_pem(std::string_view key_der) { return crypto::to_pem("EC PRIVATE KEY", key_der); }

}  // namespace mailscope::tls
