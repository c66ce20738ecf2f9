// Reports about TLS (RFC 8460): the record that asks for them, what is counted, the text and its mail.
#include "sim/policy/tls_report.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "sim/mime/message.h"

namespace mailscope::policy {
namespace {

TEST_CASE("policy tls report: the record names where reports go, or says what is wrong (3)",
          "[policy]") {
  const auto two =
      parse_tls_report_record("v=TLSRPTv1; rua=mailto:tls@example.net,https://example.net/v1/tls");
  REQUIRE(two);
  CHECK(*two == std::vector<std::string>{"mailto:tls@example.net", "https://example.net/v1/tls"});
  for (const char* wrong : {"", "v=TLSRPTv1", "v=TLSRPTv1; rua=ftp://example.net",
                            "rua=mailto:a@example.net; v=TLSRPTv1", "v=TLSRPTv2; rua=mailto:a@b"}) {
    INFO(wrong);
    CHECK_FALSE(parse_tls_report_record(wrong));
  }
}

TEST_CASE("policy tls report: sessions are counted by what made them fail (4.3)", "[policy]") {
  TlsPolicyResult result;
  count(result, {});
  count(result, {"certificate-expired", "192.0.2.1", "mx.example.net", "192.0.2.2", "", 0});
  count(result, {"certificate-expired", "192.0.2.1", "mx.example.net", "192.0.2.2", "", 0});
  count(result, {"certificate-expired", "192.0.2.1", "mx2.example.net", "192.0.2.3", "", 0});
  CHECK(result.successes == 1);
  CHECK(result.failures == 3);
  REQUIRE(result.details.size() == 2);
  CHECK(result.details[0].sessions == 2);
  CHECK(result.details[1].receiving_host == "mx2.example.net");
  CHECK(tls_result_type("not-offered") == "starttls-not-supported");
  CHECK(tls_result_type("certificate-wrong-name") == "certificate-host-mismatch");
  CHECK(tls_result_type("certificate-self-signed") == "certificate-not-trusted");
  CHECK(tls_result_type("dane-mismatch") == "tlsa-invalid");
  CHECK(tls_result_type("no-common-version") == "validation-failure");
}

TEST_CASE("policy tls report: the report is JSON in a mail that programs can sort (4.4, 5.3)",
          "[policy]") {
  TlsReport report;
  report.organization = "example.org";
  report.contact = "postmaster@example.org";
  report.id = "ID1";
  report.begin_s = 1'772'409'600;  // 2 March 2026, midnight
  report.end_s = report.begin_s + 86'399;
  report.domain = "example.net";
  TlsPolicyResult result;
  result.kind = TlsPolicyKind::sts;
  result.strings = {"version: STSv1", "mode: \"testing\""};
  result.domain = "example.net";
  result.mx_hosts = {"*.example.net"};
  count(result, {});
  count(result, {"certificate-host-mismatch", "192.0.2.1", "mx.example.net", "192.0.2.2",
                 "certificate-wrong-name", 0});
  report.policies = {result};
  const std::string mail =
      tls_report_mail(report, report.contact, "tls@example.net", "mail.example.org", report.end_s);
  const mime::Message message = mime::parse(mail);
  CHECK(message.faults.empty());
  CHECK(message.root.type.value == "multipart/report");
  REQUIRE(message.root.children.size() == 2);
  const mime::Part& part = message.root.children[1];
  CHECK(part.type.value == "application/tlsrpt+json");
  CHECK(mail.find("filename=\"example.org!example.net!1772409600!1772495999!ID1.json\"") !=
        std::string::npos);
  CHECK(mail.find("\r\nTLS-Report-Domain: example.net\r\nTLS-Report-Submitter: example.org\r\n") !=
        std::string::npos);
  std::string text = mime::decoded_body(mail, part);
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  CHECK(text == R"({
  "organization-name": "example.org",
  "date-range": {
    "start-datetime": "2026-03-02T00:00:00Z",
    "end-datetime": "2026-03-02T23:59:59Z"
  },
  "contact-info": "postmaster@example.org",
  "report-id": "ID1",
  "policies": [
    {
      "policy": {
        "policy-type": "sts",
        "policy-string": [
          "version: STSv1",
          "mode: \"testing\""
        ],
        "policy-domain": "example.net",
        "mx-host": ["*.example.net"]
      },
      "summary": {
        "total-successful-session-count": 1,
        "total-failure-session-count": 1
      },
      "failure-details": [
        {
          "result-type": "certificate-host-mismatch",
          "sending-mta-ip": "192.0.2.1",
          "receiving-mx-hostname": "mx.example.net",
          "receiving-ip": "192.0.2.2",
          "failed-session-count": 1,
          "failure-reason-code": "certificate-wrong-name"
        }
      ]
    }
  ]
}
)");
}

}  // namespace
}  // namespace mailscope::policy
