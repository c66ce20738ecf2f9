// SEARCH: each criterion against mails that meet it and mails that do not (RFC 9051, section 6.4.4).
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/imap/search.h"
#include "sim/mime/compose.h"

using namespace mailscope;

namespace {

// Mail 1 (UID 10): Russian, with a page and a file; mail 2 (UID 20): short, broken Date.
std::vector<store::Mail> mails() {
  mime::MessageDraft draft;
  draft.from = {{"Анна", "anna", "example.org", "", ""}};
  draft.to = {{"", "boris", "example.net", "", ""}};
  draft.subject = "Отчёт за март";
  draft.date_s = 1'772'442'000;  // 2 March 2026
  draft.message_id = "1@example.org";
  draft.text = "Привет, Борис!\n";
  draft.html = "<p>Уже в пути</p>\n";
  draft.attachments = {{"a.bin", "application/octet-stream", "Hidden words", ""}};
  store::Mail first{10, 5, store::Flags{store::k_seen, "$Work"}, 1'772'500'000,
                    mime::compose(draft)};
  store::Mail second{
      20, 6, store::Flags{store::k_deleted, store::k_answered, store::k_draft, store::k_flagged},
      1'772'600'000,
      "From: carol@example.com\r\nTo: dave@example.com\r\nCc: erin@example.com\r\n"
      "Bcc: frank@example.com\r\nSubject: Lunch\r\nDate: never\r\nX-Empty:\r\n\r\nAt noon?\r\n"};
  return {first, second};
}

// The numbers of the mails found, or the fault.
std::string found(const std::string& criteria) {
  imap::Scanner scanner(criteria);
  const imap::SearchRequest request = imap::parse_search(scanner);
  scanner.end();
  if (!scanner.is_ok()) return "BAD";
  if (!request.is_charset_known) return "BADCHARSET";
  std::string numbers;
  std::uint32_t number = 0;
  for (const store::Mail& mail : mails()) {
    ++number;
    if (imap::meets(request.criterion, mail, number, {2, 20, nullptr}))
      numbers += (numbers.empty() ? "" : " ") + std::to_string(number);
  }
  return numbers;
}

}  // namespace

TEST_CASE("imap search: every criterion finds what it names", "[imap]") {
  struct Row {
    const char *criteria, *numbers;
  };
  const Row rows[] = {
      {"ALL", "1 2"},
      {"SEEN", "1"},
      {"UNSEEN", "2"},
      {"DELETED", "2"},
      {"UNDELETED SEEN", "1"},
      {"KEYWORD $work", "1"},
      {"UNKEYWORD $Work", "2"},
      {"ANSWERED", "2"},
      {"UNANSWERED", "1"},
      {"DRAFT", "2"},
      {"UNDRAFT", "1"},
      {"FLAGGED", "2"},
      {"UNFLAGGED", "1"},
      {"KEYWORD $Home", ""},
      {"UNKEYWORD $Home", "1 2"},
      {"seen", "1"},
      {"NEW", ""},
      {"RECENT", ""},
      {"OLD", "1 2"},
      {"2:*", "2"},
      {"*", "2"},
      {"*:1", "1 2"},
      {"9", ""},
      {"0", "BAD"},
      {"UID *", "2"},
      {"UID 30:*", "2"},
      {"UID 1:9", ""},
      {"TO boris", "1"},
      {"TO dave", "2"},
      {"CC erin", "2"},
      {"BCC frank", "2"},
      {"BCC dave", ""},
      {"UID 10", "1"},
      {"UID 15:*", "2"},
      {"FROM carol", "2"},
      {"FROM \"АННА\"", "1"},
      {"CHARSET UTF-8 SUBJECT {10}\r\nОТЧЁТ", "1"},
      {"BODY \"привет\"", "1"},
      {"BODY \"УЖЕ В\"", "1"},
      {"BODY hidden", ""},
      {"BODY lunch", ""},
      {"TEXT lunch", "2"},
      {"TEXT \"x-empty:\"", "2"},
      {"BODY \"x-empty:\"", ""},
      {"TEXT \"отчёт\"", "1"},
      {"HEADER X-None \"\"", ""},
      {"HEADER X-Empty \"\"", "2"},
      {"HEADER Message-ID 1@example", "1"},
      {"SINCE 4-Mar-2026", "2"},
      {"ON 3-Mar-2026", "1"},
      {"BEFORE 3-Mar-2026", ""},
      {"BEFORE 4-Mar-2026", "1"},
      {"SENTON 2-Mar-2026", "1"},
      {"SENTBEFORE 3-Mar-2026", "1"},
      {"SENTBEFORE 2-Mar-2026", ""},
      {"SENTSINCE 2-Mar-2026", "1 2"},
      {"SENTSINCE 3-Mar-2026", "2"},
      {"SINCE \"4-Mar-2026\"", "2"},
      {"SINCE 4-Mar-26", "BAD"},
      {"LARGER 200", "1"},
      {"SMALLER 200", "2"},
      {"NOT SEEN", "2"},
      {"OR SEEN DELETED", "1 2"},
      {"(SEEN) NOT (OR FROM carol FROM dave)", "1"},
      {"CHARSET EBCDIC ALL", "BADCHARSET"},
      {"CHARSET KOI8-R SUBJECT {5}\r\n\xcf\xd4\xde\xa3\xd4", "1"},
      {"MODSEQ 6", "2"},
      {"MODSEQ \"/flags/\\\\Seen\" all 5", "1 2"},
      {"MODSEQ \"/flags/\\\\Seen\" some 5", "BAD"},
      {"NOT 1", "2"},
      {"OR (SEEN KEYWORD $Work) (NOT UID 1:20)", "1"},
      {"SINCE 31-Feb-2026", "BAD"},
      {"OR SEEN", "BAD"},
      {"()", "BAD"},
      {"WHATEVER", "BAD"},
  };
  for (const Row& row : rows) {
    INFO(row.criteria);
    CHECK(found(row.criteria) == row.numbers);
  }
}
