// IMAP4rev2 and what it took up: ENABLE, ESEARCH, SEARCHRES, LIST's options, BINARY (RFC 9051).
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/imap/imap_office.h"

using namespace mailscope;
using namespace mailscope::test;

namespace {

const std::string k_enabled = k_login + R"(
C: a2 ENABLE IMAP4rev2 X-UNKNOWN
S: * ENABLED IMAP4rev2
S: a2 OK ENABLE completed
)";

void add(store::Account& account, const char* mailbox, const char* content) {
  REQUIRE(store::append(account, mailbox, {content, 1'772'442'120, {}}));
}

}  // namespace

TEST_CASE("imap rev2: SELECT says LIST, no RECENT, and CLOSED for the mailbox before (6.3.2, 7.1)",
          "[imap]") {
  check_server(k_enabled + R"(
C: a3 SELECT INBOX
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 2 EXISTS
S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] these can be changed
S: * OK [UIDVALIDITY 7] UIDs are valid
S: * OK [UIDNEXT 3] the next UID
S: * OK [HIGHESTMODSEQ 3] the last change
S: * LIST (\\HasNoChildren) "/" INBOX
S: a3 OK [READ-WRITE] SELECT completed
C: a4 EXAMINE Nowhere
S: * OK [CLOSED] the other mailbox is closed
S: a4 NO [NONEXISTENT] there is no mailbox of that name
C: a5 FETCH 1 FLAGS
S: a5 BAD FETCH is not allowed in the state "authenticated"
)");
}

TEST_CASE("imap rev2: SEARCH is answered by ESEARCH, with or without RETURN (7.3.4)", "[imap]") {
  check_server(k_enabled + R"(
C: a3 EXAMINE INBOX
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 2 EXISTS
S: * OK [PERMANENTFLAGS ()] no flag can be changed
S: * OK [UIDVALIDITY 7] UIDs are valid
S: * OK [UIDNEXT 3] the next UID
S: * OK [HIGHESTMODSEQ 3] the last change
S: * LIST (\\HasNoChildren) "/" INBOX
S: a3 OK [READ-ONLY] EXAMINE completed
C: a4 UID SEARCH ALL
S: * ESEARCH (TAG "a4") UID ALL 1:2
S: a4 OK SEARCH completed
C: a5 SEARCH SUBJECT nothing
S: * ESEARCH (TAG "a5")
S: a5 OK SEARCH completed
C: a6 SEARCH RETURN (MIN MAX COUNT) ALL
S: * ESEARCH (TAG "a6") MIN 1 MAX 2 COUNT 2
S: a6 OK SEARCH completed
C: a7 SEARCH RETURN (COUNT) DELETED
S: * ESEARCH (TAG "a7") COUNT 0
S: a7 OK SEARCH completed
)");
}

TEST_CASE("imap rev2: names are UTF-8 in quotation marks, before ENABLE modified UTF-7 (5.1)",
          "[imap]") {
  check_server(k_login + R"(
C: a2 CREATE &BB8EPgRHBEIEMA-
S: a2 OK CREATE completed
C: a3 LIST "" &BB8EPgRHBEIEMA-
S: * LIST (\\HasNoChildren) "/" &BB8EPgRHBEIEMA-
S: a3 OK LIST completed
C: a4 STATUS "\xd0\x9f" (MESSAGES)
S: a4 BAD the mailbox's name is not modified UTF-7
C: a5 ENABLE IMAP4rev2
S: * ENABLED IMAP4rev2
S: a5 OK ENABLE completed
C: a6 LIST "" "*\xd0\xb0"
S: * LIST (\\HasNoChildren) "/" "\xd0\x9f\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0"
S: a6 OK LIST completed
C: a7 STATUS "\xd0\x9f\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0" (MESSAGES SIZE DELETED)
S: * STATUS "\xd0\x9f\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0" (MESSAGES 0 SIZE 0 DELETED 0)
S: a7 OK STATUS completed
C: a8 CREATE "\xd0"
S: a8 BAD the mailbox's name is not UTF-8
)");
}

TEST_CASE("imap server: what SEARCH saved is \"$\" until the next mailbox (RFC 5182)", "[imap]") {
  check_server(k_select + R"(
C: a3 SEARCH RETURN (SAVE) SUBJECT two
S: a3 OK SEARCH completed
C: a4 FETCH $ UID
S: * 2 FETCH (UID 2)
S: a4 OK FETCH completed
C: a5 UID SEARCH NOT $
S: * SEARCH 1
S: a5 OK SEARCH completed
C: a6 SEARCH RETURN (SAVE MIN) ALL
S: * ESEARCH (TAG "a6") MIN 1
S: a6 OK SEARCH completed
C: a7 UID STORE $ +FLAGS.SILENT (\\Deleted)
S: a7 OK STORE completed
C: a8 EXPUNGE
S: * 1 EXPUNGE
S: a8 OK EXPUNGE completed
C: a9 FETCH $ UID
S: a9 OK FETCH completed
C: b1 SEARCH RETURN (SAVE) CHARSET X-NONE ALL
S: b1 NO [BADCHARSET (UTF-8 US-ASCII ISO-8859-1 WINDOWS-1251 KOI8-R)] texts in this charset cannot be read
)");
}

TEST_CASE("imap server: LIST chooses and returns what its options say (RFC 5258, 5819)", "[imap]") {
  const auto prepare = [](store::Account& account) {
    REQUIRE(store::make_mailbox(account, "Work/2026"));
    REQUIRE(store::set_subscribed(account, "Work/2026", true));
    REQUIRE(store::set_subscribed(account, "Lost/Found", true));
    for (const char* name : {"Archive", "Drafts", "Junk", "Trash"})
      REQUIRE(store::set_subscribed(account, name, false));
  };
  check_server(k_login + R"(
C: a2 LIST (SUBSCRIBED) "" *
S: * LIST (\\HasNoChildren \\Subscribed) "/" INBOX
S: * LIST (\\HasNoChildren \\NonExistent \\Subscribed) "/" Lost/Found
S: * LIST (\\HasNoChildren \\Sent \\Subscribed) "/" Sent
S: * LIST (\\HasNoChildren \\Subscribed) "/" Work/2026
S: a2 OK LIST completed
C: a3 LIST (SUBSCRIBED RECURSIVEMATCH) "" %
S: * LIST (\\HasNoChildren \\Subscribed) "/" INBOX
S: * LIST (\\HasNoChildren \\NonExistent) "/" Lost (CHILDINFO ("SUBSCRIBED"))
S: * LIST (\\HasNoChildren \\Sent \\Subscribed) "/" Sent
S: * LIST (\\HasChildren) "/" Work (CHILDINFO ("SUBSCRIBED"))
S: a3 OK LIST completed
C: a4 LIST (SPECIAL-USE) "" (Sent Work%) RETURN (STATUS (MESSAGES UNSEEN))
S: * LIST (\\HasNoChildren \\Sent) "/" Sent
S: * STATUS Sent (MESSAGES 0 UNSEEN 0)
S: a4 OK LIST completed
C: a5 LIST (RECURSIVEMATCH) "" *
S: a5 BAD RECURSIVEMATCH stands beside SUBSCRIBED or SPECIAL-USE
C: a6 LIST "" ""
S: * LIST (\\Noselect) "/" ""
S: a6 OK LIST completed
C: a7 LSUB "" %
S: * LSUB () "/" INBOX
S: * LSUB (\\Noselect) "/" Lost
S: * LSUB () "/" Sent
S: * LSUB (\\Noselect) "/" Work
S: a7 OK LSUB completed
C: a8 LSUB "" *
S: * LSUB () "/" INBOX
S: * LSUB (\\Noselect) "/" Lost/Found
S: * LSUB () "/" Sent
S: * LSUB () "/" Work/2026
S: a8 OK LSUB completed
C: a9 LIST Work/ *
S: * LIST (\\HasNoChildren) "/" Work/2026
S: a9 OK LIST completed
)",
               open_options(), prepare);
}

TEST_CASE("imap server: CREATE, DELETE and RENAME keep the levels of the hierarchy (6.3.4-6.3.6)",
          "[imap]") {
  check_server(k_login + R"(
C: a2 CREATE A/B/C/
S: a2 OK CREATE completed
C: a3 DELETE A/B
S: a3 OK DELETE completed
C: a4 LIST "" A*
S: * LIST (\\HasChildren) "/" A
S: * LIST (\\HasChildren \\Noselect) "/" A/B
S: * LIST (\\HasNoChildren) "/" A/B/C
S: * LIST (\\HasNoChildren \\Archive) "/" Archive
S: a4 OK LIST completed
C: a5 DELETE A/B
S: a5 NO [HASCHILDREN] there are mailboxes below that name
C: a6 SELECT A/B
S: a6 NO [CANNOT] that name is only a level of the hierarchy and holds no mail
C: a7 RENAME A Z
S: a7 OK RENAME completed
C: a8 LIST "" Z*
S: * LIST (\\HasChildren) "/" Z
S: * LIST (\\HasChildren \\Noselect) "/" Z/B
S: * LIST (\\HasNoChildren) "/" Z/B/C
S: a8 OK LIST completed
C: a9 DELETE INBOX
S: a9 NO [CANNOT] INBOX cannot be deleted
C: b1 RENAME INBOX Old
S: b1 OK RENAME completed
C: b2 STATUS INBOX (MESSAGES)
S: * STATUS INBOX (MESSAGES 0)
S: b2 OK STATUS completed
C: b3 STATUS Old (MESSAGES)
S: * STATUS Old (MESSAGES 2)
S: b3 OK STATUS completed
C: b4 CREATE Old
S: b4 NO [ALREADYEXISTS] a mailbox of that name exists already
C: b5 CREATE Plans (USE (\\Flagged))
S: b5 OK CREATE completed
C: b6 LIST "" Plans
S: * LIST (\\HasNoChildren \\Flagged) "/" Plans
S: b6 OK LIST completed
C: b7 CREATE More (USE (\\Unheard))
S: b7 NO [USEATTR] a mailbox has one use of RFC 6154, or none
)");
}

TEST_CASE("imap server: BINARY gives a part with its transfer encoding undone (RFC 3516)",
          "[imap]") {
  const auto prepare = [](store::Account& account) {
    add(account, "INBOX",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        "\r\nA=3DB\r\n--b\r\nContent-Type: application/x-data\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b\r\n"
        "Content-Type: application/x-data\r\nContent-Transfer-Encoding: x-secret\r\n\r\n?\r\n"
        "--b--\r\n");
  };
  check_server(k_login + R"(
C: a2 EXAMINE INBOX
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 3 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen mail
S: * OK [PERMANENTFLAGS ()] no flag can be changed
S: * OK [UIDVALIDITY 7] UIDs are valid
S: * OK [UIDNEXT 4] the next UID
S: * OK [HIGHESTMODSEQ 4] the last change
S: a2 OK [READ-ONLY] EXAMINE completed
C: a3 FETCH 3 (BINARY.SIZE[1] BINARY[1] BINARY.PEEK[2]<1.1> BINARY[2])
S: * 3 FETCH (BINARY.SIZE[1] 3 BINARY[1] {3}
S| A=B
S|  BINARY[2]<1> {1}\r\n
S| \x01
S|  BINARY[2] ~{3}\r\n
S| \0\x01\x02
S: )
S: a3 OK FETCH completed
C: a4 FETCH 3 BINARY[3]
S: a4 NO [UNKNOWN-CTE] nobody here knows that transfer encoding
C: a5 FETCH 3 (BINARY[4] BINARY.SIZE[1.1])
S: * 3 FETCH (BINARY[4] NIL BINARY.SIZE[1.1] 0)
S: a5 OK FETCH completed
C: a6 FETCH 3 BINARY[1.HEADER]
S: a6 BAD a part's number is missing
)",
               open_options(), prepare);
}

TEST_CASE("imap server: only a literal8 may hold NUL, and a mail must be a literal (4.3, 6.3.12)",
          "[imap]") {
  check_server(k_login + R"(
C| a2 APPEND Sent {3+}\r\na\0b\r\n
S: a2 BAD the mail holds NUL: only a literal8, ~{5}, may
C| a3 APPEND Sent ~{3+}\r\na\0b\r\n
S: a3 OK [APPENDUID 9 1] APPEND completed
C: a4 APPEND Sent Hello
S: a4 BAD the mail must come as a literal
C| a5 APPEND Sent (\\Recent) {3+}\r\nabc\r\n
S: a5 BAD \\Recent is no flag that can be set
)");
}

TEST_CASE("imap server: LITERAL- takes 4096 octets unasked and no more (RFC 7888, 5)", "[imap]") {
  imap::ServerOptions options = open_options();
  options.extensions.literal_plus = false;
  const std::string capabilities = [] {
    std::string text = k_after_login;
    text.replace(text.find("LITERAL+"), 8, "LITERAL-");
    return text;
  }();
  check_server(R"(
S: * OK [CAPABILITY IMAP4rev1 IMAP4rev2 AUTH=PLAIN SASL-IR LITERAL- ID ENABLE IDLE] Mailscope ready
C| a1 LOGIN {4+}\r\nanna s3cret\r\n
S: a1 OK [CAPABILITY )" +
                   capabilities +
                   R"(] logged in
C| a2 APPEND Sent {4097+}\r\n
S: a2 BAD a literal of this size must wait to be asked for
S: * BYE Too many mistakes
)",
               options);
}

TEST_CASE("imap server: many small literals are no way around the limit of a command", "[imap]") {
  imap::ServerOptions options = open_options();
  options.literal_octets_max = 50;
  check_server(k_login + R"(
C| a2 LIST {20+}\r\n12345678901234567890 {20+}\r\n12345678901234567890 {20+}\r\n
S: a2 BAD the literal is too large
S: * BYE Too many mistakes
)",
               options);
}
