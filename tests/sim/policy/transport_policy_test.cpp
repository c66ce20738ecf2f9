#include "sim/policy/transport_policy.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/crypto/hash.h"
#include "sim/policy/authentication_results.h"
#include "sim/policy/transport_records.h"

using namespace mailscope;
using namespace mailscope::policy;

TEST_CASE("policy mta-sts: the file, its mistakes, and which hosts it allows", "[policy]") {
  const auto policy = parse_mta_sts(
      "version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\r\nmx: *.example.net\r\nmax_age: "
      "86400\r\n");
  REQUIRE(policy);
  CHECK(policy->mode == MtaStsMode::enforce);
  CHECK(mta_sts_allows(*policy, dns::name_of("MX.example.org")));
  CHECK(mta_sts_allows(*policy, dns::name_of("a.example.net")));
  CHECK_FALSE(mta_sts_allows(*policy, dns::name_of("a.b.example.net")));
  CHECK_FALSE(mta_sts_allows(*policy, dns::name_of("example.net")));
  CHECK_FALSE(mta_sts_allows(*policy, dns::name_of("evil.example.org")));
  for (const char* file :
       {"", "version: STSv2\nmode: none\nmax_age: 1", "version: STSv1\nmode: enforce\nmax_age: 1",
        "version: STSv1\nmode: force\nmx: a.b\nmax_age: 1",
        "version: STSv1\nmode: none\nmax_age: x", "version STSv1"}) {
    CAPTURE(file);
    CHECK_FALSE(parse_mta_sts(file));
  }
  CHECK(parse_mta_sts_record("v=STSv1; id=20260302T090000;").value() == "20260302T090000");
  CHECK_FALSE(parse_mta_sts_record("v=STSv1; id=a-b"));
  CHECK_FALSE(parse_mta_sts_record("id=1; v=STSv1"));
}

TEST_CASE("policy mta-sts: of a field that is there twice the first counts (3.2)", "[policy]") {
  const auto policy = parse_mta_sts(
      "version: STSv1\nmode: testing\nmode: enforce\nmx: a.example\nmx: b.example\nmax_age: 60\n"
      "max_age: x\nunknown: 1\n");
  REQUIRE(policy);
  CHECK(policy->mode == MtaStsMode::testing);
  CHECK(policy->max_age_s == 60);
  CHECK(policy->mx == std::vector<std::string>{"a.example", "b.example"});
  CHECK_FALSE(parse_mta_sts("version: STSv1\nmode: none\nmax_age: 31557601"));
}

TEST_CASE("policy mta-sts: one record at _mta-sts is a policy's, and only one (3.1)", "[policy]") {
  CHECK(mta_sts_id({"v=spf1 -all", "v=STSv1; id=1"}) == "1");
  CHECK(mta_sts_id({"v=STSv1; id=1", "v=STSv1; id=2"}) == std::nullopt);
  CHECK(mta_sts_id({"v=STSv1; id=1", "v=STSv1; id="}) == std::nullopt);
  CHECK(mta_sts_id({"v=STSv1"}) == std::nullopt);
  CHECK(mta_sts_id({}) == std::nullopt);
}

TEST_CASE("policy dane: usages 2 and 3 match, others say nothing", "[policy]") {
  const std::vector<ShownCertificate> chain{{"own certificate", "own key"},
                                            {"ca certificate", "ca key"}};
  std::string asked;
  const LeadsTo yes = [&](const std::string& anchor) {
    asked = anchor;
    return true;
  };
  const LeadsTo no = [](const std::string&) { return false; };
  CHECK(match_tlsa({{3, 1, 1, crypto::sha256("own key")}}, chain, no).matches);
  CHECK(match_tlsa({{3, 0, 0, "own certificate"}}, chain, no).matches);
  CHECK(match_tlsa({{2, 0, 2, crypto::sha512("ca certificate")}}, chain, yes).matches);
  CHECK(asked == "ca certificate");
  CHECK_FALSE(match_tlsa({{3, 1, 1, crypto::sha256("ca key")}}, chain, yes).matches);
  CHECK_FALSE(match_tlsa({{1, 1, 1, crypto::sha256("own key")}}, chain, yes).has_usable_record);
  CHECK_FALSE(match_tlsa({{3, 2, 1, crypto::sha256("own key")}}, chain, yes).has_usable_record);
  CHECK_FALSE(match_tlsa({{3, 1, 3, crypto::sha256("own key")}}, chain, yes).has_usable_record);
  CHECK_FALSE(match_tlsa({}, chain, yes).has_usable_record);
}

TEST_CASE("policy dane: showing the named authority is not being vouched for by it (RFC 7672, 3.1)",
          "[policy]") {
  const std::vector<ShownCertificate> chain{{"own certificate", "own key"},
                                            {"ca certificate", "ca key"}};
  const LeadsTo no = [](const std::string&) { return false; };
  const DaneMatch match = match_tlsa({{2, 1, 1, crypto::sha256("ca key")}}, chain, no);
  CHECK(match.has_usable_record);
  CHECK_FALSE(match.matches);
  // Another record may still match.
  CHECK(match_tlsa({{2, 1, 1, crypto::sha256("ca key")}, {3, 1, 1, crypto::sha256("own key")}},
                   chain, no)
            .matches);
}

TEST_CASE("policy authentication-results: no value can begin a field of its own", "[policy]") {
  CHECK(authentication_results_field("mx.example.org", {}) ==
        "Authentication-Results: mx.example.org; none\r\n");
  CHECK(
      authentication_results_field(
          "mx.example.org", {{"spf", "fail", {{"smtp.mailfrom", "a@example.net"}}, ""},
                             {"dkim", "fail", {{"header.d", "x\r\nBcc: \"y"}}, "bad signature"}}) ==
      "Authentication-Results: mx.example.org;\r\n\tspf=fail "
      "smtp.mailfrom=a@example.net;\r\n\tdkim=fail "
      "reason=\"bad signature\" header.d=\"x  Bcc: \\\"y\"\r\n");
}
