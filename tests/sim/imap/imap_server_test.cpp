// The server's session, by dialogues (RFC 3501, RFC 9051).
#include "sim/imap/imap_server.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/imap/imap_office.h"

using namespace mailscope;
using namespace mailscope::test;

TEST_CASE("imap server: nothing is shown before login", "[imap]") {
  check_server("S: * OK [CAPABILITY " + k_before_login + R"(] Mailscope ready
C: a1 SELECT INBOX
S: a1 BAD SELECT is not allowed in the state "not authenticated"
C: a2 LOGIN anna wrong
S: a2 NO [AUTHENTICATIONFAILED] invalid user name or password
C: a3 AUTHENTICATE PLAIN AGFubmEAczNjcmV0
S: a3 OK [CAPABILITY )" +
               k_after_login + R"(] logged in
C: a4 LOGOUT
S: * BYE imap.example.org closes the connection
S: a4 OK LOGOUT completed
)");
}

TEST_CASE("imap server: without TLS no password is taken where TLS is required", "[imap]") {
  check_server(R"(
S: * OK [CAPABILITY IMAP4rev1 IMAP4rev2 STARTTLS LOGINDISABLED SASL-IR LITERAL+ ID ENABLE IDLE] Mailscope ready
C: a1 LOGIN anna s3cret
S: a1 NO [PRIVACYREQUIRED] LOGIN only under TLS: say STARTTLS first
C: a2 STARTTLS
S: a2 OK begin TLS
= tls
C: a3 LOGIN anna s3cret
S: a3 OK [CAPABILITY )" +
                   k_after_login + R"(] logged in
)",
               imap::ServerOptions{});
}

TEST_CASE("imap server: envelopes and sizes are fetched without marking anything", "[imap]") {
  check_server(k_select + R"(
C: a3 FETCH 1 (UID RFC822.SIZE FLAGS INTERNALDATE ENVELOPE)
S: * 1 FETCH (UID 1 RFC822.SIZE 149 FLAGS () INTERNALDATE " 2-Mar-2026 09:00:00 +0000" ENVELOPE ("Mon, 2 Mar 2026 09:00:00 +0000" "Lunch" (("Anna" NIL "anna" "example.org")) (("Anna" NIL "anna" "example.org")) (("Anna" NIL "anna" "example.org")) ((NIL NIL "boris" "example.net")) NIL NIL NIL "<1@example.org>"))
S: a3 OK FETCH completed
C: a4 FETCH 1 BODYSTRUCTURE
S: * 1 FETCH (BODYSTRUCTURE ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 10 1 NIL NIL NIL NIL))
S: a4 OK FETCH completed
)");
}

TEST_CASE("imap server: BODY[] comes as a literal and sets Seen; PEEK does not", "[imap]") {
  check_server(k_select + R"(
C: a3 UID FETCH 2 BODY.PEEK[TEXT]<1.2>
S: * 2 FETCH (UID 2 BODY[TEXT]<1> {2}
S| od
S: )
S: a3 OK FETCH completed
C: a4 UID FETCH 2 (BODY[])
= INBOX: mail 2 is now \Seen
S: * 2 FETCH (UID 2 BODY[] {22}
S: Subject: Two
S:
S: body
S:  FLAGS (\\Seen))
S: a4 OK FETCH completed
)");
}

TEST_CASE("imap server: flags are stored, mails expunged, numbers move up", "[imap]") {
  check_server(k_select + R"(
C: a3 STORE 1 +FLAGS (\\Deleted)
S: * 1 FETCH (FLAGS (\\Deleted))
S: a3 OK STORE completed
C: a4 SEARCH DELETED
S: * SEARCH 1
S: a4 OK SEARCH completed
C: a5 EXPUNGE
S: * 1 EXPUNGE
S: a5 OK EXPUNGE completed
C: a6 UID SEARCH OR SUBJECT two FROM anna
S: * SEARCH 2
S: a6 OK SEARCH completed
C: a7 STORE 1 FLAGS.SILENT \\Flagged
S: a7 OK STORE completed
C: a8 UID MOVE 2 Archive
S: * OK [COPYUID 12 2 1] moved
S: * 1 EXPUNGE
S: a8 OK MOVE completed
)");
}

TEST_CASE("imap server: what others do is told, and EXPUNGE only when it may be", "[imap]") {
  check_server(k_select + R"(
! delivery
! removal
! reading
C: a3 FETCH 2 UID
S: * 2 FETCH (UID 2)
S: * 2 FETCH (FLAGS (\\Seen))
S: * 3 EXISTS
S: a3 OK FETCH completed
C: a4 NOOP
S: * 1 EXPUNGE
S: a4 OK completed
C: a5 IDLE
S: + idling
! delivery
S: * 3 EXISTS
C: DONE
S: a5 OK IDLE completed
)");
}

TEST_CASE("imap server: a mail is appended as a literal, asked for or not", "[imap]") {
  check_server(k_login + R"(
C: a2 APPEND Sent (\\Seen) {14}
S: + Ready for the literal
C| Subject: X\r\n\r\n\r\n
S: a2 OK [APPENDUID 9 1] APPEND completed
C| a3 APPEND Nowhere {4+}\r\nabcd\r\n
S: a3 NO [TRYCREATE] there is no mailbox of that name
C: a4 STATUS Sent (MESSAGES UIDNEXT)
S: * STATUS Sent (MESSAGES 1 UIDNEXT 2)
S: a4 OK STATUS completed
)");
}

TEST_CASE("imap server: what is no command is refused and does no harm", "[imap]") {
  check_server(k_select + R"(
C: a3 FROBNICATE
S: * BAD FROBNICATE is no command here
S: a3 BAD Unknown command
C: a4 FETCH 0 FLAGS
S: a4 BAD this is no set of numbers
C: a5 FETCH 1 BODY[
S: a5 BAD this is no section of a mail
C: a6 SEARCH ((((((((((((((((((((((((((((((((((((((((((((((((((ALL))))))))))))))))))))))))))))))))))))))))))))))))))
S: a6 BAD the criteria are nested too deeply
C| \r\n
S: * BAD A command begins with a tag
C: a6
S: * BAD A command follows the tag and a blank
S: a6 BAD Unknown command
C: a7 UID NOOP
S: * BAD NOOP is no command here
S: a7 BAD Unknown command
)");
}

TEST_CASE("imap server: CLOSE expunges in silence, UNSELECT and EXAMINE expunge nothing",
          "[imap]") {
  check_server(k_select + R"(
C: a3 STORE 1 +FLAGS.SILENT (\\Deleted)
= INBOX: mail 1 is now \Deleted
S: a3 OK STORE completed
C: a4 UNSELECT
S: a4 OK UNSELECT completed
C: a5 STATUS INBOX (MESSAGES UIDVALIDITY)
S: * STATUS INBOX (MESSAGES 2 UIDVALIDITY 7)
S: a5 OK STATUS completed
C: a6 EXAMINE INBOX
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 2 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen mail
S: * OK [PERMANENTFLAGS ()] no flag can be changed
S: * OK [UIDVALIDITY 7] UIDs are valid
S: * OK [UIDNEXT 3] the next UID
S: * OK [HIGHESTMODSEQ 4] the last change
S: a6 OK [READ-ONLY] EXAMINE completed
C: a7 EXPUNGE
S: a7 NO [READ-ONLY] the mailbox was opened by EXAMINE
C: a8 CLOSE
S: a8 OK CLOSE completed
C: a9 CLOSE
S: a9 BAD CLOSE is not allowed in the state "authenticated"
C: b1 SELECT INBOX
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 2 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen mail
S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] these can be changed
S: * OK [UIDVALIDITY 7] UIDs are valid
S: * OK [UIDNEXT 3] the next UID
S: * OK [HIGHESTMODSEQ 4] the last change
S: b1 OK [READ-WRITE] SELECT completed
C: b2 CHECK
S: b2 OK completed
C: b3 CLOSE
= INBOX: mail 1 is gone
S: b3 OK CLOSE completed
C: b4 STATUS INBOX (MESSAGES)
S: * STATUS INBOX (MESSAGES 1)
S: b4 OK STATUS completed
)");
}

TEST_CASE("imap server: ID, NAMESPACE, SUBSCRIBE and UNSUBSCRIBE are answered", "[imap]") {
  check_server(k_login + R"(
C: a2 ID ("name" "a test")
S: * ID ("name" "Mailscope")
S: a2 OK ID completed
C: a3 NAMESPACE
S: * NAMESPACE (("" "/")) NIL NIL
S: a3 OK NAMESPACE completed
C: a4 UNSUBSCRIBE Sent
= Sent: no longer subscribed
S: a4 OK UNSUBSCRIBE completed
C: a5 LSUB "" Sent
S: a5 OK LSUB completed
C: a6 SUBSCRIBE Sent
= Sent: subscribed
S: a6 OK SUBSCRIBE completed
C: a7 LSUB "" Sent
S: * LSUB () "/" Sent
S: a7 OK LSUB completed
C: a8 CAPABILITY
S: * CAPABILITY )" +
               k_after_login +
               R"(
S: a8 OK CAPABILITY completed
)");
}
