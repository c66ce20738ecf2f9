// Digests by Mbed TLS. None of these functions can fail for any input: a failure is our mistake.
#include "sim/crypto/hash.h"

#include <mbedtls/hkdf.h>
#include <mbedtls/md.h>
#include <mbedtls/pkcs5.h>
#include <mbedtls/sha256.h>

extern "C" {  // the one header that does not say so itself
#include <mbedtls/constant_time.h>
}

#include "sim/base/check.h"
#include "sim/crypto/bounded_memo.h"
#include "sim/crypto/octets.h"

namespace mailscope::crypto {
namespace {

const mbedtls_md_info_t* info_of(mbedtls_md_type_t type) {
  const auto* info = mbedtls_md_info_from_type(type);
  MUST(info != nullptr);
  return info;
}

std::string digest(mbedtls_md_type_t type, std::string_view octets) {
  const auto* info = info_of(type);
  std::string result(mbedtls_md_get_size(info), '\0');
  MUST(mbedtls_md(info, octets_at(octets), octets.size(), octets_at(result)) == 0);
  return result;
}

std::string mac(mbedtls_md_type_t type, std::string_view key, std::string_view message) {
  const auto* info = info_of(type);
  std::string result(mbedtls_md_get_size(info), '\0');
  MUST(mbedtls_md_hmac(info, octets_at(key), key.size(), octets_at(message), message.size(),
                       octets_at(result)) == 0);
  return result;
}

// The memo's key tells apart all inputs: lengths come before what varies in length.
std::string pbkdf2(mbedtls_md_type_t type, std::string_view password, std::string_view salt,
                   std::uint32_t iterations) {
  static BoundedMemo<std::string, std::string> memo(256);
  MUST(iterations >= 1);
  std::string key = std::to_string(type) + " " + std::to_string(iterations) + " " +
                    std::to_string(password.size()) + " ";
  key.append(password).append(salt);
  if (const std::string* known = memo.find(key)) return *known;
  std::string result(mbedtls_md_get_size(info_of(type)), '\0');
  MUST(mbedtls_pkcs5_pbkdf2_hmac_ext(
           type, octets_at(password), password.size(), octets_at(salt), salt.size(), iterations,
           static_cast<std::uint32_t>(result.size()), octets_at(result)) == 0);
  return memo.keep(key, std::move(result));
}

}  // namespace

std::string sha256(std::string_view octets) { return digest(MBEDTLS_MD_SHA256, octets); }
std::string sha384(std::string_view octets) { return digest(MBEDTLS_MD_SHA384, octets); }
std::string sha512(std::string_view octets) { return digest(MBEDTLS_MD_SHA512, octets); }
std::string sha1(std::string_view octets) { return digest(MBEDTLS_MD_SHA1, octets); }
std::string md5(std::string_view octets) { return digest(MBEDTLS_MD_MD5, octets); }

std::string hmac_sha256(std::string_view key, std::string_view message) {
  return mac(MBEDTLS_MD_SHA256, key, message);
}
std::string hmac_sha384(std::string_view key, std::string_view message) {
  return mac(MBEDTLS_MD_SHA384, key, message);
}
std::string hmac_sha1(std::string_view key, std::string_view message) {
  return mac(MBEDTLS_MD_SHA1, key, message);
}
std::string hmac_md5(std::string_view key, std::string_view message) {
  return mac(MBEDTLS_MD_MD5, key, message);
}

std::string pbkdf2_sha256(std::string_view password, std::string_view salt,
                          std::uint32_t iterations) {
  return pbkdf2(MBEDTLS_MD_SHA256, password, salt, iterations);
}
std::string pbkdf2_sha1(std::string_view password, std::string_view salt,
                        std::uint32_t iterations) {
  return pbkdf2(MBEDTLS_MD_SHA1, password, salt, iterations);
}

std::string hkdf_expand(std::size_t hash_octets, std::string_view pseudorandom_key,
                        std::string_view info, std::size_t octets_wanted) {
  MUST(hash_octets == 32 || hash_octets == 48);
  MUST(octets_wanted <= 255 * hash_octets);
  std::string result(octets_wanted, '\0');
  MUST(mbedtls_hkdf_expand(info_of(hash_octets == 32 ? MBEDTLS_MD_SHA256 : MBEDTLS_MD_SHA384),
                           octets_at(pseudorandom_key), pseudorandom_key.size(), octets_at(info),
                           info.size(), octets_at(result), result.size()) == 0);
  return result;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && mbedtls_ct_memcmp(a.data(), b.data(), a.size()) == 0;
}

struct Sha256::Content {
  mbedtls_sha256_context context;
};

Sha256::Sha256() : content_(std::make_unique<Content>()) {
  mbedtls_sha256_init(&content_->context);
  MUST(mbedtls_sha256_starts(&content_->context, 0) == 0);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view octets) {
  MUST(mbedtls_sha256_update(&content_->context, octets_at(octets), octets.size()) == 0);
}

std::string Sha256::result() const {
  mbedtls_sha256_context copy;
  mbedtls_sha256_init(&copy);
  mbedtls_sha256_clone(&copy, &content_->context);
  std::string octets(32, '\0');
  MUST(mbedtls_sha256_finish(&copy, octets_at(octets)) == 0);
  mbedtls_sha256_free(&copy);
  return octets;
}

}  // namespace mailscope::crypto
