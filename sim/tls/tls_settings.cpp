// Which versions, suites, certificates and callbacks a connection gets.
#include "sim/tls/tls_settings.h"

#include <mbedtls/ssl_ciphersuites.h>
#include <mbedtls/ssl_ticket.h>

#include "sim/base/check.h"
#include "sim/crypto/mbedtls_world.h"
#include "sim/tls/ticket_keys.h"

namespace mailscope::tls {
namespace {

// The order in which browsers and mail programs of today offer them.
constexpr int k_offered_suites[] = {MBEDTLS_TLS1_3_AES_128_GCM_SHA256,
                                    MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256,
                                    MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
                                    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                                    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
                                    MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                                    MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
                                    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
                                    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
                                    0};

mbedtls_ssl_protocol_version number_of(Version version) {
  return version == Version::tls_1_2 ? MBEDTLS_SSL_VERSION_TLS1_2 : MBEDTLS_SSL_VERSION_TLS1_3;
}

// A certificate that cannot be read is left out: what it should have done will then be missed.
void add_certificates(OwnedChain& chain, const std::vector<std::string>& certificates) {
  for (const auto& der : certificates) {
    mbedtls_x509_crt_parse_der(chain.get(), octets_at(std::string_view(der)), der.size());
  }
}

}  // namespace

Settings::Settings(const TlsEndpoint::Options& options) : alpn_(options.alpn) {
  const bool is_client = options.role == Role::client;
  MUST(mbedtls_ssl_config_defaults(config(),
                                   is_client ? MBEDTLS_SSL_IS_CLIENT : MBEDTLS_SSL_IS_SERVER,
                                   MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) == 0);
  MUST(options.version_min <= options.version_max);
  mbedtls_ssl_conf_rng(config(), crypto::draw, nullptr);
  mbedtls_ssl_conf_min_tls_version(config(), number_of(options.version_min));
  mbedtls_ssl_conf_max_tls_version(config(), number_of(options.version_max));
  mbedtls_ssl_conf_ciphersuites(config(), k_offered_suites);
  if (!alpn_.empty()) {
    for (const auto& protocol : alpn_) alpn_pointers_.push_back(protocol.c_str());
    alpn_pointers_.push_back(nullptr);
    MUST(mbedtls_ssl_conf_alpn_protocols(config(), alpn_pointers_.data()) == 0);
  }
  if (is_client) {
    set_client(options);
  } else {
    set_server(options);
  }
}

// Verification is always done; whether its result matters is the policy's business.
void Settings::set_client(const TlsEndpoint::Options& options) {
  add_certificates(trusted_, options.trusted);
  mbedtls_ssl_conf_ca_chain(config(), trusted_.get(), nullptr);
  mbedtls_ssl_conf_authmode(config(), options.verify == VerifyPolicy::full
                                          ? MBEDTLS_SSL_VERIFY_REQUIRED
                                          : MBEDTLS_SSL_VERIFY_OPTIONAL);
  mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(
      config(), MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED);
}

void Settings::set_server(const TlsEndpoint::Options& options) {
  MUST(!options.certificate.chain.empty());
  mbedtls_ssl_conf_authmode(config(), MBEDTLS_SSL_VERIFY_NONE);
  add_certificates(own_chain_, options.certificate.chain);
  const std::string& key = options.certificate.key;
  MUST(mbedtls_pk_parse_key(own_key_.get(), octets_at(std::string_view(key)), key.size(), nullptr,
                            0, crypto::draw_for_blinding, nullptr) == 0);
  MUST(mbedtls_ssl_conf_own_cert(config(), own_chain_.get(), own_key_.get()) == 0);
  if (options.tickets) {
    mbedtls_ssl_conf_session_tickets_cb(config(), mbedtls_ssl_ticket_write,
                                        mbedtls_ssl_ticket_parse,
                                        options.tickets->content().context.get());
  }
}

}  // namespace mailscope::tls
