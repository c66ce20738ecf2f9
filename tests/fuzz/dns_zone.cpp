// Any text as a zone file: faults with places, or records that print and read back as the same.
#include "sim/base/check.h"
#include "sim/dns/zone_text.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

FUZZ_TARGET(dns_zone) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto origin = dns::Name::parse("example.org");
  const auto record = dns::parse_record(text.substr(0, text.find('\n')), *origin);
  if (record) {
    const auto again = dns::parse_record(dns::print_record(*record), *origin);
    MUST(again);
    MUST(*again == *record);
  }
  const auto zone = dns::parse_zone(*origin, text);
  if (zone) {
    static_cast<void>(dns::print_zone(*zone));
  } else {
    static_cast<void>(dns::to_text(zone.error()));
  }
  return 0;
}
