// Any octets as a DNS message: refused with a place, or read, printed and read again as the same.
#include "sim/dns/dns_message.h"

#include "sim/base/check.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

FUZZ_TARGET(dns_message) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  const auto message = dns::parse_message(octets);
  if (!message) {
    MUST(message.error().at <= size);
    return 0;
  }
  static_cast<void>(dns::to_text(*message));
  static_cast<void>(dns::reason_of(*message));
  static_cast<void>(dns::udp_octets_max(*message));
  const auto again = dns::parse_message(dns::print_message(*message));
  MUST(again);
  // A message that is too long for its own printing loses records, and says so.
  if (!again->is_truncated) MUST(*again == *message);
  return 0;
}
