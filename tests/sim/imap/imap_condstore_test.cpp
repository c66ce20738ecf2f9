// Modification sequences: CONDSTORE and QRESYNC (RFC 7162).
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/imap/imap_office.h"

using namespace mailscope;
using namespace mailscope::test;

TEST_CASE("imap condstore: FETCH, STORE and SEARCH carry MODSEQ once it is asked for (3.1)",
          "[imap]") {
  check_server(k_select + R"(
C: a3 STORE 1 +FLAGS (\\Seen)
S: * 1 FETCH (FLAGS (\\Seen))
S: a3 OK STORE completed
C: a4 FETCH 1:2 (FLAGS MODSEQ)
S: * OK [HIGHESTMODSEQ 4] as of now
S: * 1 FETCH (FLAGS (\\Seen) MODSEQ (4))
S: * 2 FETCH (FLAGS () MODSEQ (3))
S: a4 OK FETCH completed
C: a5 STORE 2 +FLAGS (\\Flagged)
S: * 2 FETCH (FLAGS (\\Flagged) MODSEQ (5))
S: a5 OK STORE completed
C: a6 UID STORE 2 +FLAGS.SILENT (\\Seen)
S: * 2 FETCH (UID 2 MODSEQ (6))
S: a6 OK STORE completed
C: a7 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 4)
S: * 2 FETCH (UID 2 FLAGS (\\Flagged \\Seen) MODSEQ (6))
S: a7 OK FETCH completed
C: a8 SEARCH MODSEQ 5
S: * SEARCH 2 (MODSEQ 6)
S: a8 OK SEARCH completed
C: a9 SEARCH RETURN (MIN) MODSEQ 1
S: * ESEARCH (TAG "a9") MIN 1 MODSEQ 4
S: a9 OK SEARCH completed
C: b1 STATUS INBOX (HIGHESTMODSEQ)
S: * STATUS INBOX (HIGHESTMODSEQ 6)
S: b1 OK STATUS completed
)");
}

TEST_CASE("imap condstore: UNCHANGEDSINCE leaves alone what somebody else has changed (3.1.3)",
          "[imap]") {
  check_server(k_select + R"(
! reading
C: a3 STORE 1:2 (UNCHANGEDSINCE 3) +FLAGS.SILENT (\\Deleted)
S: * OK [HIGHESTMODSEQ 4] as of now
S: * 1 FETCH (MODSEQ (5))
S: * 2 FETCH (UID 2 FLAGS (\\Seen) MODSEQ (4))
S: a3 OK [MODIFIED 2] STORE completed
C: a4 UID STORE 2 (UNCHANGEDSINCE 4) +FLAGS (\\Deleted)
S: * 2 FETCH (UID 2 FLAGS (\\Deleted \\Seen) MODSEQ (6))
S: a4 OK STORE completed
C: a5 EXPUNGE
S: * 2 EXPUNGE
S: * 1 EXPUNGE
S: a5 OK [HIGHESTMODSEQ 8] EXPUNGE completed
)");
}

TEST_CASE(
    "imap qresync: a client that comes back is told what is gone and what has changed (3.2.5)",
    "[imap]") {
  const auto prepare = [](store::Account& account) {
    for (int i = 0; i < 3; ++i)
      REQUIRE(store::append(account, "INBOX", {"Subject: More\r\n\r\n", 0, {}}));  // up to 6
    REQUIRE(store::remove_mails(account, "INBOX", {1, 3, 4}));                     // 7, 8, 9
    REQUIRE(store::set_flags(account, "INBOX", {5}, store::FlagsMode::add,
                             store::Flags{store::k_flagged}));  // 10
  };
  check_server(k_login + R"(
C: a2 SELECT INBOX (QRESYNC (7 6))
S: a2 BAD this parameter is not offered, or not enabled
C: a3 ENABLE QRESYNC
S: * ENABLED QRESYNC
S: a3 OK ENABLE completed
C: a4 SELECT INBOX (QRESYNC (7 7 1:5 (1,2 1,2)))
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 2 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen mail
S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] these can be changed
S: * OK [UIDVALIDITY 7] UIDs are valid
S: * OK [UIDNEXT 6] the next UID
S: * OK [HIGHESTMODSEQ 10] the last change
S: * VANISHED (EARLIER) 3:4
S: * 2 FETCH (UID 5 FLAGS (\\Flagged) MODSEQ (10))
S: a4 OK [READ-WRITE] SELECT completed
C: a5 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 6 VANISHED)
S: * VANISHED (EARLIER) 1,3:4
S: * 2 FETCH (UID 5 FLAGS (\\Flagged) MODSEQ (10))
S: a5 OK FETCH completed
C: a6 UID STORE 2 +FLAGS.SILENT (\\Deleted)
S: * 1 FETCH (UID 2 MODSEQ (11))
S: a6 OK STORE completed
C: a7 EXPUNGE
S: * VANISHED 2
S: a7 OK [HIGHESTMODSEQ 12] EXPUNGE completed
C: a8 FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)
S: a8 BAD VANISHED is for UID FETCH, after ENABLE QRESYNC
C: a9 SELECT Sent (QRESYNC (1 1))
S: * OK [CLOSED] the other mailbox is closed
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 0 EXISTS
S: * 0 RECENT
S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] these can be changed
S: * OK [UIDVALIDITY 9] UIDs are valid
S: * OK [UIDNEXT 1] the next UID
S: * OK [HIGHESTMODSEQ 1] the last change
S: a9 OK [READ-WRITE] SELECT completed
)",
               open_options(), prepare);
}
