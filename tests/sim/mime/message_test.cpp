// Whole mails: the tree of parts with their places, faults, composition.
#include "sim/mime/message.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/mime/compose.h"
#include "sim/mime/dsn.h"
#include "sim/mime/trace_fields.h"

namespace mailscope::mime {
namespace {

std::string crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

const char* const k_head = "From: a@b\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n";

TEST_CASE("mime message: parts within parts have IMAP's numbers and exact places", "[mime]") {
  const std::string mail =
      crlf(std::string(k_head) +
           "Content-Type: multipart/mixed; boundary=outer\n\npreamble\n"
           "--outer\n\none\n"
           "--outer\nContent-Type: multipart/alternative; boundary=\"inner\"\n\n"
           "--inner\nContent-Type: text/plain\n\ntwo\n\n"
           "--inner\nContent-Type: text/html\n\n<p>two</p>\n--inner--\n"
           "--outer\nContent-Type: message/rfc822\n\n"
           "From: x@y\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n"
           "Content-Type: multipart/mixed; boundary=deep\n\n"
           "--deep\n\nthree\n--deep--\n"
           "--outer--\nepilogue\n");
  const Message message = parse(mail);
  CHECK(message.faults.empty());
  const auto body = [&](std::string_view numbers) -> std::string {
    const Part* part = message.find_part(numbers);
    return part == nullptr ? "(none)" : std::string(part->body.of(mail));
  };
  CHECK(body("1") == "one");
  CHECK(body("2.1") == "two\r\n");
  CHECK(body("2.2") == "<p>two</p>");
  CHECK(body("3.1") == "three");
  for (const char* wrong :
       {"0", "4", "1.1", "2.3", "3.2", "3.1.1", "x", "1.", "99999999999999999999"})
    CHECK(body(wrong) == "(none)");
  CHECK(message.find_part("3")->children[0].header.fields[0].name == "From");
  CHECK(message.find_part("2")->header.span.of(mail) ==
        "Content-Type: multipart/alternative; boundary=\"inner\"\r\n\r\n");
  CHECK(readable_part(message) == message.find_part("1"));
}

TEST_CASE("mime message: a mail without parts has part 1, itself", "[mime]") {
  const std::string mail = crlf(std::string(k_head) + "\nhello\n");
  const Message message = parse(mail);
  CHECK(message.find_part("1") == &message.root);
  CHECK(message.find_part("1.1") == nullptr);
  CHECK(message.find_part("2") == nullptr);
  CHECK(to_text(message) == "1 text/plain 7bit 51+7\n");
}

TEST_CASE("mime message: broken structure is noted and read as well as can be", "[mime]") {
  struct Row {
    const char* name;
    const char* mail;
    std::size_t parts;
    const char* fault;
  };
  const Row rows[] = {
      {"no boundary", "Content-Type: multipart/mixed\n\n--x\n\na\n", 0, "names no boundary"},
      {"boundary not found", "Content-Type: multipart/mixed; boundary=x\n\nabc\n", 0,
       "no line with the boundary"},
      {"not closed", "Content-Type: multipart/mixed; boundary=x\n\n--x\n\na\n", 1,
       "last boundary line"},
      {"not a type", "Content-Type: text\n\nabc\n", 0, "not a type"},
      {"encoded multipart",
       "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: "
       "base64\n\n--x\n\na\n--x--\n",
       1, "must not be encoded"},
      {"8-bit octets in a part of 7bit", "\nna\xc3\xafve\n", 0, "has octets above 127"},
      {"a field in Latin 1", "Subject: na\xefve\n\nabc\n", 0, "that are not UTF-8"},
      {"unknown encoding", "Content-Transfer-Encoding: x-zip\n\nabc\n", 0, "encoding is unknown"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const Message message = parse(crlf(std::string(k_head) + row.mail));
    CHECK(message.root.children.size() == row.parts);
    REQUIRE(message.faults.size() == 1);
    CHECK(message.faults[0].what.find(row.fault) != std::string::npos);
  }
  CHECK(parse("").faults.size() == 2);  // no Date, no From
  const Message twice = parse("From: a@b\r\nFrom: c@d\r\nDate: x\r\n\r\n");
  REQUIRE(twice.faults.size() == 1);
  CHECK(twice.faults[0].at.offset == 11);
}

TEST_CASE("mime message: fields in UTF-8 and bodies of 8bit are as they may be (RFC 6532, 3.2)",
          "[mime]") {
  const std::string mail = crlf(
      "From: \xd0\x90 <\xd0\xb0@\xd0\xb1.example>\n"
      "Date: Mon, 2 Mar 2026 09:00:00 +0000\nSubject: na\xc3\xafve\n"
      "Content-Type: text/plain; charset=utf-8\n"
      "Content-Transfer-Encoding: 8bit\n\nna\xc3\xafve\n");
  const Message message = parse(mail);
  CHECK(message.faults.empty());
  CHECK(field_shown(mail, message.root.header, "Subject") == "na\xc3\xafve");
  CHECK(parse_addresses(*field_text(mail, message.root.header, "From")).all()[0].spec() ==
        "\xd0\xb0@\xd0\xb1.example");
}

TEST_CASE("mime message: in a digest a part without a type is a mail (RFC 2046, 5.1.5)", "[mime]") {
  const std::string mail = crlf(std::string(k_head) +
                                "Content-Type: multipart/digest; boundary=x\n\n"
                                "--x\n\nSubject: one\n\na\n"
                                "--x\nContent-Type: text/plain\n\nb\n--x--\n");
  const Message message = parse(mail);
  CHECK(message.faults.empty());
  CHECK(message.find_part("1")->type.value == "message/rfc822");
  CHECK(message.find_part("1.1")->body.of(mail) == "a");
  CHECK(message.find_part("2")->type.value == "text/plain");
}

TEST_CASE("mime message: a boundary that begins another one is not mistaken for it", "[mime]") {
  const std::string mail = crlf(std::string(k_head) +
                                "Content-Type: multipart/mixed; boundary=b\n\n"
                                "--b\nContent-Type: multipart/mixed; boundary=bb\n\n"
                                "--bb\n\nx\n--bb--\n--b  \n\ny\n--b--");
  const Message message = parse(mail);
  CHECK(message.faults.empty());
  CHECK(message.find_part("1.1")->body.of(mail) == "x");
  CHECK(message.find_part("2")->body.of(mail) == "y");
}

TEST_CASE("mime message: nesting without end is closed at a limit", "[mime]") {
  std::string mail = crlf(k_head);
  for (int i = 0; i < 400; ++i) mail += "Content-Type: message/rfc822\r\n\r\n";
  const Message message = parse(mail);
  int depth = 0;
  for (const Part* part = &message.root; !part->children.empty(); part = &part->children[0])
    ++depth;
  CHECK(depth == k_depth_max);

  std::string flat = crlf(std::string(k_head) + "Content-Type: multipart/mixed; boundary=x\n\n");
  for (int i = 0; i < 5000; ++i) flat += "--x\r\n\r\n";
  CHECK(parse(flat).root.children.size() < k_parts_max);
}

TEST_CASE("mime compose: the draft's text, page and files come back out of the mail", "[mime]") {
  MessageDraft draft;
  draft.from = {{"Анна Каренина", "anna", "example.org", "", ""}};
  draft.to = {{"Bob", "bob", "example.net", "", ""}, {"", "carol", "example.net", "", ""}};
  draft.bcc = {{"", "hidden", "example.net", "", ""}};
  draft.subject = "Отчёт за март — очень длинная тема, которая не помещается в одну строку";
  draft.date_s = 1'772'442'000;
  draft.message_id = "1@example.org";
  draft.text = "Привет!\n\n.\nFrom here on\n";
  draft.html = "<p>Привет!</p>\n";
  draft.attachments = {{"Отчёт.pdf", "application/pdf", std::string("\0\1\2\xff", 4), ""},
                       {"logo.png", "image/png", "png", "logo@example.org"}};
  const std::string mail = compose(draft);
  CHECK(is_ascii(mail));
  CHECK(mail == compose(draft));
  CHECK(mail.find("hidden") == std::string::npos);

  const Message message = parse(mail);
  CHECK(message.faults.empty());
  CHECK(field_shown(mail, message.root.header, "Subject") == draft.subject);
  CHECK(message.root.type.value == "multipart/mixed");
  CHECK(message.find_part("1")->type.value == "multipart/related");
  CHECK(message.find_part("1.1")->type.value == "multipart/alternative");
  CHECK(decoded_text(mail, *readable_part(message)) == crlf(draft.text));
  CHECK(decoded_text(mail, *message.find_part("1.1.2")) == crlf(draft.html));
  CHECK(message.find_part("2")->file_name() == "Отчёт.pdf");
  CHECK(decoded_body(mail, *message.find_part("2")) == draft.attachments[0].content);
  CHECK(attachments(message).size() == 2);
  std::size_t longest = 0, start = 0;
  for (std::size_t end = mail.find("\r\n"); end != std::string::npos;
       end = mail.find("\r\n", start)) {
    longest = std::max(longest, end - start);
    start = end + 2;
  }
  CHECK(start == mail.size());
  CHECK(longest <= 78);
}

TEST_CASE("mime compose: plain ASCII stays plain, and a field cannot smuggle another", "[mime]") {
  MessageDraft draft;
  draft.from = {{"", "anna", "example.org", "", ""}};
  draft.to = {{"", "bob", "example.net", "", ""}};
  draft.subject = "Hi\r\nBcc: evil@example.com";
  draft.date_s = 1'772'442'000;
  draft.message_id = "1@example.org";
  draft.text = "Hello Bob";
  CHECK(compose(draft) ==
        "Date: Mon, 2 Mar 2026 09:00:00 +0000\r\n"
        "From: anna@example.org\r\n"
        "To: bob@example.net\r\n"
        "Message-ID: <1@example.org>\r\n"
        "Subject: Hi  Bcc: evil@example.com\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=us-ascii\r\n"
        "Content-Transfer-Encoding: 7bit\r\n"
        "\r\n"
        "Hello Bob\r\n");
}

TEST_CASE("mime compose: 8-bit and UTF-8 headers on request, a boundary that never occurs inside",
          "[mime]") {
  MessageDraft draft;
  draft.from = {{"Анна", "анна", "пример.рф", "", ""}};
  draft.subject = "Привет";
  draft.text = "Привет --=_mailscope_1 \n";
  draft.html = "x";
  draft.body_encoding = BodyEncoding::eight_bit;
  draft.header_is_utf8 = true;
  const std::string mail = compose(draft);
  CHECK(needs_8bitmime(mail));
  CHECK(needs_smtputf8(mail));
  CHECK(mail.find("Subject: Привет\r\n") != std::string::npos);
  const Message message = parse(mail);
  CHECK(message.root.children.size() == 2);
  CHECK(message.root.type.find("boundary") == "=_mailscope_1_");
  CHECK(parse_addresses(*field_text(mail, message.root.header, "From")).all()[0].domain ==
        "пример.рф");
}

TEST_CASE("mime trace fields: Received is written, counted and read back as the way it went",
          "[mime]") {
  const Received first{"client",     "192.0.2.7", "pc.example.org",  "mail.example.org",
                       "ESMTPSA",    "q1",        "bob@example.net", "TLS_AES_128_GCM_SHA256",
                       1'772'442'000};
  Received second{"mail.example.org", "2001:db8::1", "", "mx.example.net", "ESMTPS", "q2", "", "",
                  1'772'442'001};
  std::string mail = "Subject: x\r\n\r\nbody\r\n";
  mail = with_field(mail, received_field(first));
  mail = with_field(mail, received_field(second));
  mail = with_field(mail, return_path_field("anna@example.org"));
  CHECK(received_count(mail) == 2);
  CHECK(received_path(mail) == std::vector<Received>{first, second});
  CHECK(without_field(without_field(mail, "received"), "Return-Path") ==
        "Subject: x\r\n\r\nbody\r\n");
  CHECK(return_path_field("") == "Return-Path: <>\r\n");
}

TEST_CASE("mime dsn: a report is a multipart/report that says per recipient what happened",
          "[mime]") {
  DsnDraft draft;
  draft.reporting_mta = "relay.example.org";
  draft.to = "anna@example.org";
  draft.envelope_id = "E-1";
  draft.arrival_s = 1'772'442'000;
  draft.date_s = 1'772'442'060;
  draft.message_id = "dsn1@relay.example.org";
  draft.recipients = {
      {"rfc822;nobody@example.net", "nobody@example.net", DsnAction::failed, "5.1.1",
       "mx.example.net", "550 5.1.1 no such user", "the server refused", 1'772'442'050, 0},
      {"", "slow@example.com", DsnAction::delayed, "4.4.1", "", "", "no answer", 0, 1'772'900'000}};
  draft.original = "From: anna@example.org\r\nMessage-ID: <1@example.org>\r\n\r\nsecret body\r\n";
  const std::string mail = compose_dsn(draft);
  const Message message = parse(mail);
  CHECK(message.faults.empty());
  CHECK(message.root.type.find("report-type") == "delivery-status");
  REQUIRE(message.root.children.size() == 3);
  CHECK(message.find_part("3")->body.of(mail) == draft.original);
  const auto report = parse_dsn(mail);
  REQUIRE(report);
  CHECK(report->reporting_mta == "relay.example.org");
  CHECK(report->envelope_id == "E-1");
  REQUIRE(report->recipients.size() == 2);
  CHECK(report->recipients[0].final_recipient == "nobody@example.net");
  CHECK(report->recipients[0].diagnostic == "550 5.1.1 no such user");
  CHECK(report->recipients[1].action == DsnAction::delayed);
  CHECK(report->recipients[1].status == "4.4.1");

  draft.returned = DsnReturn::headers;
  const std::string brief = compose_dsn(draft);
  CHECK(brief.find("secret body") == std::string::npos);
  CHECK(parse(brief).find_part("3")->type.value == "text/rfc822-headers");
  CHECK_FALSE(parse_dsn(draft.original));
}

}  // namespace
}  // namespace mailscope::mime
