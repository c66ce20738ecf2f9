// What the grammar of RFC 9051, section 9 allows and what it does not, and limits that no command gets round.
#include <catch2/catch_test_macros.hpp>

#include "sim/imap/mail_parts.h"
#include "sim/store/limits.h"
#include "tests/sim/imap/imap_office.h"

using namespace mailscope;
using namespace mailscope::test;

TEST_CASE("imap server: a command without arguments is refused when it has some (9)", "[imap]") {
  // "EXPUNGE 1" is no way to remove one mail: it must not remove all that are marked.
  check_server(k_select + R"(
C: a3 STORE 1:2 +FLAGS.SILENT (\\Deleted)
S: a3 OK STORE completed
C: a4 EXPUNGE 1
S: a4 BAD EXPUNGE takes no argument
C: a5 NOOP now
S: a5 BAD NOOP takes no argument
C: a6 CAPABILITY ALL
S: a6 BAD CAPABILITY takes no argument
C: a7 CLOSE INBOX
S: a7 BAD CLOSE takes no argument
C: a8 NAMESPACE ""
S: a8 BAD NAMESPACE takes no argument
C: a9 IDLE 5
S: a9 BAD IDLE takes no argument
C: b1 LOGOUT please
S: b1 BAD LOGOUT takes no argument
C: b2 UID EXPUNGE 1
S: * 1 EXPUNGE
S: b2 OK EXPUNGE completed
C: b3 UNSELECT 1
S: b3 BAD UNSELECT takes no argument
C: b4 FETCH 1 UID
S: * 1 FETCH (UID 2)
S: b4 OK FETCH completed
)");
}

TEST_CASE("imap server: APPEND keeps flags, keywords and date, and the date must be one (6.3.12)",
          "[imap]") {
  check_server(k_login + R"(
C| a2 APPEND Sent (\\Seen $Work) "17-Jul-1996 02:44:25 -0700" {16+}\r\nSubject: X\r\n\r\nb\r\r\n
= Sent: mail 1 came, 16 octets, \Seen $Work
S: a2 OK [APPENDUID 9 1] APPEND completed
C| a3 APPEND Sent () " 1-Feb-2026 12:00:00 +0000" {1+}\r\nx\r\n
= Sent: mail 2 came, 1 octets
S: a3 OK [APPENDUID 9 2] APPEND completed
C| a4 APPEND Sent "31-Feb-2026 12:00:00 +0000" {1+}\r\nx\r\n
S: a4 BAD '31-Feb-2026 12:00:00 +0000' is not a date and time like " 1-Feb-1994 12:00:00 +0000"
C| a5 APPEND Sent "1-Feb-2026" {1+}\r\nx\r\n
S: a5 BAD '1-Feb-2026' is not a date and time like " 1-Feb-1994 12:00:00 +0000"
C: a6 STATUS Sent (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE HIGHESTMODSEQ)
S: * STATUS Sent (MESSAGES 2 RECENT 0 UIDNEXT 3 UIDVALIDITY 9 UNSEEN 1 DELETED 0 SIZE 17 HIGHESTMODSEQ 3)
S: a6 OK STATUS completed
C: a7 STATUS Sent ()
S: a7 BAD an item is missing
C: a8 STATUS Sent (MESSAGES SPEED)
S: a8 BAD STATUS knows no item 'SPEED'
C: a9 EXAMINE Sent (CONDSTORE)
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)
S: * 2 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 2] the first unseen mail
S: * OK [PERMANENTFLAGS ()] no flag can be changed
S: * OK [UIDVALIDITY 9] UIDs are valid
S: * OK [UIDNEXT 3] the next UID
S: * OK [HIGHESTMODSEQ 3] the last change
S: a9 OK [READ-ONLY] EXAMINE completed
C: b1 FETCH 1:2 (INTERNALDATE)
S: * 1 FETCH (INTERNALDATE "17-Jul-1996 09:44:25 +0000")
S: * 2 FETCH (INTERNALDATE " 1-Feb-2026 12:00:00 +0000")
S: b1 OK FETCH completed
C: b2 STORE 1 +FLAGS (\\Seen)
S: b2 NO [READ-ONLY] the mailbox was opened by EXAMINE
)");
}

TEST_CASE("imap server: IDLE ends with DONE, in any case, and with BAD at any other word (6.3.13)",
          "[imap]") {
  check_server(k_select + R"(
C: a3 IDLE
S: + idling
C: done
S: a3 OK IDLE completed
C: a4 IDLE
S: + idling
C: a5 NOOP
S: a4 BAD IDLE ends with DONE
C: a6 NOOP
S: a6 OK completed
)");
}

TEST_CASE("imap server: an endless word is not sent back as a tag", "[imap]") {
  check_server(k_login + "C: " + std::string(300, 'a') + " NOOP\n" + R"(
S: * BAD A command begins with a tag
C: )" + std::string(70'000, 'a') +
               R"(
S: * BAD the line is too long
C: a4 NOOP
S: a4 OK completed
)");
}

TEST_CASE("imap server: ID is NIL or a list of names and values (RFC 2971, 3.1)", "[imap]") {
  check_server(k_login + R"(
C: a2 ID NIL
S: * ID ("name" "Mailscope")
S: a2 OK ID completed
C: a3 ID ("name" "x" "vendor" NIL)
S: * ID ("name" "Mailscope")
S: a3 OK ID completed
C: a4 ID ()
S: * ID ("name" "Mailscope")
S: a4 OK ID completed
C: a5 ID
S: a5 BAD an argument is missing
C: a6 ID ("name")
S: a6 BAD a blank is missing between two arguments
C: a7 ID name
S: a7 BAD '(' is missing before what the client says of itself
)");
}

TEST_CASE("imap server: parts are numbered from 1 on, in BODY and in BINARY (9)", "[imap]") {
  check_server(k_select + R"(
C: a3 FETCH 1 BODY.PEEK[0]
S: a3 BAD parts are numbered from 1 on
C: a4 FETCH 1 BODY.PEEK[1.0.MIME]
S: a4 BAD parts are numbered from 1 on
C: a5 FETCH 1 BINARY.SIZE[0]
S: a5 BAD parts are numbered from 1 on
C: a6 FETCH 2 BODY.PEEK[1.]
S: a6 BAD a part's number must not end in a dot
C: a7 FETCH 2 (BODY.PEEK[1]<2.10> BODY.PEEK[1]<7.1>)
S| * 2 FETCH (BODY[1]<2> {4}\r\n
S| dy\r\n
S|  BODY[1]<7> {0}\r\n
S| )\r\n
S: a7 OK FETCH completed
)");
}

TEST_CASE("imap server: a star is the last mail, whichever end of a range it is (9, seq-range)",
          "[imap]") {
  check_server(k_select + R"(
C: a3 FETCH * UID
S: * 2 FETCH (UID 2)
S: a3 OK FETCH completed
C: a4 FETCH *:1 UID
S: * 1 FETCH (UID 1)
S: * 2 FETCH (UID 2)
S: a4 OK FETCH completed
C: a5 UID FETCH 999:* UID
S: * 2 FETCH (UID 2)
S: a5 OK FETCH completed
C: a6 UID FETCH 7:9 UID
S: a6 OK FETCH completed
C: a7 FETCH 3 UID
S: a7 BAD the last mail here has the number 2
C: a8 SEARCH *
S: * SEARCH 2
S: a8 OK SEARCH completed
C: a9 UID SEARCH UID 999:*
S: * SEARCH 2
S: a9 OK SEARCH completed
C: b1 EXAMINE Sent
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 0 EXISTS
S: * 0 RECENT
S: * OK [PERMANENTFLAGS ()] no flag can be changed
S: * OK [UIDVALIDITY 9] UIDs are valid
S: * OK [UIDNEXT 1] the next UID
S: * OK [HIGHESTMODSEQ 1] the last change
S: b1 OK [READ-ONLY] EXAMINE completed
C: b2 UID FETCH 1:* FLAGS
S: b2 OK FETCH completed
C: b3 SEARCH *
S: * SEARCH
S: b3 OK SEARCH completed
C: b4 FETCH * UID
S: b4 BAD there is no mail here
)");
}

TEST_CASE("imap server: a copy that the account has no room for is OVERQUOTA (7.1)", "[imap]") {
  check_server(k_select + R"(
C: a3 COPY 1 Sent
S: a3 NO [OVERQUOTA] the account has no room for this mail
C: a4 COPY 1 Nowhere
S: a4 NO [TRYCREATE] there is no mailbox of that name
)",
               open_options(), [](store::Account& account) { account.quota_octets = 200; });
}

TEST_CASE("imap server: a SEARCH that was BAD leaves the saved result, one that failed empties it",
          "[imap]") {  // RFC 5182, 2.1
  check_server(k_select + R"(
C: a3 SEARCH RETURN (SAVE) 2
S: a3 OK SEARCH completed
C: a4 SEARCH RETURN (SAVE) NONSENSE
S: a4 BAD SEARCH knows no criterion 'NONSENSE'
C: a5 FETCH $ UID
S: * 2 FETCH (UID 2)
S: a5 OK FETCH completed
C: a6 SEARCH RETURN (SAVE) CHARSET EBCDIC ALL
S: a6 NO [BADCHARSET (UTF-8 US-ASCII ISO-8859-1 WINDOWS-1251 KOI8-R)] texts in this charset cannot be read
C: a7 FETCH $ UID
S: a7 OK FETCH completed
)");
}

TEST_CASE("imap server: keywords, subscriptions and copies end at a limit", "[imap]") {
  const std::string keyword(2'500, 'k');
  check_server(k_select + "C: a3 STORE 1 +FLAGS.SILENT (" + keyword + ")\n" + R"(
= INBOX: mail 1 is now )" +
               keyword + R"(
S: a3 OK STORE completed
C: a4 STORE 1:2 +FLAGS.SILENT (x)" +
               keyword + R"()
S: a4 NO [LIMIT] that is more than an account may have
C: a5 FETCH 2 FLAGS
S: * 2 FETCH (FLAGS ())
S: a5 OK FETCH completed
)");
  store::Account account = test::account();
  bool is_made = true;
  for (int i = 0; i < 2'000 && is_made; ++i)
    is_made = store::set_subscribed(account, "n" + std::to_string(i), true).has_value();
  CHECK(account.subscriptions.size() == store::k_mailboxes_max);
  // A mailbox that is copied into itself doubles: the quota ends it.
  std::string half(1'000'000, 'x');
  REQUIRE(store::append(account, "INBOX", {half, 0, {}}));
  for (int i = 0; i < 30; ++i) {
    std::vector<store::Uid> all;
    for (const store::Mail& mail : account.find("INBOX")->mails) all.push_back(mail.uid);
    if (!store::copy_mails(account, "INBOX", all, "INBOX")) break;
  }
  CHECK(account.octets() <= store::k_quota_octets);
  CHECK(account.octets() > store::k_quota_octets / 4);
}

TEST_CASE("imap server: a literal holds no NUL, whatever the mail holds (4.3, 9 CHAR8)", "[imap]") {
  check_server(k_login + R"(
C| a2 APPEND Sent ~{18+}\r\nSubject: x\r\n\r\na\0bc\r\n
= Sent: mail 1 came, 18 octets
S: a2 OK [APPENDUID 9 1] APPEND completed
C: a3 EXAMINE Sent
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 1 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen mail
S: * OK [PERMANENTFLAGS ()] no flag can be changed
S: * OK [UIDVALIDITY 9] UIDs are valid
S: * OK [UIDNEXT 2] the next UID
S: * OK [HIGHESTMODSEQ 2] the last change
S: a3 OK [READ-ONLY] EXAMINE completed
C: a4 FETCH 1 BODY[1]
S| * 1 FETCH (BODY[1] {4}\r\n
S| a\x80bc
S| )\r\n
S: a4 OK FETCH completed
C: a5 FETCH 1 BINARY[1]
S| * 1 FETCH (BINARY[1] ~{4}\r\n
S| a\0bc
S| )\r\n
S: a5 OK FETCH completed
)");
}

TEST_CASE("imap: BODYSTRUCTURE ends with MD5, disposition, language and location (7.5.2)",
          "[imap]") {
  const std::string mail =
      "Content-Type: multipart/mixed; boundary=x; charset=utf-8\r\nContent-Language: en, ru\r\n"
      "Content-Disposition: inline\r\n\r\n--x\r\n"
      "Content-Type: text/plain\r\nContent-MD5: Q2hlY2s=\r\nContent-Language: de\r\n"
      "Content-Location: http://example.org/\r\nContent-ID: <1@x>\r\nContent-Description: a "
      "\"b\"\r\n"
      "Content-Disposition: attachment; filename=a.txt; size=3\r\n\r\none\r\n--x--\r\n";
  CHECK(imap::structure_text(mail, imap::Structure::bodystructure) ==
        R"((("text" "plain" NIL "<1@x>" "a \"b\"" "7bit" 3 0 "Q2hlY2s=" )"
        R"(("attachment" ("filename" "a.txt" "size" "3")) "de" "http://example.org/") )"
        R"("mixed" ("boundary" "x" "charset" "utf-8") ("inline" NIL) ("en" "ru") NIL))");
  CHECK(imap::structure_text(mail, imap::Structure::body) ==
        R"((("text" "plain" NIL "<1@x>" "a \"b\"" "7bit" 3 0) "mixed"))");
}

TEST_CASE("imap: a mail that lies too deep has an empty envelope, as the grammar wants one",
          "[imap]") {
  std::string mail;
  for (int i = 0; i < 60; ++i) mail += "Content-Type: message/rfc822\r\n\r\n";
  const std::string text = imap::structure_text(mail, imap::Structure::body);
  const std::string innermost =
      R"("message" "rfc822" NIL NIL NIL "7bit" 288 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) )"
      R"(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0) 18))";
  INFO(text);
  CHECK(text.find(innermost) != std::string::npos);
}

TEST_CASE("imap: an address without a domain is not mistaken for the begin of a group (7.5.2)",
          "[imap]") {
  CHECK(imap::envelope_text("From: root\r\nTo: Friends:;\r\n\r\n") ==
        R"((NIL NIL ((NIL NIL "root" "")) ((NIL NIL "root" "")) ((NIL NIL "root" "")) )"
        R"(((NIL NIL "Friends" NIL)(NIL NIL NIL NIL)) NIL NIL NIL NIL))");
}
