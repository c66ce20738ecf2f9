// The same options and input give the same octets, whatever the process has done before.
#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/crypto/curve_memo.h"
#include "sim/crypto/hash.h"
#include "tests/sim/tls/pair.h"

namespace mailscope::tls {
namespace {

// The ciphertext of ten connections with data, tickets and both versions.
std::string digest_of_connections() {
  crypto::Sha256 digest;
  const auto tickets = std::make_shared<TicketKeys>(Random(11), k_now_ms);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto client = client_options();
    auto server = server_options();
    server.tickets = tickets;
    if (seed % 3 == 0) client.version_max = Version::tls_1_2;
    Pair pair(client, server, seed);
    pair.start();
    pair.server.tls.send("220 mx.example.org ESMTP\r\n");
    pair.settle();
    REQUIRE(pair.client.plaintext == "220 mx.example.org ESMTP\r\n");
    digest.add(pair.client.wire);
    digest.add(pair.server.wire);
  }
  return hex(digest.result());
}

}  // namespace

TEST_CASE("tls determinism: two runs in one process give the same octets", "[tls]") {
  const std::string first = digest_of_connections();
  Pair between(client_options(), server_options(), 1234);
  between.start();
  CHECK(digest_of_connections() == first);
}

TEST_CASE("tls determinism: no octet depends on remembered curve work", "[tls]") {
  const std::string remembered = digest_of_connections();
  const bool was_used = crypto::set_curve_memo(false);
  crypto::forget_curve_memo();
  CHECK(digest_of_connections() == remembered);
  crypto::set_curve_memo(was_used);
}

// Lessons with TLS are compared between the native and the WebAssembly program, too.
TEST_CASE("tls determinism: the octets are the approved ones on every platform", "[tls]") {
  CHECK(digest_of_connections() ==
        "c3078b48be219f49bdda3c3c605f2de9711b9edc3592c783363d6f64183c382f");
}

}  // namespace mailscope::tls
