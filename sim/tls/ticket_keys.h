// What is inside TicketKeys: Mbed TLS's ticket context and the generator that it draws from.
#pragma once

#include <mbedtls/ssl_ticket.h>

#include "sim/base/random.h"
#include "sim/tls/mbedtls_owned.h"
#include "sim/tls/tls_endpoint.h"

namespace mailscope::tls {

struct TicketKeys::Content {
  explicit Content(const Random& chance) : random(chance) {}

  Random random;
  Owned<mbedtls_ssl_ticket_context, mbedtls_ssl_ticket_init, mbedtls_ssl_ticket_free> context;
};

}  // namespace mailscope::tls
