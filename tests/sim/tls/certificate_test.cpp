// What authorities issue says what was asked for, and depends on nothing else.
#include "sim/tls/certificate.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/tls/certificate_chain.h"
#include "tests/sim/tls/pair.h"

namespace mailscope::tls {

TEST_CASE("certificate: it says the names, dates and issuer that were asked for", "[tls]") {
  CertificateRequest request = request_for("mx.example.org");
  request.names = {"mx.example.org", "*.example.org", "192.0.2.25"};
  request.organisation = "Ann, Bob & \"Co\"";
  const auto issued = test_authority().issue(request);
  REQUIRE(issued.chain.size() == 1);
  const auto summary = summary_of(issued.chain.front());
  REQUIRE(summary.has_value());
  CHECK(summary->names == request.names);
  CHECK(summary->subject.find("CN=mx.example.org") != std::string::npos);
  CHECK(summary->issuer == "CN=Mailscope Test CA");
  CHECK(summary->not_before_s == request.not_before_s);
  CHECK(summary->not_after_s == request.not_after_s);
  CHECK(summary->key == "EC P-256");
  CHECK_FALSE(summary->is_authority);
  CHECK(summary->sha256.size() == 64);
  const auto root = summary_of(test_authority().certificate());
  REQUIRE(root.has_value());
  CHECK(root->is_authority);
}

TEST_CASE("certificate: dates on both sides of 2050 and 1970 are written as they are", "[tls]") {
  for (const std::int64_t date :
       {std::int64_t{0}, std::int64_t{946'684'799}, std::int64_t{2'524'607'999},
        std::int64_t{2'524'608'000}, std::int64_t{4'102'444'800}}) {
    CertificateRequest request = request_for("a.example");
    request.not_before_s = 0;
    request.not_after_s = date;
    const auto summary = summary_of(test_authority().issue(request).chain.front());
    REQUIRE(summary.has_value());
    CHECK(summary->not_after_s == date);
  }
}

TEST_CASE("certificate: it depends on its request, not on what was issued before", "[tls]") {
  const Authority one("CA", Random(1), 0, k_now_s);
  const Authority two("CA", Random(1), 0, k_now_s);
  one.issue(request_for("other.example"));
  CHECK(one.issue(request_for("mx.example")) == two.issue(request_for("mx.example")));
  auto variant = request_for("mx.example");
  variant.variant = 1;
  CHECK(one.issue(variant).key != two.issue(request_for("mx.example")).key);
}

TEST_CASE("certificate: names that cannot be a subject still make a certificate", "[tls]") {
  for (const std::string& name :
       {std::string(200, 'a') + ".example", std::string("a\\b,c=d+e\"f#\x01\xff"), std::string()}) {
    CHECK(summary_of(test_authority().issue(request_for(name)).chain.front()).has_value());
  }
}

TEST_CASE("certificate: octets that are none are refused in words", "[tls]") {
  CHECK_FALSE(summary_of("").has_value());
  CHECK_FALSE(summary_of("no certificate").has_value());
  const std::string der = test_authority().certificate();
  for (std::size_t length = 0; length < der.size(); length += 7) {
    CHECK_FALSE(summary_of(std::string_view(der).substr(0, length)).has_value());
  }
}

TEST_CASE("certificate: a chain over a subordinate authority is verified", "[tls]") {
  const Authority below =
      test_authority().subordinate("Below CA", k_now_s - k_day_s, k_now_s + k_day_s);
  auto server = server_options();
  server.certificate = below.issue(request_for("mx.example.org"));
  CHECK(server.certificate.chain.size() == 2);
  Pair whole(client_options(), server);
  whole.start();
  CHECK(whole.client.tls.is_established());
  server.certificate.chain.pop_back();
  Pair broken(client_options(), server);
  broken.start();
  REQUIRE(broken.client.all<Failed>().size() == 1);
  CHECK(broken.client.all<Failed>().front().verdict.faults ==
        std::vector<CertificateFault>{CertificateFault::unknown_authority});
}

TEST_CASE("certificate: a chain leads to an authority that signed it, for its name and time",
          "[tls]") {
  const Authority below =
      test_authority().subordinate("Below CA", k_now_s - k_day_s, k_now_s + k_day_s);
  const auto chain = below.issue(request_for("mx.example.org")).chain;
  REQUIRE(chain.size() == 2);
  CHECK(leads_to(chain, chain[1], "mx.example.org", k_now_s));
  CHECK(leads_to(chain, test_authority().certificate(), "mx.example.org", k_now_s));
  CHECK_FALSE(leads_to(chain, chain[1], "mx.example.net", k_now_s));
  CHECK_FALSE(leads_to(chain, chain[1], "mx.example.org", k_now_s + 2 * k_day_s));
  // Who shows a stranger's authority behind his own certificate is not vouched for by it.
  const auto own = self_signed(request_for("mx.example.org"), Random(3)).chain.front();
  CHECK_FALSE(leads_to({own, chain[1]}, chain[1], "mx.example.org", k_now_s));
  CHECK_FALSE(leads_to({own, chain[1]}, test_authority().certificate(), "mx.example.org", k_now_s));
  CHECK_FALSE(leads_to({}, chain[1], "mx.example.org", k_now_s));
  CHECK_FALSE(leads_to({"x"}, chain[1], "mx.example.org", k_now_s));
}

TEST_CASE("certificate: a wildcard is good for one label, an address for itself", "[tls]") {
  auto server = server_options();
  auto request = request_for("*.example.org");
  request.names.push_back("192.0.2.25");
  server.certificate = test_authority().issue(request);
  const auto is_accepted = [&](const std::string& name) {
    auto client = client_options();
    client.server_name = name;
    Pair pair(client, server);
    pair.start();
    return pair.client.tls.is_established();
  };
  CHECK(is_accepted("mx.example.org"));
  CHECK(is_accepted("MX.Example.ORG"));
  CHECK_FALSE(is_accepted("example.org"));
  CHECK_FALSE(is_accepted("a.b.example.org"));
  CHECK(is_accepted("192.0.2.25"));
  CHECK_FALSE(is_accepted("192.0.2.26"));
}

}  // namespace mailscope::tls
