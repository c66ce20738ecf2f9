// Any octets as TLS records and hellos: every part that is named lies inside what was given.
#include "sim/base/check.h"
#include "sim/tls/tls_record.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

namespace {

void check_inside(const std::vector<tls::Field>& fields, std::size_t size) {
  for (const tls::Field& field : fields) {
    MUST(field.span.offset <= size);
    MUST(field.span.length <= size - field.span.offset);
  }
  static_cast<void>(tls::to_text(fields));
}

}  // namespace

FUZZ_TARGET(tls_records) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  const tls::RecordScan scan = tls::scan_records(octets);
  MUST(scan.rest_at <= size);
  for (const tls::Record& record : scan.records) {
    MUST(record.whole.end() <= scan.rest_at);
    check_inside(tls::fields_of_record(octets, record), size);
    check_inside(tls::fields_of_record(octets, record, true), size);
  }
  check_inside(tls::fields_of_handshake(octets), size);
  static_cast<void>(tls::parse_client_hello(octets));
  static_cast<void>(tls::parse_server_hello(octets));
  for (const bool is_tls_1_3 : {false, true})
    static_cast<void>(tls::certificates_of(octets, is_tls_1_3));
  return 0;
}
