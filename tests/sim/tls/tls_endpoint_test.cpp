// Client against server: the handshake, whole and byte by byte, data, closing, resumption.
#include "sim/tls/tls_endpoint.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/crypto/hash.h"
#include "tests/sim/tls/pair.h"

namespace mailscope::tls {
namespace {

constexpr char k_client_side_1_3[] =
    "ClientHello (ServerHello) (ChangeCipherSpec) ([EncryptedExtensions]) ([Certificate]) "
    "([CertificateVerify]) ([Finished]) ChangeCipherSpec [Finished]";
constexpr char k_client_side_1_2[] =
    "ClientHello (ServerHello) (Certificate) (ServerKeyExchange) (ServerHelloDone) "
    "ClientKeyExchange ChangeCipherSpec [Finished] (ChangeCipherSpec) ([Finished])";

std::string fact(const MessageSeen& message, const std::string& key) {
  for (const auto& one : message.facts) {
    if (one.key == key) return one.value;
  }
  return {};
}

const MessageSeen& message_named(const std::vector<MessageSeen>& messages,
                                 const std::string& name) {
  for (const auto& message : messages) {
    if (message.name == name) return message;
  }
  FAIL("no message " << name);
  return messages.front();
}

HandshakeDone done_of(const End& end) {
  const auto done = end.all<HandshakeDone>();
  REQUIRE(done.size() == 1);
  return done.front();
}

void check_talk(Pair& pair) {
  pair.server.tls.send("220 mx.example.org ESMTP\r\n");
  pair.settle();
  CHECK(pair.client.plaintext == "220 mx.example.org ESMTP\r\n");
  pair.client.tls.send("EHLO client.example.org\r\n");
  pair.settle();
  CHECK(pair.server.plaintext == "EHLO client.example.org\r\n");
  pair.client.tls.send("QUIT\r\n");
  pair.client.tls.close();
  pair.settle();
  CHECK(pair.server.plaintext == "EHLO client.example.org\r\nQUIT\r\n");
  CHECK(pair.server.all<PeerClosed>() == std::vector<PeerClosed>{{true}});
  pair.server.tls.close();
  pair.settle();
  CHECK(pair.client.all<PeerClosed>() == std::vector<PeerClosed>{{true}});
  CHECK(pair.client.all<Failed>().empty());
  CHECK(pair.server.all<Failed>().empty());
}

void check_handshake(Pair& pair, const std::string& version, const std::string& dialogue) {
  pair.start();
  CHECK(pair.client.dialogue() == dialogue);
  for (const auto* end : {&pair.client, &pair.server}) {
    const auto done = done_of(*end);
    CHECK(done.version == version);
    CHECK(done.group == "x25519");
    CHECK(done.server_name == "mx.example.org");
    CHECK_FALSE(done.is_resumed);
  }
  const auto done = done_of(pair.client);
  REQUIRE(done.certificate.has_value());
  CHECK(done.certificate->names == std::vector<std::string>{"mx.example.org"});
  CHECK(done.verdict.is_good());
  check_talk(pair);
}

}  // namespace

TEST_CASE("tls endpoint: TLS 1.3 shakes hands and carries a session, whole and byte by byte",
          "[tls]") {
  for (const std::size_t piece : {std::size_t{0}, std::size_t{1}, std::size_t{7}}) {
    Pair pair(client_options(), server_options());
    pair.octets_per_piece = piece;
    check_handshake(pair, "TLS 1.3", k_client_side_1_3);
    CHECK(done_of(pair.client).suite == "TLS_AES_128_GCM_SHA256");
  }
}

TEST_CASE("tls endpoint: TLS 1.2 shakes hands when either side goes no higher", "[tls]") {
  for (const bool is_limit_of_client : {true, false}) {
    for (const std::size_t piece : {std::size_t{0}, std::size_t{1}}) {
      auto client = client_options();
      auto server = server_options();
      (is_limit_of_client ? client : server).version_max = Version::tls_1_2;
      Pair pair(client, server);
      pair.octets_per_piece = piece;
      check_handshake(pair, "TLS 1.2", k_client_side_1_2);
      CHECK(done_of(pair.client).suite == "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    }
  }
}

TEST_CASE("tls endpoint: both sides tell the same messages, each from its own place", "[tls]") {
  Pair pair(client_options(), server_options());
  pair.start();
  pair.client.tls.send("NOOP\r\n");
  pair.settle();
  const auto client = pair.client.all<MessageSeen>();
  const auto server = pair.server.all<MessageSeen>();
  for (const auto direction : {Direction::sent, Direction::received}) {
    std::vector<MessageSeen> one;
    std::vector<MessageSeen> other;
    for (const auto& message : client) {
      if (message.direction == direction) one.push_back(message);
    }
    for (auto message : server) {
      if (message.direction == direction) continue;
      message.direction = direction;
      other.push_back(message);
    }
    CHECK(one == other);
  }
}

TEST_CASE("tls endpoint: the messages account for every octet of the wire", "[tls]") {
  Pair pair(client_options(), server_options());
  pair.start();
  pair.server.tls.send(std::string(40'000, 'x'));
  pair.settle();
  CHECK(pair.client.plaintext == std::string(40'000, 'x'));
  std::uint64_t next = 0;
  for (const auto& message : pair.client.all<MessageSeen>()) {
    if (message.direction == Direction::sent || message.record_octets == 0) continue;
    CHECK(message.stream_offset == next);
    next += message.record_octets;
  }
  CHECK(next == pair.server.wire.size());
}

TEST_CASE("tls endpoint: hellos and certificates are told with their facts", "[tls]") {
  auto client = client_options();
  client.alpn = {"imap", "smtp"};
  auto server = server_options();
  server.alpn = {"smtp"};
  Pair pair(client, server);
  pair.start();
  const auto messages = pair.server.all<MessageSeen>();
  const auto& hello = message_named(messages, "ClientHello");
  CHECK(fact(hello, "server name") == "mx.example.org");
  CHECK(fact(hello, "versions") == "TLS 1.3, TLS 1.2");
  CHECK(fact(hello, "key share") == "x25519");
  CHECK(fact(hello, "ALPN") == "imap, smtp");
  CHECK(fact(message_named(messages, "ServerHello"), "suite") == "TLS_AES_128_GCM_SHA256");
  CHECK(fact(message_named(messages, "EncryptedExtensions"), "ALPN") == "smtp");
  const auto& certificate = message_named(messages, "Certificate");
  CHECK(fact(certificate, "names") == "mx.example.org");
  CHECK(fact(certificate, "issuer") == "CN=Mailscope Test CA");
  CHECK(fact(certificate, "valid until") == "2026-05-01T09:00:00Z");
  CHECK(fact(message_named(messages, "CertificateVerify"), "signature") ==
        "ecdsa_secp256r1_sha256");
  CHECK(done_of(pair.client).alpn == "smtp");
  CHECK(done_of(pair.server).alpn == "smtp");
}

TEST_CASE("tls endpoint: what is sent before the handshake is done waits for it", "[tls]") {
  Pair pair(client_options(), server_options());
  pair.server.tls.send("220 ready\r\n");
  pair.client.tls.send("EHLO x\r\n");
  pair.start();
  CHECK(pair.client.plaintext == "220 ready\r\n");
  CHECK(pair.server.plaintext == "EHLO x\r\n");
}

TEST_CASE("tls endpoint: a ticket resumes the session without a certificate", "[tls]") {
  for (const auto version : {Version::tls_1_3, Version::tls_1_2}) {
    auto client = client_options();
    auto server = server_options();
    client.version_max = version;
    server.tickets = std::make_shared<TicketKeys>(Random(3), k_now_ms);
    Pair first(client, server);
    first.start();
    INFO((version == Version::tls_1_3 ? "TLS 1.3" : "TLS 1.2"));
    INFO(first.client.dialogue());
    const auto tickets = first.client.all<TicketReceived>();
    INFO(first.client.dialogue());
    REQUIRE_FALSE(tickets.empty());

    client.session = tickets.back().session;
    client.now_unix_ms += 90'000;
    server.now_unix_ms += 90'000;
    Pair second(client, server, 8);
    second.start();
    CHECK(done_of(second.client).is_resumed);
    CHECK(done_of(second.server).is_resumed);
    CHECK(second.client.dialogue().find("Certificate") == std::string::npos);
    check_talk(second);

    client.now_unix_ms += 3'600'000 * 3;
    server.now_unix_ms += 3'600'000 * 3;
    Pair too_late(client, server, 9);
    too_late.start();
    CHECK_FALSE(done_of(too_late.client).is_resumed);
  }
}

TEST_CASE("tls endpoint: a session that is damaged leads to a full handshake", "[tls]") {
  auto client = client_options();
  client.session = "no session at all";
  Pair pair(client, server_options());
  pair.start();
  CHECK_FALSE(done_of(pair.client).is_resumed);
}

TEST_CASE("tls endpoint: secrets come out as key log lines, the same at both ends", "[tls]") {
  Pair pair(client_options(), server_options());
  pair.start();
  std::string client;
  std::string server;
  for (const auto& secret : pair.client.all<SecretExported>()) client += key_log_line(secret);
  for (const auto& secret : pair.server.all<SecretExported>()) server += key_log_line(secret);
  CHECK(client == server);
  const auto secrets = pair.client.all<SecretExported>();
  REQUIRE(secrets.size() == 4);
  CHECK(secrets[0].label == "CLIENT_HANDSHAKE_TRAFFIC_SECRET");
  CHECK(secrets[3].label == "SERVER_TRAFFIC_SECRET_0");
  CHECK(secrets[0].secret.size() == 32);
  const auto messages = pair.client.all<MessageSeen>();
  // The hello's random follows its header and version.
  CHECK(secrets[0].client_random == message_named(messages, "ClientHello").body.substr(6, 32));
}

}  // namespace mailscope::tls
