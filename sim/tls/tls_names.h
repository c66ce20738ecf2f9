// The names that RFC 8446, RFC 5246 and IANA's registries give to the numbers of TLS.
//
// Unknown numbers come back as "0x1a2b". The values that RFC 8701 reserves to keep servers tolerant
// are called "GREASE".
#pragma once

#include <cstdint>
#include <string>

namespace mailscope::tls {

std::string content_type_name(std::uint8_t type);     // "Handshake"
std::string handshake_type_name(std::uint8_t type);   // "ClientHello"
std::string version_name(std::uint16_t version);      // "TLS 1.3"
std::string suite_name(std::uint16_t suite);          // "TLS_AES_128_GCM_SHA256"
std::string extension_name(std::uint16_t extension);  // "server_name"
std::string group_name(std::uint16_t group);          // "x25519"
std::string signature_name(std::uint16_t scheme);     // "ecdsa_secp256r1_sha256"
std::string alert_name(std::uint8_t description);     // "unknown_ca"
// What an alert means, in a few words: "the authority that signed the certificate is not trusted".
std::string alert_meaning(std::uint8_t description);

}  // namespace mailscope::tls
