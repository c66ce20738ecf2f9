// The digests that SCRAM, CRAM-MD5 and APOP need, brought in by the owner, so that this room and the
// sessions on it stay pure. The functions of sim/crypto/hash.h fit as they are:
//
//   const sasl::Hashes hashes{.sha256 = crypto::sha256, .hmac_sha256 = crypto::hmac_sha256,
//                             .pbkdf2_sha256 = crypto::pbkdf2_sha256, .md5 = crypto::md5,
//                             .hmac_md5 = crypto::hmac_md5};
//
// A session without them does not offer the mechanisms that need them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mailscope::sasl {

struct Hashes {
  using Digest = std::string (*)(std::string_view octets);
  using Mac = std::string (*)(std::string_view key, std::string_view message);
  using Stretch = std::string (*)(std::string_view password, std::string_view salt,
                                  std::uint32_t iterations);

  Digest sha256 = nullptr;
  Mac hmac_sha256 = nullptr;
  Stretch pbkdf2_sha256 = nullptr;
  Digest md5 = nullptr;
  Mac hmac_md5 = nullptr;

  bool has_scram() const { return sha256 && hmac_sha256 && pbkdf2_sha256; }
  bool has_cram() const { return hmac_md5 != nullptr; }
  bool has_apop() const { return md5 != nullptr; }
};

}  // namespace mailscope::sasl
