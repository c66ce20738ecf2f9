// SORT and THREAD: base subjects, orders, threads (RFC 5256).
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/imap/base_subject.h"
#include "sim/imap/collation.h"
#include "sim/imap/thread.h"
#include "tests/sim/imap/imap_office.h"

using namespace mailscope;
using test::check_server;

namespace {

struct Letter {
  const char *id, *references, *subject;
  int minute;  // after noon
  const char* more = "";
};

std::string octets(const Letter& letter) {
  std::string text = "Date: Mon, 2 Mar 2026 12:" + std::string(letter.minute < 10 ? "0" : "") +
                     std::to_string(letter.minute) + ":00 +0000\r\n";
  if (*letter.id) text += "Message-ID: <" + std::string(letter.id) + ">\r\n";
  if (*letter.references) text += "References: " + std::string(letter.references) + "\r\n";
  return text + "Subject: " + letter.subject + "\r\n" + letter.more + "\r\nbody\r\n";
}

std::string threads(imap::ThreadAlgorithm algorithm, const std::vector<Letter>& letters) {
  std::vector<store::Mail> mails;
  for (const Letter& each : letters) {
    const auto uid = static_cast<store::Uid>(mails.size() + 1);
    mails.push_back({uid, uid, {}, 1'772'442'000, octets(each)});
  }
  std::vector<imap::ThreadMail> named;
  for (const store::Mail& mail : mails) named.push_back({mail.uid, &mail});
  return imap::threads_text(algorithm, named);
}

std::string by_references(const std::vector<Letter>& letters) {
  return threads(imap::ThreadAlgorithm::references, letters);
}

}  // namespace

TEST_CASE("imap sort: the base subject is what is left of a subject (RFC 5256, 2.1)", "[imap]") {
  struct Row {
    const char *subject, *base;
    bool is_reply;
  };
  const Row rows[] = {
      {"Lunch", "Lunch", false},
      {"Re: Lunch", "Lunch", true},
      {"RE : re:Fwd: fw: Lunch", "Lunch", true},
      {"Re[2]: Lunch", "Lunch", true},
      {"Re [2] : Lunch", "Lunch", true},
      {"Lunch (fwd) (FWD)  ", "Lunch", true},
      {"[list] Lunch", "Lunch", false},
      {"[list][two] Re: [list] Lunch", "Lunch", true},
      {"[list]", "[list]", false},
      {"[one] [two]", "[two]", false},
      {"[fwd: Lunch]", "Lunch", true},
      {"[Fwd: Re: [list] Lunch (fwd)]", "Lunch", true},
      {"[open", "[open", false},
      {"Re", "Re", false},
      {"Re:", "", true},
      {"Reply: no", "Reply: no", false},
      {"Lunch [at] noon", "Lunch [at] noon", false},
      {"two\t \t  blanks", "two blanks", false},
      {"=?utf-8?b?UmU6INCe0YLRh9GR0YI=?=", "Отчёт", true},
      {"", "", false},
  };
  for (const Row& row : rows) {
    INFO(row.subject);
    CHECK(imap::base_subject(row.subject) == imap::BaseSubject{row.base, row.is_reply});
  }
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "[a]";
  CHECK(imap::base_subject(many).text == "[a]");
  CHECK(imap::base_subject(many + "Re: x").text == "x");
}

TEST_CASE("imap sort: texts are ordered without case, accents after their letters (RFC 5051)",
          "[imap]") {
  const char* rising[] = {"Abel", "apfel", "Äpfel", "Z", "_", "е", "Ё", "Ж", "и", "Й", "к"};
  for (std::size_t i = 0; i + 1 < std::size(rising); ++i) {
    INFO(rising[i] << " before " << rising[i + 1]);
    CHECK(imap::collation_key(rising[i]) < imap::collation_key(rising[i + 1]));
  }
  CHECK(imap::collation_key("ПРИВЕТ, Ünal") == imap::collation_key("привет, üNAL"));
}

TEST_CASE("imap sort: every key, reversed, several, and ties by number (RFC 5256, 3)", "[imap]") {
  const auto fill = [](store::Account& account) {
    for (const store::Uid uid : {1u, 2u})
      static_cast<void>(store::remove_mails(account, "INBOX", {uid}));
    const auto add = [&](const std::string& text, std::int64_t date_s) {
      static_cast<void>(store::append(account, "INBOX", {text, date_s, {}}));
    };
    add("From: Zed <bob@a.example>\r\nTo: x@a\r\nCc: team: anna@a, bob@a;\r\nSubject: Re: beta\r\n"
        "Date: Mon, 2 Mar 2026 12:00:00 +0300\r\n\r\nlonger than the others\r\n",
        300);
    add("From: Amy <Carl@a.example>\r\nTo: y@a\r\nCc: zed@a\r\nSubject: ALPHA\r\n"
        "Date: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\n",
        200);
    add("From: anna@a.example\r\nTo: \"b c\"@a, a@a\r\nSubject: [list] Beta\r\n"
        "Date: none that can be read\r\n\r\nx\r\n",
        1'772'442'000);  // 2 March 2026, 09:00
    add("Subject: alpha (fwd)\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\n", 100);
  };
  check_server(test::k_login + R"(
C: a2 SELECT inbox
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 4 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen mail
S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] these can be changed
S: * OK [UIDVALIDITY 7] UIDs are valid
S: * OK [UIDNEXT 7] the next UID
S: * OK [HIGHESTMODSEQ 9] the last change
S: a2 OK [READ-WRITE] SELECT completed
C: b1 SORT (SUBJECT) UTF-8 ALL
S: * SORT 2 4 1 3
S: b1 OK SORT completed
C: b2 SORT (REVERSE SUBJECT) UTF-8 ALL
S: * SORT 1 3 2 4
S: b2 OK SORT completed
C: b3 UID SORT (ARRIVAL) US-ASCII ALL
S: * SORT 6 4 3 5
S: b3 OK SORT completed
C: b4 sort (date) utf-8 all
S: * SORT 1 3 2 4
S: b4 OK SORT completed
C: b5 SORT (REVERSE DATE REVERSE ARRIVAL) UTF-8 ALL
S: * SORT 2 4 3 1
S: b5 OK SORT completed
C: b6 SORT (FROM) UTF-8 ALL
S: * SORT 4 3 1 2
S: b6 OK SORT completed
C: b7 SORT (TO) UTF-8 ALL
S: * SORT 4 3 1 2
S: b7 OK SORT completed
C: b8 SORT (CC) UTF-8 ALL
S: * SORT 3 4 1 2
S: b8 OK SORT completed
C: b9 SORT (SIZE) UTF-8 NOT 1
S: * SORT 4 3 2
S: b9 OK SORT completed
C: c1 SORT (SUBJECT REVERSE SIZE) KOI8-R SUBJECT beta
S: * SORT 1 3
S: c1 OK SORT completed
C: c2 SORT (SIZE) UTF-8 FROM nobody
S: * SORT
S: c2 OK SORT completed
C: c3 SORT (SIZE) UTF-8 MODSEQ 1 FROM anna
S: * OK [HIGHESTMODSEQ 9] as of now
S: * SORT 3 (MODSEQ 8)
S: c3 OK SORT completed
)",
               test::open_options(), fill);
}

TEST_CASE("imap sort: wrong forms are refused, and nothing is offered that is off", "[imap]") {
  check_server(test::k_select + R"(
C: b1 SORT (SUBJECT) ALL
S: b1 BAD an argument is missing
C: b2 SORT () UTF-8 ALL
S: b2 BAD a key to sort by is missing
C: b3 SORT (REVERSE) UTF-8 ALL
S: b3 BAD a blank is missing between two arguments
C: b4 SORT (REVERSE REVERSE DATE) UTF-8 ALL
S: b4 BAD SORT knows no key 'REVERSE'
C: b5 SORT SUBJECT UTF-8 ALL
S: b5 BAD '(' is missing before the keys to sort by
C: b6 SORT (COLOUR) UTF-8 ALL
S: b6 BAD SORT knows no key 'COLOUR'
C: b7 SORT (SIZE) EBCDIC ALL
S: b7 NO [BADCHARSET (UTF-8 US-ASCII ISO-8859-1 WINDOWS-1251 KOI8-R)] texts in this charset cannot be read
C: b8 THREAD UTF-8 ALL
S: b8 BAD THREAD knows no algorithm 'UTF-8'
C: b9 THREAD JWZ UTF-8 ALL
S: b9 BAD THREAD knows no algorithm 'JWZ'
C: c1 THREAD REFERENCES EBCDIC ALL
S: c1 NO [BADCHARSET (UTF-8 US-ASCII ISO-8859-1 WINDOWS-1251 KOI8-R)] texts in this charset cannot be read
C: c2 SORT (SIZE) UTF-8 RETURN (ALL) ALL
S: c2 BAD SEARCH knows no criterion 'RETURN (ALL) ALL'
)");
  imap::ServerOptions options = test::open_options();
  options.extensions.sort = options.extensions.thread = false;
  std::string script = test::k_select;
  const std::string names = " SORT THREAD=ORDEREDSUBJECT THREAD=REFERENCES";
  script.erase(script.find(names), names.size());
  check_server(script + R"(
C: b1 SORT (SUBJECT) UTF-8 ALL
S: b1 BAD SORT is not offered
C: b2 THREAD REFERENCES UTF-8 ALL
S: b2 BAD THREAD is not offered
)",
               options);
}

TEST_CASE("imap sort: EXPUNGE waits during SORT and THREAD, not during their UID forms", "[imap]") {
  check_server(test::k_select + R"(
! removal
C: b1 SORT (SIZE) UTF-8 ALL
S: * SORT 2
S: b1 OK SORT completed
C: b2 THREAD ORDEREDSUBJECT UTF-8 ALL
S: * THREAD (2)
S: b2 OK THREAD completed
C: b3 UID THREAD REFERENCES UTF-8 ALL
S: * THREAD (2)
S: * 1 EXPUNGE
S: b3 OK THREAD completed
C: b4 UID SORT (SIZE) UTF-8 ALL
S: * SORT 2
S: b4 OK SORT completed
C: b5 THREAD REFERENCES UTF-8 SUBJECT none
S: * THREAD
S: b5 OK THREAD completed
)");
}

TEST_CASE("imap thread: ORDEREDSUBJECT puts all mails of a subject below the first (RFC 5256, 3)",
          "[imap]") {
  CHECK(threads(imap::ThreadAlgorithm::ordered_subject, {{"1@a", "", "Lunch", 5},
                                                         {"2@a", "", "Re: Report", 3},
                                                         {"3@a", "", "re: LUNCH", 9},
                                                         {"4@a", "", "Report", 1},
                                                         {"5@a", "", "Fwd: lunch", 7},
                                                         {"6@a", "", "Alone", 2}}) ==
        "(4 2)(6)(1 (5)(3))");
  CHECK(threads(imap::ThreadAlgorithm::ordered_subject, {}).empty());
}

TEST_CASE("imap thread: REFERENCES follows the fields, past mails that are missing (RFC 5256, 3)",
          "[imap]") {
  // An answer to an answer; two answers to one mail; In-Reply-To where References is missing.
  CHECK(by_references(
            {{"1@a", "", "A", 1}, {"2@a", "<1@a>", "B", 2}, {"3@a", "<1@a> <2@a>", "C", 3}}) ==
        "(1 2 3)");
  CHECK(by_references({{"1@a", "", "A", 1}, {"2@a", "<1@a>", "B", 3}, {"3@a", "<1@a>", "C", 2}}) ==
        "(1 (3)(2))");
  CHECK(by_references({{"1@a", "", "A", 1}, {"2@a", "", "B", 2, "In-Reply-To: <1@a> <9@a>\r\n"}}) ==
        "(1 2)");
  // The mail between them is not here; the mail above two is not here; the one above one is not.
  CHECK(by_references({{"1@a", "", "A", 1}, {"3@a", "<1@a> <2@a>", "C", 3}}) == "(1 2)");
  CHECK(by_references({{"1@a", "<0@a>", "A", 1}, {"2@a", "<0@a>", "B", 2}, {"3@a", "", "C", 0}}) ==
        "(3)((1)(2))");
  CHECK(by_references({{"1@a", "<8@a> <9@a>", "A", 1}}) == "(1)");
  CHECK(by_references({{"1@a", "<7@a> <8@a>", "A", 1}, {"2@a", "<7@a> <8@a>", "B", 2}}) ==
        "((1)(2))");
  // The answer came first. What a mail says of itself counts more than what others say of it.
  CHECK(by_references({{"2@a", "<1@a>", "B", 2}, {"1@a", "", "A", 1}}) == "(2 1)");
  CHECK(by_references({{"3@a", "<1@a> <2@a>", "C", 3}, {"1@a", "", "A", 1}, {"2@a", "", "B", 2}}) ==
        "(2)(3 1)");
  // Loops are not closed; the same id twice is a mail of its own; quotes do not make another id.
  CHECK(by_references({{"1@a", "<2@a>", "A", 1}, {"2@a", "<1@a>", "B", 2}}) == "(2 1)");
  CHECK(by_references({{"1@a", "<1@a>", "A", 1}}) == "(1)");
  CHECK(by_references({{"1@a", "", "A", 1}, {"1@a", "", "B", 2}, {"3@a", "<1@a>", "C", 3}}) ==
        "(1 3)(2)");
  CHECK(by_references({{"\"1\"@a", "", "A", 1}, {"2@a", "<1@a>", "B", 2}}) == "(1 2)");
  CHECK(by_references({{"", "", "A", 1}, {"none", "<none>", "B", 2}}) == "(1)(2)");
}

TEST_CASE("imap thread: REFERENCES joins threads of one subject (RFC 5256, 3, step 5)", "[imap]") {
  // A reply without the fields goes below what it answers, whichever is seen first.
  CHECK(by_references({{"1@a", "", "Lunch", 1}, {"2@a", "", "Re: lunch", 2}}) == "(1 2)");
  CHECK(by_references({{"1@a", "", "Re: Lunch", 1}, {"2@a", "", "Lunch", 2}}) == "(2 1)");
  // Two of the same subject, neither or both a reply, stand side by side.
  CHECK(
      by_references({{"1@a", "", "Lunch", 1}, {"2@a", "", "Lunch", 2}, {"3@a", "", "Dinner", 0}}) ==
      "(3)((1)(2))");
  CHECK(by_references({{"1@a", "", "Re: Lunch", 1}, {"2@a", "", "Re: Lunch", 2}}) == "((1)(2))");
  CHECK(by_references(
            {{"1@a", "", "Lunch", 1}, {"2@a", "", "Lunch", 2}, {"3@a", "", "Re: Lunch", 3}}) ==
        "((1)(2)(3))");
  // What is missing joins what is missing, and takes in what stands alone.
  CHECK(by_references({{"1@a", "<7@a>", "Lunch", 1},
                       {"2@a", "<7@a>", "B", 2},
                       {"3@a", "<8@a>", "Re: Lunch", 3},
                       {"4@a", "<8@a>", "C", 4},
                       {"5@a", "", "Lunch", 0}}) == "((5)(1)(2)(3)(4))");
  CHECK(by_references({{"1@a", "", "", 1}, {"2@a", "", "Re:", 2}}) == "(1)(2)");
}

TEST_CASE("imap thread: ten thousand answers in a row end well", "[imap]") {
  std::vector<std::string> texts;
  std::vector<Letter> letters;
  texts.reserve(40'000);
  const auto kept = [&](std::string text) {
    texts.push_back(std::move(text));
    return texts.back().c_str();
  };
  for (int i = 0; i < 10'000; ++i) {
    const char* before = i == 0 ? "" : kept("<" + std::to_string(i / 2) + "@a>");
    letters.push_back({kept(std::to_string(i) + "@a"), before, "x", 1});
  }
  CHECK(by_references(letters).size() > 50'000);
  for (int i = 1; i < 10'000; ++i)
    letters[static_cast<std::size_t>(i)].references = kept("<" + std::to_string(i - 1) + "@a>");
  CHECK(by_references(letters).substr(0, 11) == "(1 2 3 4 5 ");
}
