// BODYSTRUCTURE, ENVELOPE and the sections of a mail (RFC 9051, sections 6.4.5 and 7.5.2).
#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/imap/mail_parts.h"
#include "sim/mime/message.h"
#include "tests/support/python_email.h"

using namespace mailscope;
using imap::Section;

namespace {

// A multipart with a text, a mail that is a multipart itself, and a mail that is one text.
const std::string k_nested =
    "From: a@example.org\r\nSubject: outer\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    "before\r\n--x\r\n\r\none\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
    "Subject: inner\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n"
    "--y\r\nContent-Type: text/plain\r\n\r\nplain\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>\r\n"
    "--y--\r\n--x\r\nContent-Type: message/rfc822\r\nContent-ID: <c3>\r\n\r\n"
    "Subject: last\r\nX-Odd: yes\r\n\r\nthe end\r\n--x--\r\nafter\r\n";

Section section(std::vector<std::uint32_t> part, Section::What what = Section::What::all,
                std::vector<std::string> fields = {}) {
  Section made;
  made.part = std::move(part);
  made.what = what;
  made.fields = std::move(fields);
  return made;
}

std::string octets_of(const Section& wanted) {
  return imap::section_octets(k_nested, wanted).value_or("NIL");
}

}  // namespace

TEST_CASE("imap: every section of nested mails is what its number says (6.4.5.1)", "[imap]") {
  using What = Section::What;
  CHECK(octets_of(section({})) == k_nested);
  CHECK(octets_of(section({1})) == "one");
  CHECK(octets_of(section({1}, What::mime)) == "\r\n");
  CHECK(octets_of(section({2}, What::mime)) == "Content-Type: message/rfc822\r\n\r\n");
  CHECK(octets_of(section({2}, What::header)) ==
        "Subject: inner\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n");
  CHECK(octets_of(section({2, 1})) == "plain");
  CHECK(octets_of(section({2, 2}, What::mime)) == "Content-Type: text/html\r\n\r\n");
  CHECK(octets_of(section({2, 2})) == "<p>");
  CHECK(octets_of(section({3}, What::text)) == "the end");
  CHECK(octets_of(section({3, 1})) == "the end");  // a mail of one part: its part 1
  CHECK(octets_of(section({3}, What::header_fields, {"subject"})) == "Subject: last\r\n\r\n");
  CHECK(octets_of(section({3}, What::header_fields_not, {"subject"})) == "X-Odd: yes\r\n\r\n");
  CHECK(octets_of(section({3}, What::mime)) ==
        "Content-Type: message/rfc822\r\nContent-ID: <c3>\r\n\r\n");
  CHECK(octets_of(section({}, What::header_fields, {"FROM", "X-None"})) ==
        "From: a@example.org\r\n\r\n");
  for (const auto& nowhere :
       {section({4}), section({1, 1}), section({2, 3}), section({3, 2}), section({3, 1, 1}),
        section({1}, What::header), section({1}, What::text), section({2, 1}, What::text)})
    CHECK(octets_of(nowhere) == "NIL");
}

TEST_CASE("imap: BODYSTRUCTURE of nested mails holds their envelopes and structures", "[imap]") {
  const std::string nil10 = "(NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL)";
  const std::string text = imap::structure_text(k_nested, imap::Structure::body);
  CHECK(text.find("(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 3 0)") == 1);
  CHECK(text.find("(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" ") != std::string::npos);
  CHECK(text.find(nil10 + " ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 0)"
                          "(\"text\" \"html\" NIL NIL NIL \"7bit\" 3 0) \"alternative\")") !=
        std::string::npos);
  CHECK(text.substr(text.size() - 9) == " \"mixed\")");
}

TEST_CASE("imap: ENVELOPE names groups, routes, and From where Sender and Reply-To are missing",
          "[imap]") {
  CHECK(imap::envelope_text(
            "Date: Mon, 2 Mar 2026 09:00:00 +0000\r\nFrom: \"A. B\" <a@x>\r\nReply-To:\r\n"
            "To: Team: b@x, \"C\" <c@y>;, d@z\r\nCc: <@r1,@r2:e@w>\r\nMessage-ID: <1@x>\r\n\r\n") ==
        "(\"Mon, 2 Mar 2026 09:00:00 +0000\" NIL ((\"A. B\" NIL \"a\" \"x\")) "
        "((\"A. B\" NIL \"a\" \"x\")) ((\"A. B\" NIL \"a\" \"x\")) "
        "((NIL NIL \"Team\" NIL)(NIL NIL \"b\" \"x\")(\"C\" NIL \"c\" \"y\")(NIL NIL NIL NIL)"
        "(NIL NIL \"d\" \"z\")) ((NIL \"@r1,@r2\" \"e\" \"w\")) NIL NIL \"<1@x>\")");
}

TEST_CASE("imap: BODYSTRUCTURE of the sound mails of Python's test suite is as Python finds it",
          "[imap]") {
  std::size_t compared = 0;
  for (const test::PythonMail& mail : test::python_mails("structure")) {
    INFO(mail.file);
    const std::string ours = imap::structure_text(mail.octets, imap::Structure::bodystructure);
    const std::string said(cut(mail.said, '\n').head);
    if (!mail.is_sound || said.rfind("left out", 0) == 0) continue;
    ++compared;
    CHECK(ours == said);
  }
  CHECK(compared >= 20);
}
