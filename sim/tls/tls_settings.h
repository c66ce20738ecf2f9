// Turns an endpoint's options into Mbed TLS's configuration. For tls_endpoint.cpp.
#pragma once

#include <string>
#include <vector>

#include "sim/tls/mbedtls_owned.h"
#include "sim/tls/tls_endpoint.h"

namespace mailscope::tls {

// The configuration, and what it points at; must stay where it is and outlive the connection.
class Settings {
 public:
  explicit Settings(const TlsEndpoint::Options& options);

  mbedtls_ssl_config* config() { return config_.get(); }

 private:
  void set_client(const TlsEndpoint::Options& options);
  void set_server(const TlsEndpoint::Options& options);

  OwnedConfig config_;
  OwnedChain trusted_;
  OwnedChain own_chain_;
  OwnedPk own_key_;
  std::vector<std::string> alpn_;
  std::vector<const char*> alpn_pointers_;  // to the above, with a null at the end
};

}  // namespace mailscope::tls
