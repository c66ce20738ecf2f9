// Whatever comes instead of a handshake, in any pieces: an endpoint fails, and says so once.
#include "sim/tls/tls_endpoint.h"

#include "sim/base/check.h"
#include "tests/fuzz/fuzz_pieces.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

FUZZ_TARGET(tls_endpoint) {
  if (size < 2) return 0;
  tls::TlsEndpoint::Options options;
  options.now_unix_ms = 1'772'442'000'000;
  options.server_name = "mx.example.org";
  options.verify = tls::VerifyPolicy::observe;
  options.version_max = data[1] & 2 ? tls::Version::tls_1_2 : tls::Version::tls_1_3;
  tls::TlsEndpoint client(options, Random(data[1]));
  client.start();
  static_cast<void>(client.take_output());
  const auto drain = [&] {
    while (client.next()) {
    }
    static_cast<void>(client.take_output());
    MUST(client.take_plaintext().empty());  // nobody here knows the keys
  };
  fuzz::in_pieces(data, size, [&](std::string_view piece) {
    client.receive(piece);
    drain();
  });
  client.receive_end();
  drain();
  MUST(!client.is_established());
  return 0;
}
