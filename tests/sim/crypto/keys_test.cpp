// Keys and signatures: the same from the same chance, accepted when right, refused when not.
#include "sim/crypto/keys.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/crypto/ed25519.h"

namespace mailscope::crypto {
namespace {

std::string unhex(std::string_view digits) {
  std::string octets;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    octets.push_back(static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  }
  return octets;
}

}  // namespace

TEST_CASE("crypto keys: a signature is repeatable, holds for its text, and for no other",
          "[crypto]") {
  for (const auto kind : {KeyKind::ecdsa_p256, KeyKind::rsa, KeyKind::ed25519}) {
    const PrivateKey key = generate_key(kind, Random(4), 1024);
    CHECK(generate_key(kind, Random(4), 1024) == key);
    CHECK(generate_key(kind, Random(5), 1024).octets != key.octets);
    const PublicKey shown = public_key(key);
    const std::string signature = sign_sha256(key, "a mail");
    CHECK(sign_sha256(key, "a mail") == signature);
    CHECK(verify_sha256(shown, "a mail", signature));
    CHECK_FALSE(verify_sha256(shown, "a mai1", signature));
    CHECK_FALSE(verify_sha256(shown, "a mail", signature.substr(1)));
    CHECK_FALSE(verify_sha256(shown, "a mail", ""));
    std::string changed = signature;
    changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 4);
    CHECK_FALSE(verify_sha256(shown, "a mail", changed));
    CHECK_FALSE(
        verify_sha256(public_key(generate_key(kind, Random(6), 1024)), "a mail", signature));
    CHECK(bits(shown) == (kind == KeyKind::rsa ? 1024u : 256u));
  }
}

TEST_CASE("crypto keys: PEM and DER lead back to the same key", "[crypto]") {
  for (const auto kind : {KeyKind::ecdsa_p256, KeyKind::rsa, KeyKind::ed25519}) {
    const PrivateKey key = generate_key(kind, Random(4), 1024);
    const auto read = parse_private_key(to_pem(key));
    REQUIRE(read.has_value());
    CHECK(*read == key);
    const auto shown = parse_public_key(kind, public_key(key).octets);
    REQUIRE(shown.has_value());
    CHECK(*shown == public_key(key));
  }
}

TEST_CASE("crypto keys: what is no key is refused in a sentence", "[crypto]") {
  for (const auto kind : {KeyKind::ecdsa_p256, KeyKind::rsa, KeyKind::ed25519}) {
    const auto read = parse_public_key(kind, "no key");
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().size() > 20);
  }
  CHECK_FALSE(parse_private_key("").has_value());
  CHECK_FALSE(parse_private_key("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
                  .has_value());
  const auto other = parse_public_key(
      KeyKind::rsa, public_key(generate_key(KeyKind::ecdsa_p256, Random(1))).octets);
  CHECK_FALSE(other.has_value());
}

// Test 2 of RFC 8032, section 7.1: one octet, 72.
TEST_CASE("crypto keys: Ed25519 gives the example of RFC 8032", "[crypto]") {
  const std::string seed =
      unhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  CHECK(hex(ed25519_public_key(seed)) ==
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  CHECK(hex(ed25519_sign(seed, "\x72")) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

}  // namespace mailscope::crypto
