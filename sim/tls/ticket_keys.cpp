// The server's secret for tickets.
#include "sim/tls/ticket_keys.h"

#include "sim/base/check.h"
#include "sim/crypto/mbedtls_world.h"

namespace mailscope::tls {
namespace {

int draw_from(void* random, unsigned char* octets, std::size_t count) {
  static_cast<Random*>(random)->fill(octets, count);
  return 0;
}

}  // namespace

TicketKeys::TicketKeys(const Random& random, std::int64_t now_unix_ms, std::uint32_t lifetime_s)
    : content_(std::make_unique<Content>(random)) {
  const crypto::WorldScope scope(content_->random, now_unix_ms);
  MUST(mbedtls_ssl_ticket_setup(content_->context.get(), draw_from, &content_->random,
                                MBEDTLS_CIPHER_AES_256_GCM, lifetime_s) == 0);
}

TicketKeys::~TicketKeys() = default;

}  // namespace mailscope::tls
