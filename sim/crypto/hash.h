// Digests and what is made of them: SHA-256 and friends, HMAC, PBKDF2.
//
// Pure functions over octets; the work is done by Mbed TLS, whose headers stay inside this room.
// Results are raw octets (hex() and base64 are in other rooms).
//
//   const std::string mac = crypto::hmac_md5(password, challenge);   // CRAM-MD5, RFC 2195
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace mailscope::crypto {

std::string sha256(std::string_view octets);  // 32 octets, FIPS 180-4
std::string sha384(std::string_view octets);  // 48 octets
std::string sha512(std::string_view octets);  // 64 octets
std::string sha1(std::string_view octets);  // 20 octets; broken for signatures, still met in SCRAM
std::string md5(
    std::string_view octets);  // 16 octets; broken, still met in APOP (RFC 1939, section 7)

// RFC 2104. Keys and messages of any length.
std::string hmac_sha256(std::string_view key, std::string_view message);
std::string hmac_sha384(std::string_view key, std::string_view message);
std::string hmac_sha1(std::string_view key, std::string_view message);
std::string hmac_md5(std::string_view key, std::string_view message);

// RFC 8018, section 5.2, one block: 32 octets, what SCRAM calls Hi(). iterations >= 1.
// The last results are kept, so a password that is tried again costs nothing.
std::string pbkdf2_sha256(std::string_view password, std::string_view salt,
                          std::uint32_t iterations);
std::string pbkdf2_sha1(std::string_view password, std::string_view salt,
                        std::uint32_t iterations);  // 20 octets

// HKDF-Expand of RFC 5869, section 2.3. `hash_octets` 32 = SHA-256, 48 = SHA-384.
std::string hkdf_expand(std::size_t hash_octets, std::string_view pseudorandom_key,
                        std::string_view info, std::size_t octets_wanted);

// True when equal; takes as long for any two strings of one length.
bool equal_in_constant_time(std::string_view a, std::string_view b);

// SHA-256 over octets that come in pieces, such as a Trace:
//
//   Sha256 digest;
//   for (const auto& record : records) digest.add(to_octets(record));
//   print(hex(digest.result()));
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view octets);
  std::string result() const;  // of all that was added so far; adding may go on

 private:
  struct Content;
  std::unique_ptr<Content> content_;
};

}  // namespace mailscope::crypto
