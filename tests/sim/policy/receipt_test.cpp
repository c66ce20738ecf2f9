// Who gets a receipt, and who must be asked first (RFC 8098, section 2.1).
#include "sim/policy/receipt.h"

#include <catch2/catch_test_macros.hpp>

using namespace mailscope;
using namespace mailscope::policy;

namespace {

mime::MdnRequest request_of(const std::string& fields) {
  const auto request = mime::mdn_request(fields + "Subject: x\r\n\r\n");
  REQUIRE(request);
  return *request;
}

const std::string k_path = "Return-Path: <olga@lyceum.example>\r\n";
const std::string k_to = "Disposition-Notification-To: Olga <olga@lyceum.example>\r\n";
constexpr ReceiptCase k_never{ReceiptRule::never, false, true};
constexpr ReceiptCase k_ask{ReceiptRule::ask, false, true};
constexpr ReceiptCase k_always{ReceiptRule::always, false, true};

std::string code_of(const std::string& fields, ReceiptCase reader) {
  return decide_receipt(request_of(fields), reader).decision.code;
}

}  // namespace

TEST_CASE("policy receipt: \"The default value should be not to send MDNs\" (2.1)", "[policy]") {
  const ReceiptDecision decided = decide_receipt(request_of(k_path + k_to), {});
  CHECK(decided.decision.code == "receipt-never");
  CHECK_FALSE(decided.is_sent());
  CHECK_FALSE(decided.is_settled_now());
}

TEST_CASE("policy receipt: consent is asked each time, or given once for all (2.1)", "[policy]") {
  CHECK(code_of(k_path + k_to, k_never) == "receipt-never");
  CHECK(code_of(k_path + k_to, k_ask) == "receipt-agreed");
  CHECK(code_of(k_path + k_to, k_always) == "receipt-automatic");
  const ReceiptDecision declined =
      decide_receipt(request_of(k_path + k_to), {ReceiptRule::ask, false, false});
  CHECK(declined.decision.code == "receipt-declined");
  CHECK_FALSE(declined.is_sent());
  CHECK(declined.is_settled_now());  // RFC 3503, section 3: nor is she asked again
  CHECK(declined.asked_because == "the account says so");
}

TEST_CASE(
    "policy receipt: \"MDNs MUST NOT be sent automatically\" to another address than the "
    "Return-Path (2.1)",
    "[policy]") {
  const std::string cases[] = {
      k_path + "Disposition-Notification-To: spy@lyceum.example\r\n",
      k_path + "Disposition-Notification-To: Olga@lyceum.example\r\n",  // the local-part has case
      k_path + "Disposition-Notification-To: olga@lyceum.example.evil\r\n",
      k_to,  // "or no MDN sent if there is no Return-Path header field"
      k_path + "Disposition-Notification-To: olga@lyceum.example, spy@evil.example\r\n",
      k_path + k_to + "Disposition-Notification-To: spy@evil.example\r\n",
      "Return-Path: nonsense\r\n" + k_to};
  for (const std::string& fields : cases) {
    INFO(fields);
    const ReceiptDecision decided = decide_receipt(request_of(fields), k_always);
    CHECK(decided.decision.code == "receipt-agreed");
    CHECK_FALSE(decided.asked_because.empty());
    CHECK(code_of(fields, {ReceiptRule::always, false, false}) == "receipt-declined");
    CHECK(code_of(fields, k_never) == "receipt-never");
  }
  // "excluding any angle brackets, phrase, and route … case insensitive for the domain part"
  for (const char* same :
       {"\"O. P.\" <olga@LYCEUM.example>", "<@a.example:olga@lyceum.example>",
        "\"olga\"@lyceum.example", "olga@lyceum.example, Olga <olga@Lyceum.Example>"})
    CHECK(code_of(k_path + "Disposition-Notification-To: " + same + "\r\n", k_always) ==
          "receipt-automatic");
}

TEST_CASE("policy receipt: none for a receipt, for a mail from nobody, for no address, twice",
          "[policy]") {
  const std::string of_mdn =
      k_path + k_to +
      "Content-Type: multipart/report; report-type=disposition-notification; boundary=x\r\n\r\n"
      "--x\r\n\r\nread\r\n--x\r\nContent-Type: message/disposition-notification\r\n\r\n"
      "Disposition: manual-action/MDN-sent-manually; displayed\r\n--x--\r\n";
  CHECK(decide_receipt(*mime::mdn_request(of_mdn), k_always).decision.code == "receipt-of-mdn");
  CHECK(code_of("Return-Path: <>\r\n" + k_to, k_always) == "receipt-null-return-path");
  CHECK(code_of(k_path + "Disposition-Notification-To: please\r\n", k_always) ==
        "receipt-no-address");
  CHECK(code_of(k_path + k_to + "Disposition-Notification-Options: x=required,y\r\n", k_always) ==
        "receipt-option-unknown");
  CHECK(code_of(k_path + k_to + "Disposition-Notification-Options: x=optional,y\r\n", k_always) ==
        "receipt-automatic");
  const ReceiptDecision again =
      decide_receipt(request_of(k_path + k_to), {ReceiptRule::always, true, true});
  CHECK(again.decision.code == "receipt-settled");
  CHECK_FALSE(again.is_settled_now());
}
