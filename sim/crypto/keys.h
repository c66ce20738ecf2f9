// Key pairs and signatures: what DKIM and certificates need.
//
// Keys are values (DER octets), made from a Random, so the same seed gives the same key on every
// platform. Signing is deterministic, too (RFC 6979 for ECDSA, PKCS#1 v1.5 for RSA), so the same
// mail gets the same signature. Not for real secrets: the generator is a simulation's.
//
//   const PrivateKey key = generate_key(KeyKind::rsa, world.random().fork(k_dkim));
//   dns.add("s1._domainkey.example.org", "v=DKIM1; k=rsa; p=" + base64(public_key(key).octets));
#pragma once

#include <string>
#include <string_view>

#include "sim/base/random.h"
#include "sim/base/result.h"

namespace mailscope::crypto {

enum class KeyKind { ecdsa_p256, rsa, ed25519 };

struct PrivateKey {
  KeyKind kind = KeyKind::ecdsa_p256;
  // ECDSA: ECPrivateKey (RFC 5915); RSA: RSAPrivateKey (RFC 8017, A.1.2); Ed25519: the 32 octet seed.
  std::string octets;
  friend bool operator==(const PrivateKey&, const PrivateKey&) = default;
};

struct PublicKey {
  KeyKind kind = KeyKind::ecdsa_p256;
  // SubjectPublicKeyInfo (RFC 5280, section 4.1) in DER; Ed25519: the 32 octets of RFC 8463.
  std::string octets;
  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

// RSA of 2048 bits takes a good part of a second natively and seconds in a browser; results are
// kept by (kind, state of `random`, bits), so a second run of the same world pays nothing.
// `rsa_bits`: 1024 to 4096, a multiple of 128.
PrivateKey generate_key(KeyKind kind, const Random& random, unsigned rsa_bits = 2048);
PublicKey public_key(const PrivateKey& key);

// A key that came from outside: DKIM's p= (SubjectPublicKeyInfo, or a bare RSAPublicKey as some
// publish; for Ed25519 the 32 octets), or a private key in PEM or DER. The error is a sentence.
Result<PublicKey, std::string> parse_public_key(KeyKind kind, std::string_view octets);
Result<PrivateKey, std::string> parse_private_key(std::string_view pem_or_der);
std::size_t bits(const PublicKey& key);  // of the modulus for RSA, else 256

// The signature over SHA-256 of the octets. RSA: RSASSA-PKCS1-v1_5 (RFC 6376, 3.3.2);
// Ed25519: PureEdDSA over the 32 octets of the digest (RFC 8463, section 3); ECDSA: DER of (r, s).
std::string sign_sha256(const PrivateKey& key, std::string_view octets);
bool verify_sha256(const PublicKey& key, std::string_view octets, std::string_view signature);

// "-----BEGIN LABEL-----", base64 in lines of 64, "-----END LABEL-----".
std::string to_pem(std::string_view label, std::string_view der);
// PEM that other programs read: "EC PRIVATE KEY", "RSA PRIVATE KEY"; Ed25519: PKCS#8 (RFC 8410).
std::string to_pem(const PrivateKey& key);

}  // namespace mailscope::crypto
