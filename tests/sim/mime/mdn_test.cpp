// Disposition notifications and the fields that ask for them (RFC 8098).
#include "sim/mime/mdn.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/mime/compose.h"
#include "sim/mime/header.h"
#include "sim/mime/message.h"

namespace mailscope::mime {
namespace {

const std::string k_asking =
    "Return-Path: <olga@lyceum.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n"
    "From: Olga <olga@lyceum.example>\r\nTo: anna@family.example\r\nMessage-ID: "
    "<1@lyceum.example>\r\n"
    "Disposition-Notification-To: Olga <olga@lyceum.example>\r\nSubject: School trip\r\n\r\n20 "
    "euros.\r\n";

MdnDraft draft_for(const std::string& original) {
  MdnDraft draft;
  draft.reporting_ua = "Mailscope";
  draft.from = parse_addresses("Anna <anna@family.example>").all().front();
  draft.final_recipient = "anna@family.example";
  draft.date_s = 1'772'442'000;
  draft.message_id = "2@family.example";
  draft.original = original;
  return draft;
}

std::string with(const std::string& field) { return field + "\r\n" + k_asking; }

std::string without(std::string mail, const std::string& field_begin) {
  const auto at = mail.find(field_begin);
  REQUIRE(at != std::string::npos);
  return mail.erase(at, mail.find("\r\n", at) + 2 - at);
}

TEST_CASE("mime mdn: a notification has the parts and fields that RFC 8098, section 3 wants",
          "[mime]") {
  const std::string mdn = compose_mdn(draft_for(k_asking));
  const Message message = parse(mdn);
  CHECK(message.faults.empty());
  REQUIRE(message.root.children.size() == 3);
  CHECK(message.root.type.value == "multipart/report");
  CHECK(message.root.children[0].type.value == "text/plain");
  CHECK(message.root.children[2].type.value == "text/rfc822-headers");
  CHECK(decoded_body(mdn, message.root.children[1]) ==
        "Reporting-UA: Mailscope\r\nFinal-Recipient: rfc822; anna@family.example\r\n"
        "Original-Message-ID: <1@lyceum.example>\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n");
  const Header& header = message.root.header;
  // "The MDN MUST be addressed … to the address(es) from the Disposition-Notification-To header field."
  CHECK(field_text(mdn, header, "To") == "Olga <olga@lyceum.example>");
  // "The From header field of the MDN MUST contain the address of the person for whom … is being issued."
  CHECK(field_text(mdn, header, "From") == "Anna <anna@family.example>");
  // "A message disposition notification MUST NOT itself request an MDN."
  CHECK(header.find("Disposition-Notification-To") == nullptr);
  // "The Message-ID … for an MDN MUST be different from the Message-ID of the message."
  CHECK(field_text(mdn, header, "Message-ID") == "<2@family.example>");
  CHECK(field_text(mdn, header, "Auto-Submitted") == "auto-replied");
  CHECK(mdn.find("20 euros") == std::string::npos);
}

TEST_CASE("mime mdn: what is written is read back, whatever the disposition", "[mime]") {
  for (const auto action : {ActionMode::manual, ActionMode::automatic}) {
    for (const auto sending : {SendingMode::manually, SendingMode::automatically}) {
      for (const auto type : {DispositionType::displayed, DispositionType::dispatched,
                              DispositionType::processed, DispositionType::deleted}) {
        MdnDraft draft = draft_for(k_asking);
        draft.disposition = {action, sending, type, {"error", "x-odd"}};
        const auto report = parse_mdn(compose_mdn(draft));
        REQUIRE(report);
        CHECK(report->disposition == draft.disposition);
        CHECK(report->final_recipient == "anna@family.example");
        CHECK(report->original_message_id == "<1@lyceum.example>");
        CHECK(report->reporting_ua == "Mailscope");
      }
    }
  }
}

TEST_CASE(
    "mime mdn: Original-Recipient and Original-Message-ID are there if and only if the mail has "
    "them",
    "[mime]") {
  // 3.2.3: "If there is an Original-Recipient header field in the message … MUST be included."
  const auto told =
      parse_mdn(compose_mdn(draft_for(with("Original-Recipient: rfc822; trips@family.example"))));
  REQUIRE(told);
  CHECK(told->original_recipient == "trips@family.example");
  // 3.2.5: "This field MUST be present if and only if the original message contained a Message-ID."
  const std::string mdn = compose_mdn(draft_for(without(k_asking, "Message-ID:")));
  CHECK(mdn.find("Original-Message-ID") == std::string::npos);
  CHECK(mdn.find("Original-Recipient") == std::string::npos);
  REQUIRE(parse_mdn(mdn));
  CHECK(parse_mdn(mdn)->original_message_id.empty());
}

TEST_CASE("mime mdn: fields are read in any case and order, with comments and blanks (3.1.1)",
          "[mime]") {
  const std::string mdn =
      "From: a@b\r\nContent-Type: multipart/report; report-type=disposition-notification; "
      "boundary=x\r\n\r\n"
      "--x\r\n\r\nread\r\n--x\r\nContent-Type: message/disposition-notification\r\n\r\n"
      "DISPOSITION: automatic-action (a rule) /\r\n\tmdn-sent-AUTOMATICALLY ;(so)Deleted / Error , "
      "x-y\r\n"
      "error: no room\r\nX-Odd: 1\r\nfinal-recipient: RFC822 (mail) ; \"anna k\"@family.example\r\n"
      "MDN-Gateway: dns; gate.example\r\n--x--\r\n";
  const auto report = parse_mdn(mdn);
  REQUIRE(report);
  const Disposition wanted{ActionMode::automatic,
                           SendingMode::automatically,
                           DispositionType::deleted,
                           {"Error", "x-y"}};
  CHECK(report->disposition == wanted);
  CHECK(report->final_recipient == "\"anna k\"@family.example");
  CHECK(report->mdn_gateway == "gate.example");
  CHECK(report->errors == std::vector<std::string>{"no room"});

  for (const char* wrong :
       {"", ";", "displayed", "manual-action/MDN-sent-manually", "manual-action; displayed",
        "manual-action/MDN-sent-manually; read", "(", "\"", "a/b;c/d,"})
    CHECK_FALSE(parse_disposition(wrong));
  CHECK_FALSE(parse_mdn(k_asking));
  CHECK_FALSE(parse_mdn(""));
}

TEST_CASE("mime mdn: letters outside ASCII make the types of RFC 6533 and an encoded subject",
          "[mime]") {
  std::string original = k_asking;
  original.replace(original.find("School trip"), 11, "=?utf-8?B?0K3QutGB0LrRg9GA0YHQuNGP?=");
  MdnDraft draft = draft_for(original);
  const std::string mdn = compose_mdn(draft);
  CHECK(field_shown(mdn, parse(mdn).root.header, "Subject") ==
        "Disposition notification: Экскурсия");
  CHECK_FALSE(needs_smtputf8(mdn));
  draft.final_recipient = "анна@семья.example";
  const std::string global = compose_mdn(draft);
  CHECK(global.find("message/global-disposition-notification") != std::string::npos);
  CHECK(global.find("Final-Recipient: utf-8; анна@семья.example") != std::string::npos);
  REQUIRE(parse_mdn(global));
  CHECK(parse_mdn(global)->final_recipient == draft.final_recipient);
}

TEST_CASE("mime mdn: the request names each address once, and says what else the mail says",
          "[mime]") {
  CHECK_FALSE(mdn_request("From: a@b\r\n\r\n"));
  const auto plain = mdn_request(k_asking);
  REQUIRE(plain);
  REQUIRE(plain->to.size() == 1);
  CHECK(plain->to.front().spec() == "olga@lyceum.example");
  CHECK(plain->return_path == "olga@lyceum.example");
  CHECK_FALSE(plain->requires_option);
  CHECK_FALSE(plain->is_of_mdn);
  CHECK(mdn_request(without(k_asking, "Return-Path:"))->return_path == std::nullopt);
  CHECK(mdn_request("Return-Path: <>\r\nDisposition-Notification-To: a@b.example\r\n\r\n")
            ->return_path == "");
  // The same address in other clothes is no second one; another local-part is, also by its case.
  CHECK(mdn_request(with("Disposition-Notification-To: \"olga\"@LYCEUM.example"))->to.size() == 1);
  CHECK(mdn_request(with("Disposition-Notification-To: Olga@lyceum.example"))->to.size() == 2);
  CHECK(mdn_request("Disposition-Notification-To: yes\r\n\r\n")->to.empty());
  CHECK(mdn_request(with("Disposition-Notification-Options: signed=optional,x; y= Required ,z"))
            ->requires_option);
  CHECK_FALSE(mdn_request(with("Disposition-Notification-Options: signed=optional,required"))
                  ->requires_option);
  std::string many = "Disposition-Notification-To: ";
  for (int i = 0; i < 5000; ++i) many += "u" + std::to_string(i) + "@x.example, ";
  CHECK(mdn_request(many + "\r\n\r\n")->to.size() == k_mdn_addresses_max);
}

TEST_CASE("mime mdn: a mail is written with its request (2.1)", "[mime]") {
  MessageDraft draft;
  draft.from = parse_addresses("olga@lyceum.example").all();
  draft.disposition_notification_to = parse_addresses("Olga <olga@lyceum.example>").all();
  draft.message_id = "1@lyceum.example";
  const auto request = mdn_request(compose(draft));
  REQUIRE(request);
  CHECK(request->to.size() == 1);
}

}  // namespace
}  // namespace mailscope::mime
