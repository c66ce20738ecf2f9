// The tables behind tls_names.h.
#include "sim/tls/tls_names.h"

#include <string_view>

#include "sim/base/text.h"

namespace mailscope::tls {
namespace {

struct Name {
  std::uint16_t number;
  std::string_view name;
};

constexpr Name k_content_types[] = {{20, "ChangeCipherSpec"},
                                    {21, "Alert"},
                                    {22, "Handshake"},
                                    {23, "ApplicationData"},
                                    {24, "Heartbeat"}};

constexpr Name k_handshake_types[] = {
    {0, "HelloRequest"},     {1, "ClientHello"},        {2, "ServerHello"},
    {4, "NewSessionTicket"}, {5, "EndOfEarlyData"},     {8, "EncryptedExtensions"},
    {11, "Certificate"},     {12, "ServerKeyExchange"}, {13, "CertificateRequest"},
    {14, "ServerHelloDone"}, {15, "CertificateVerify"}, {16, "ClientKeyExchange"},
    {20, "Finished"},        {22, "CertificateStatus"}, {24, "KeyUpdate"},
    {254, "MessageHash"}};

constexpr Name k_versions[] = {{0x0300, "SSL 3.0"},
                               {0x0301, "TLS 1.0"},
                               {0x0302, "TLS 1.1"},
                               {0x0303, "TLS 1.2"},
                               {0x0304, "TLS 1.3"}};

constexpr Name k_suites[] = {{0x00FF, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"},
                             {0x5600, "TLS_FALLBACK_SCSV"},
                             {0x1301, "TLS_AES_128_GCM_SHA256"},
                             {0x1302, "TLS_AES_256_GCM_SHA384"},
                             {0x1303, "TLS_CHACHA20_POLY1305_SHA256"},
                             {0x1304, "TLS_AES_128_CCM_SHA256"},
                             {0x1305, "TLS_AES_128_CCM_8_SHA256"},
                             {0x000A, "TLS_RSA_WITH_3DES_EDE_CBC_SHA"},
                             {0x002F, "TLS_RSA_WITH_AES_128_CBC_SHA"},
                             {0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"},
                             {0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"},
                             {0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"},
                             {0x003C, "TLS_RSA_WITH_AES_128_CBC_SHA256"},
                             {0x003D, "TLS_RSA_WITH_AES_256_CBC_SHA256"},
                             {0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"},
                             {0x006B, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"},
                             {0x009C, "TLS_RSA_WITH_AES_128_GCM_SHA256"},
                             {0x009D, "TLS_RSA_WITH_AES_256_GCM_SHA384"},
                             {0x009E, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"},
                             {0x009F, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"},
                             {0xC009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"},
                             {0xC00A, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"},
                             {0xC013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"},
                             {0xC014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"},
                             {0xC023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"},
                             {0xC024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"},
                             {0xC027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"},
                             {0xC028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"},
                             {0xC02B, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"},
                             {0xC02C, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"},
                             {0xC02F, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
                             {0xC030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},
                             {0xCCA8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
                             {0xCCA9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"},
                             {0xCCAA, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"}};

constexpr Name k_extensions[] = {{0, "server_name"},
                                 {1, "max_fragment_length"},
                                 {5, "status_request"},
                                 {10, "supported_groups"},
                                 {11, "ec_point_formats"},
                                 {13, "signature_algorithms"},
                                 {14, "use_srtp"},
                                 {15, "heartbeat"},
                                 {16, "application_layer_protocol_negotiation"},
                                 {18, "signed_certificate_timestamp"},
                                 {21, "padding"},
                                 {22, "encrypt_then_mac"},
                                 {23, "extended_master_secret"},
                                 {27, "compress_certificate"},
                                 {28, "record_size_limit"},
                                 {35, "session_ticket"},
                                 {41, "pre_shared_key"},
                                 {42, "early_data"},
                                 {43, "supported_versions"},
                                 {44, "cookie"},
                                 {45, "psk_key_exchange_modes"},
                                 {47, "certificate_authorities"},
                                 {48, "oid_filters"},
                                 {49, "post_handshake_auth"},
                                 {50, "signature_algorithms_cert"},
                                 {51, "key_share"},
                                 {65281, "renegotiation_info"}};

constexpr Name k_groups[] = {{0x0017, "secp256r1"},
                             {0x0018, "secp384r1"},
                             {0x0019, "secp521r1"},
                             {0x001D, "x25519"},
                             {0x001E, "x448"},
                             {0x001A, "brainpoolP256r1"},
                             {0x001B, "brainpoolP384r1"},
                             {0x001C, "brainpoolP512r1"},
                             {0x0100, "ffdhe2048"},
                             {0x0101, "ffdhe3072"},
                             {0x0102, "ffdhe4096"},
                             {0x0103, "ffdhe6144"},
                             {0x0104, "ffdhe8192"},
                             {0x11EC, "X25519MLKEM768"},
                             {0x11EB, "SecP256r1MLKEM768"}};

constexpr Name k_signatures[] = {{0x0201, "rsa_pkcs1_sha1"},
                                 {0x0203, "ecdsa_sha1"},
                                 {0x0301, "rsa_pkcs1_sha224"},
                                 {0x0303, "ecdsa_sha224"},
                                 {0x0401, "rsa_pkcs1_sha256"},
                                 {0x0403, "ecdsa_secp256r1_sha256"},
                                 {0x0501, "rsa_pkcs1_sha384"},
                                 {0x0503, "ecdsa_secp384r1_sha384"},
                                 {0x0601, "rsa_pkcs1_sha512"},
                                 {0x0603, "ecdsa_secp521r1_sha512"},
                                 {0x0804, "rsa_pss_rsae_sha256"},
                                 {0x0805, "rsa_pss_rsae_sha384"},
                                 {0x0806, "rsa_pss_rsae_sha512"},
                                 {0x0807, "ed25519"},
                                 {0x0808, "ed448"},
                                 {0x0809, "rsa_pss_pss_sha256"},
                                 {0x080A, "rsa_pss_pss_sha384"},
                                 {0x080B, "rsa_pss_pss_sha512"},
                                 {0x081A, "ecdsa_brainpoolP256r1tls13_sha256"},
                                 {0x081B, "ecdsa_brainpoolP384r1tls13_sha384"},
                                 {0x081C, "ecdsa_brainpoolP512r1tls13_sha512"}};

struct AlertName {
  std::uint8_t number;
  std::string_view name;
  std::string_view meaning;
};

constexpr AlertName k_alerts[] = {
    {0, "close_notify", "no more data will come from this side"},
    {10, "unexpected_message", "a message came that does not belong here"},
    {20, "bad_record_mac", "a record was changed on its way, or was made with another key"},
    {21, "decryption_failed", "a record could not be decrypted"},
    {22, "record_overflow", "a record is longer than the limit"},
    {40, "handshake_failure", "no set of algorithms suits both sides"},
    {42, "bad_certificate", "the certificate is damaged or its signature is wrong"},
    {43, "unsupported_certificate", "the certificate is of a kind that is not taken"},
    {44, "certificate_revoked", "the authority has withdrawn the certificate"},
    {45, "certificate_expired", "the certificate is not valid at this date"},
    {46, "certificate_unknown", "the certificate is not acceptable for another reason"},
    {47, "illegal_parameter", "a field has a value that it must not have"},
    {48, "unknown_ca", "the authority that signed the certificate is not trusted"},
    {49, "access_denied", "the certificate is valid, but access is not granted"},
    {50, "decode_error", "a message could not be read"},
    {51, "decrypt_error", "a signature or a checksum of the handshake is wrong"},
    {70, "protocol_version", "the offered versions of TLS are not taken"},
    {71, "insufficient_security", "stronger algorithms are wanted"},
    {80, "internal_error", "something failed inside the sender"},
    {86, "inappropriate_fallback", "the client has tried an older version than needed"},
    {90, "user_canceled", "the handshake was given up on purpose"},
    {100, "no_renegotiation", "a new handshake is not wanted"},
    {109, "missing_extension", "an extension that is needed was not sent"},
    {110, "unsupported_extension", "an extension came that was not offered"},
    {112, "unrecognized_name", "the server knows no such host name"},
    {113, "bad_certificate_status_response", "the certificate's status could not be read"},
    {115, "unknown_psk_identity", "the shared key or ticket is not known"},
    {116, "certificate_required", "the client must send a certificate"},
    {120, "no_application_protocol", "no application protocol suits both sides"}};

std::string hex_number(std::uint16_t number, int octets) {
  std::string text;
  if (octets == 2) text.push_back(static_cast<char>(number >> 8));
  text.push_back(static_cast<char>(number & 0xFF));
  return "0x" + hex(text);
}

template <std::size_t Count>
std::string name_in(const Name (&names)[Count], std::uint16_t number, int octets) {
  for (const auto& entry : names) {
    if (entry.number == number) return std::string(entry.name);
  }
  return hex_number(number, octets);
}

// RFC 8701: both octets alike, the low half of each is A.
bool is_grease(std::uint16_t number) {
  return (number & 0x0F0F) == 0x0A0A && (number >> 8) == (number & 0xFF);
}

const AlertName* alert_entry(std::uint8_t description) {
  for (const auto& entry : k_alerts) {
    if (entry.number == description) return &entry;
  }
  return nullptr;
}

}  // namespace

std::string content_type_name(std::uint8_t type) { return name_in(k_content_types, type, 1); }
std::string handshake_type_name(std::uint8_t type) { return name_in(k_handshake_types, type, 1); }
std::string version_name(std::uint16_t version) {
  return is_grease(version) ? "GREASE" : name_in(k_versions, version, 2);
}
std::string suite_name(std::uint16_t suite) {
  return is_grease(suite) ? "GREASE" : name_in(k_suites, suite, 2);
}
std::string extension_name(std::uint16_t extension) {
  return is_grease(extension) ? "GREASE" : name_in(k_extensions, extension, 2);
}
std::string group_name(std::uint16_t group) {
  return is_grease(group) ? "GREASE" : name_in(k_groups, group, 2);
}
std::string signature_name(std::uint16_t scheme) {
  return is_grease(scheme) ? "GREASE" : name_in(k_signatures, scheme, 2);
}
std::string alert_name(std::uint8_t description) {
  const auto* entry = alert_entry(description);
  return entry != nullptr ? std::string(entry->name) : hex_number(description, 1);
}
std::string alert_meaning(std::uint8_t description) {
  const auto* entry = alert_entry(description);
  return entry != nullptr ? std::string(entry->meaning) : std::string("an alert without a name");
}

}  // namespace mailscope::tls
