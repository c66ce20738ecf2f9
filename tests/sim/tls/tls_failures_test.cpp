// What goes wrong: certificates, versions, protocols, cut and garbled wires, and whose fault it is.
#include <catch2/catch_test_macros.hpp>

#include "sim/tls/tls_record.h"
#include "tests/sim/tls/pair.h"

namespace mailscope::tls {
namespace {

Failed failure_of(const End& end) {
  const auto failed = end.all<Failed>();
  REQUIRE(failed.size() == 1);
  CHECK(end.tls.is_failed());
  return failed.front();
}

// The client refuses for this reason, and the server hears of it by this alert.
void check_refused(const TlsEndpoint::Options& client, const TlsEndpoint::Options& server,
                   CertificateFault fault, const std::string& alert) {
  for (const auto version : {Version::tls_1_3, Version::tls_1_2}) {
    auto wants = client;
    wants.version_max = version;
    Pair pair(wants, server);
    pair.start();
    const Failed refused = failure_of(pair.client);
    CHECK(refused.kind == FailureKind::certificate_refused);
    CHECK(refused.whose == Whose::peers);
    CHECK(refused.verdict.faults == std::vector<CertificateFault>{fault});
    CHECK(refused.why == refused.verdict.words);
    CHECK(refused.chain == server.certificate.chain);
    REQUIRE(refused.alert.has_value());
    CHECK(refused.alert->name == alert);
    const Failed heard = failure_of(pair.server);
    CHECK(heard.kind == FailureKind::alert_received);
    CHECK(heard.whose == Whose::ours);
    REQUIRE(heard.alert.has_value());
    CHECK(heard.alert->name == alert);
    // TLS 1.3 has keys by then: nobody on the wire learns the reason (RFC 8446, section 6).
    const std::string said = version == Version::tls_1_3 ? " [Alert]" : " Alert";
    const std::string dialogue = pair.client.dialogue();
    CHECK(dialogue.substr(dialogue.size() - said.size()) == said);
    const std::string octets = version == Version::tls_1_3 ? "\x17\x03\x03" : "\x15\x03\x03";
    const RecordScan scan = scan_records(pair.client.wire);
    REQUIRE_FALSE(scan.records.empty());
    CHECK(pair.client.wire.substr(scan.records.back().whole.offset, 3) == octets);

    wants.verify = VerifyPolicy::observe;
    Pair lenient(wants, server);
    lenient.start();
    const auto done = lenient.client.all<HandshakeDone>();
    REQUIRE(done.size() == 1);
    CHECK(done.front().verdict == refused.verdict);
  }
}

}  // namespace

TEST_CASE("tls failure: a certificate for another name is refused, or observed", "[tls]") {
  auto server = server_options();
  server.certificate = test_authority().issue(request_for("mail.example.net"));
  check_refused(client_options(), server, CertificateFault::name_mismatch, "bad_certificate");
  Pair pair(client_options(), server);
  pair.start();
  CHECK(failure_of(pair.client).why ==
        "The certificate is for mail.example.net, not for mx.example.org.");
}

TEST_CASE("tls failure: an expired certificate is refused, or observed", "[tls]") {
  auto server = server_options();
  auto request = request_for("mx.example.org");
  request.not_after_s = k_now_s - k_day_s;
  server.certificate = test_authority().issue(request);
  check_refused(client_options(), server, CertificateFault::expired, "certificate_expired");
}

TEST_CASE("tls failure: a certificate of tomorrow is refused, or observed", "[tls]") {
  auto server = server_options();
  auto request = request_for("mx.example.org");
  request.not_before_s = k_now_s + k_day_s;
  server.certificate = test_authority().issue(request);
  check_refused(client_options(), server, CertificateFault::not_yet_valid, "certificate_unknown");
}

TEST_CASE("tls failure: an authority that is not known is refused, or observed", "[tls]") {
  auto server = server_options();
  const Authority stranger("Somebody's CA", Random(99), k_now_s - k_day_s, k_now_s + k_day_s);
  server.certificate = stranger.issue(request_for("mx.example.org"));
  check_refused(client_options(), server, CertificateFault::unknown_authority, "unknown_ca");
}

TEST_CASE("tls failure: a certificate that vouches for itself is refused, or observed", "[tls]") {
  auto server = server_options();
  server.certificate = self_signed(request_for("mx.example.org"), Random(5));
  check_refused(client_options(), server, CertificateFault::self_signed, "unknown_ca");
}

TEST_CASE("tls failure: no version in common is told as such at the server", "[tls]") {
  for (const bool is_client_newer : {true, false}) {
    auto client = client_options();
    auto server = server_options();
    (is_client_newer ? client : server).version_min = Version::tls_1_3;
    (is_client_newer ? server : client).version_max = Version::tls_1_2;
    Pair pair(client, server);
    pair.start();
    const Failed refused = failure_of(pair.server);
    CHECK(refused.kind == FailureKind::no_common_version);
    CHECK(refused.whose == Whose::peers);
    const Failed heard = failure_of(pair.client);
    CHECK(heard.kind == FailureKind::alert_received);
    REQUIRE(heard.alert.has_value());
    // A server that knows nothing of 1.3 sees a client of 1.2 without a suite that it takes.
    CHECK(heard.alert->name == (is_client_newer ? "handshake_failure" : "protocol_version"));
  }
}

TEST_CASE("tls failure: no application protocol in common ends with the alert that says so",
          "[tls]") {
  auto client = client_options();
  client.alpn = {"imap"};
  auto server = server_options();
  server.alpn = {"smtp"};
  Pair pair(client, server);
  pair.start();
  CHECK(failure_of(pair.server).kind == FailureKind::no_common_protocol);
  REQUIRE(failure_of(pair.client).alert.has_value());
  CHECK(failure_of(pair.client).alert->name == "no_application_protocol");
}

TEST_CASE("tls failure: plain text where TLS should begin is named as such", "[tls]") {
  for (const std::string text : {"HTTP/1.1 400 Bad Request\r\n\r\n", "220 mx ESMTP\r\n", "5"}) {
    End client(client_options(), Random(1));
    client.tls.start();
    client.tls.receive(text);
    client.collect();
    const Failed failed = failure_of(client);
    CHECK(failed.kind == FailureKind::not_tls);
    CHECK(failed.why.find(text.substr(0, 8).substr(0, text.find('\r'))) != std::string::npos);
    REQUIRE(failed.alert.has_value());
    CHECK(failed.alert->name == "unexpected_message");
  }
}

TEST_CASE("tls failure: a cut is told apart from a farewell", "[tls]") {
  End client(client_options(), Random(1));
  client.tls.start();
  client.tls.receive_end();
  client.collect();
  CHECK(failure_of(client).kind == FailureKind::truncated);

  Pair pair(client_options(), server_options());
  pair.start();
  pair.client.tls.receive_end();
  pair.client.collect();
  CHECK(pair.client.all<PeerClosed>() == std::vector<PeerClosed>{{false}});
}

TEST_CASE("tls failure: a record that was changed on the wire is noticed", "[tls]") {
  for (const auto version : {Version::tls_1_3, Version::tls_1_2}) {
    auto client = client_options();
    client.version_max = version;
    Pair pair(client, server_options());
    pair.start();
    pair.server.tls.send("250 OK\r\n");
    std::string octets = pair.server.tls.take_output();
    octets.back() = static_cast<char>(octets.back() ^ 1);
    pair.client.tls.receive(octets);
    pair.settle();
    const Failed failed = failure_of(pair.client);
    CHECK(failed.kind == FailureKind::bad_record);
    CHECK(failed.whose == Whose::wire_or_peer);
    CHECK(pair.client.plaintext.empty());
    REQUIRE(failure_of(pair.server).alert.has_value());
    CHECK(failure_of(pair.server).alert->name == "bad_record_mac");
  }
}

TEST_CASE("tls failure: garbage in place of a ServerHello is refused", "[tls]") {
  End client(client_options(), Random(1));
  client.tls.start();
  client.tls.receive(std::string("\x16\x03\x03\x00\x08\x02\x00\x00\x04zzzz", 13));
  client.collect();
  CHECK(failure_of(client).kind == FailureKind::bad_message);
}

// Every mutation is drawn from the printed seed.
TEST_CASE("tls failure: changed, cut and doubled octets never crash and never pass as plaintext",
          "[tls]") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    Random chance(seed);
    auto wants = client_options();
    if (chance.chance(1, 3)) wants.version_max = Version::tls_1_2;
    Pair pair(wants, server_options(), seed);
    pair.server.tls.start();
    pair.client.tls.start();
    pair.server.tls.send("secret of the server");
    for (int turn = 0; turn < 8; ++turn) {
      for (auto [from, to] :
           {std::pair{&pair.client, &pair.server}, std::pair{&pair.server, &pair.client}}) {
        std::string octets = from->tls.take_output();
        if (!octets.empty() && chance.chance(1, 3)) {
          const auto at = static_cast<std::size_t>(chance.below(octets.size()));
          switch (chance.below(4)) {
            case 0: octets[at] = static_cast<char>(chance.below(256)); break;
            case 1: octets.erase(at, static_cast<std::size_t>(chance.below(40))); break;
            case 2: octets.insert(at, octets.substr(0, at)); break;
            default:
              octets.insert(at, std::string(static_cast<std::size_t>(chance.below(300)), 'A'));
          }
        }
        to->tls.receive(octets);
      }
    }
    pair.client.collect();
    pair.server.collect();
    const std::string secret = "secret of the server";
    CHECK(secret.compare(0, pair.client.plaintext.size(), pair.client.plaintext) == 0);
    CHECK(pair.server.plaintext.empty());
  }
}

}  // namespace mailscope::tls
