// The reader of what anybody on the wire sees.
#include "sim/tls/tls_record.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/tls/record_opener.h"
#include "tests/sim/tls/pair.h"

namespace mailscope::tls {
namespace {

std::string hello_record() {
  End client(client_options(), Random(1));
  client.tls.start();
  return client.tls.take_output();
}

// No field may point outside the octets, whatever these are.
void check_spans(const std::string& octets) {
  for (const auto& record : scan_records(octets).records) {
    for (const auto& field : fields_of_record(octets, record)) {
      if (field.span.end() > octets.size()) {
        FAIL(field.name << " ends at " << field.span.end() << " of " << octets.size());
      }
    }
  }
}

}  // namespace

TEST_CASE("tls record: an eavesdropper reads the ClientHello", "[tls]") {
  const std::string octets = hello_record();
  const RecordScan scan = scan_records(octets);
  REQUIRE(scan.records.size() == 1);
  CHECK(scan.fault.empty());
  CHECK(scan.rest_at == octets.size());
  const Record& record = scan.records.front();
  CHECK(record.type == k_handshake);
  const auto hello = parse_client_hello(std::string_view(octets).substr(record.fragment.offset));
  REQUIRE(hello.has_value());
  CHECK(hello->server_name == "mx.example.org");
  CHECK(hello->versions == std::vector<std::uint16_t>{0x0304, 0x0303});
  CHECK(hello->key_shares == std::vector<std::uint16_t>{0x001D});
  CHECK(hello->faults.empty());
  const std::string text = to_text(fields_of_record(octets, record));
  for (const std::string line :
       {"record: Handshake\n", "  content type: 22 Handshake\n", "      legacy version: TLS 1.2\n",
        "cipher suite: TLS_AES_128_GCM_SHA256\n", "extension: server_name\n",
        "host name: mx.example.org\n", "extension: key_share\n", "group: x25519\n"}) {
    INFO(line);
    CHECK(text.find(line.substr(line.find_first_not_of(' '))) != std::string::npos);
  }
}

TEST_CASE("tls record: a record that is not complete waits, at every length", "[tls]") {
  const std::string octets = hello_record();
  for (std::size_t length = 0; length < octets.size(); ++length) {
    const RecordScan scan = scan_records(std::string_view(octets).substr(0, length));
    CHECK(scan.records.empty());
    CHECK(scan.rest_at == 0);
    CHECK(scan.fault.empty());
  }
}

TEST_CASE("tls record: plain text and odd octets are named", "[tls]") {
  CHECK(scan_records("EHLO client.example\r\n").fault ==
        "plain text (\"EHLO client.example\") where a TLS record should begin");
  CHECK(scan_records(std::string("\x16\x02\x00\x00\x00", 5)).fault ==
        "the octets 16 02 00 00 00 cannot be the beginning of a TLS record");
  CHECK(scan_records("\x17\x03\x03\xff\xff").fault.find("cannot be") != std::string::npos);
}

TEST_CASE("tls record: changed octets are read as far as they go", "[tls]") {
  Pair pair(client_options(), server_options());
  pair.start();
  const std::string whole = pair.client.wire + pair.server.wire;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    INFO("seed " << seed);
    Random chance(seed);
    std::string octets = whole;
    for (int i = 0; i < 12; ++i) {
      octets[static_cast<std::size_t>(chance.below(600))] = static_cast<char>(chance.below(256));
    }
    // Headers stay, so that the reader looks inside.
    octets.replace(0, 6, whole, 0, 6);
    check_spans(octets);
  }
  check_spans(whole);
}

TEST_CASE("tls records: a message that ends within its header names no part beyond its end",
          "[tls]") {
  for (std::size_t size = 0; size < 4; ++size) {
    const std::string message("\x01\x00\x00\x09", size);
    for (const tls::Field& field : tls::fields_of_handshake(message))
      CHECK(field.span.end() <= message.size());
  }
}

TEST_CASE("tls record: whoever learns the secret reads the records, and nobody else", "[tls]") {
  for (const auto version : {Version::tls_1_3, Version::tls_1_2}) {
    auto client = client_options();
    client.version_max = version;
    Pair pair(client, server_options());
    pair.start();
    pair.client.tls.send("AUTH PLAIN AGFubmEAc2VjcmV0\r\n");
    const std::string record = pair.client.tls.take_output();
    std::string secret;
    std::string client_random;
    for (const auto& exported : pair.server.all<SecretExported>()) {
      if (exported.label == "CLIENT_TRAFFIC_SECRET_0" || exported.label == "CLIENT_RANDOM") {
        secret = exported.secret;
        client_random = exported.client_random;
      }
    }
    const auto open = [&](const std::string& with) {
      if (version == Version::tls_1_3) {
        auto opener = RecordOpener::tls_1_3(0x1301, with);
        REQUIRE(opener.has_value());
        return opener->open(record);
      }
      std::string server_random;
      for (const auto& message : pair.client.all<MessageSeen>()) {
        if (message.name == "ServerHello") server_random = message.body.substr(6, 32);
      }
      auto opener = RecordOpener::tls_1_2(0xC02B, with, client_random, server_random, true);
      REQUIRE(opener.has_value());
      CHECK_FALSE(opener->open(record).has_value());  // number 0 was the Finished's
      for (const auto& old : scan_records(pair.client.wire).records) {
        opener->open(std::string_view(pair.client.wire).substr(old.whole.offset, old.whole.length));
      }
      return opener->open(record);
    };
    const auto opened = open(secret);
    REQUIRE(opened.has_value());
    CHECK(opened->content == "AUTH PLAIN AGFubmEAc2VjcmV0\r\n");
    CHECK(opened->type == k_application_data);
    CHECK_FALSE(open(std::string(secret.size(), 'x')).has_value());
  }
}

}  // namespace mailscope::tls
