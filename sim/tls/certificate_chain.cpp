#include "sim/tls/certificate_chain.h"

#include "sim/crypto/mbedtls_world.h"
#include "sim/tls/mbedtls_owned.h"

namespace mailscope::tls {

bool leads_to(const std::vector<std::string>& chain, const std::string& anchor,
              const std::string& name, std::int64_t now_unix_s) {
  Random no_chance(0);  // nothing is drawn by a verification
  const crypto::WorldScope scope(no_chance, now_unix_s * 1'000);
  const auto add = [](OwnedChain& to, const std::string& der) {
    return mbedtls_x509_crt_parse_der(to.get(), octets_at(std::string_view(der)), der.size()) == 0;
  };
  OwnedChain shown, trusted;
  if (chain.empty() || !add(shown, chain.front()) || !add(trusted, anchor)) return false;
  for (std::size_t i = 1; i < chain.size(); ++i) {
    if (!add(shown, chain[i])) return false;
  }
  std::uint32_t flags = 0;
  return mbedtls_x509_crt_verify(shown.get(), trusted.get(), nullptr, name.c_str(), &flags, nullptr,
                                 nullptr) == 0;
}

}  // namespace mailscope::tls
