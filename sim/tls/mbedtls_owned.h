// Mbed TLS's structures with their lives, for this room's own files.
#pragma once

#include <string>
#include <string_view>

#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

namespace mailscope::tls {

// init at the beginning, free at the end, never moved.
template <class Content, void (*Init)(Content*), void (*Free)(Content*)>
class Owned {
 public:
  Owned() { Init(&content_); }
  ~Owned() { Free(&content_); }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  Content* get() { return &content_; }
  const Content* get() const { return &content_; }
  Content* operator->() { return &content_; }
  const Content* operator->() const { return &content_; }

 private:
  Content content_;
};

using OwnedPk = Owned<mbedtls_pk_context, mbedtls_pk_init, mbedtls_pk_free>;
using OwnedChain = Owned<mbedtls_x509_crt, mbedtls_x509_crt_init, mbedtls_x509_crt_free>;
using OwnedConfig = Owned<mbedtls_ssl_config, mbedtls_ssl_config_init, mbedtls_ssl_config_free>;
using OwnedSsl = Owned<mbedtls_ssl_context, mbedtls_ssl_init, mbedtls_ssl_free>;
using OwnedSession = Owned<mbedtls_ssl_session, mbedtls_ssl_session_init, mbedtls_ssl_session_free>;
using OwnedX509Write =
    Owned<mbedtls_x509write_cert, mbedtls_x509write_crt_init, mbedtls_x509write_crt_free>;

inline const unsigned char* octets_at(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* octets_at(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
inline std::string text_of(const unsigned char* octets, std::size_t count) {
  return count == 0 ? std::string() : std::string(reinterpret_cast<const char*>(octets), count);
}
inline std::string text_of(const mbedtls_x509_buf& buffer) { return text_of(buffer.p, buffer.len); }

}  // namespace mailscope::tls
