// Encoded words, parameters, charsets, transfer encodings, dates.
#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/mime/charset.h"
#include "sim/mime/date.h"
#include "sim/mime/encoded_word.h"
#include "sim/mime/header.h"
#include "sim/mime/parameter.h"
#include "sim/mime/transfer.h"

namespace mailscope::mime {
namespace {

TEST_CASE("mime words: the examples of RFC 2047, section 8", "[mime]") {
  struct Row {
    const char *written, *meant;
  };
  const Row rows[] = {
      {"(=?ISO-8859-1?Q?a?=)", "(a)"},
      {"(=?ISO-8859-1?Q?a?= b)", "(a b)"},
      {"(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"},
      {"(=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=)", "(ab)"},
      {"(=?ISO-8859-1?Q?a_b?=)", "(a b)"},
      {"(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)"},
      {"=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore"},
      {"=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=", "If you can read this yo"},
      {"=?koi8-r?B?8NLJ18XU?= =?koi8-r?B?LCDNydI=?=", "Привет, мир"},
      {"=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет"},
      {"=?utf-8?B?0J8=?= x =?utf-8?B?0J8=?=", "П x П"},
      // One character cut over two words: not allowed, but common.
      {"=?utf-8?B?0A==?= =?utf-8?B?nw==?=", "П"},
      {"=?x-unknown?Q?a?=", "=?x-unknown?Q?a?="},
      {"=?utf-8?X?a?= =?utf-8?Q?a", "=?utf-8?X?a?= =?utf-8?Q?a"},
      {"a = ? b", "a = ? b"},
  };
  for (const Row& row : rows) CHECK(decode_words(row.written) == row.meant);
}

TEST_CASE("mime words: what is encoded is ASCII, short enough, and decodes to itself", "[mime]") {
  const char* texts[] = {
      "plain text",
      "Привет",
      "Re: Привет, мир!",
      "a Привет b мир c",
      "naïve café",
      "=?not a word?=",
      "  two  blanks é  é",
      "日本語のとても長い件名です。日本語のとても長い件名です。日本語のとても長い件名です。",
      "",
      "😀 emoji",
      "trailing é ",
      "é"};
  for (const char* text : texts) {
    INFO(text);
    const std::string encoded = encode_unstructured(text);
    CHECK(is_ascii(encoded));
    CHECK(decode_words(encoded) == text);
    for (const std::string_view word : split(encoded, ' ')) CHECK(word.size() <= 75);
    CHECK(decode_words(unfold(fold_field("Subject", encoded)).substr(8))
              .find(std::string(trim(text))) != std::string::npos);
  }
  CHECK(encode_unstructured("plain text") == "plain text");
  CHECK(encode_phrase("Anna K. Smith") == "\"Anna K. Smith\"");
  CHECK(encode_phrase("Anna Smith") == "Anna Smith");
  CHECK(encode_phrase("a \"b\" \\") == "\"a \\\"b\\\" \\\\\"");
}

TEST_CASE("mime words: random texts survive encoding and folding", "[mime]") {
  const std::string pieces[] = {"a",  " ",  "é", "П",  "日", "😀",
                                "=?", "?=", "_", "\"", ".",  "longword"};
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    std::string text;
    for (std::uint64_t n = random.below(60); n > 0; --n)
      text += pieces[static_cast<std::size_t>(random.below(std::size(pieces)))];
    const std::string encoded = encode_unstructured(text);
    CHECK(is_ascii(encoded));
    CHECK(decode_words(encoded) == text);
  }
}

TEST_CASE("mime parameters: quoted, continued, encoded (RFC 2045, 5.1; RFC 2231)", "[mime]") {
  const auto type = parse_parameters(
      "Multipart/MIXED (a comment);\r\n boundary=\"a;b \\\"c\\\"\"; Charset = us-ascii (x)");
  CHECK(type.value == "multipart/mixed");
  CHECK(type.find("boundary") == "a;b \"c\"");
  CHECK(type.find("CHARSET") == "us-ascii");
  CHECK(type.faults.empty());

  const auto url = parse_parameters(
      "message/external-body; access-type=URL;\r\n URL*0=\"ftp://\";\r\n"
      " URL*1=\"cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar\"");
  CHECK(url.find("url") == "ftp://cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar");

  const auto title = parse_parameters(
      "application/x-stuff\r\n ;title*1*=%2A%2A%2Afun%2A%2A%2A%20\r\n"
      " ;title*0*=us-ascii'en'This%20is%20even%20more%20\r\n ;title*2=\"isn't it!\"");
  CHECK(title.find("title") == "This is even more ***fun*** isn't it!");

  CHECK(parse_parameters("attachment; filename*=UTF-8''%D0%9F.txt; filename=\"p.txt\"")
            .find("filename") == "П.txt");
  CHECK(parse_parameters("attachment; filename=\"=?utf-8?B?0J8=?=\"").find("filename") == "П");
  const auto loose = parse_parameters("attachment; filename=my file.txt; x");
  CHECK(loose.find("filename") == "my file.txt");
  CHECK(loose.faults.size() == 2);
}

TEST_CASE("mime parameters: what is written can be read again", "[mime]") {
  for (const char* value :
       {"a.txt", "two words.txt", "Отчёт за март.pdf", "", "q\"uo\\te",
        "a very long name that goes on and on and on and on and on and on and on.txt",
        "очень длинное имя файла, которое никак не кончается и не кончится.txt"}) {
    const std::string text = "attachment" + parameter_text("filename", value);
    INFO(text);
    CHECK(is_ascii(text));
    CHECK(parse_parameters(text).find("filename") == value);
  }
}

TEST_CASE("mime charset: octets that mean nothing become U+FFFD, unknown charsets nothing",
          "[mime]") {
  CHECK(to_utf8("\xcf\xf0\xe8", "Windows-1251") == "При");
  CHECK(to_utf8("a\xff\xd0\x9f", "utf-8") == "a\xef\xbf\xbdП");
  CHECK(to_utf8("\xa4", "iso-8859-15") == "€");
  CHECK_FALSE(to_utf8("a", "ebcdic"));
}

TEST_CASE("mime transfer: base64 and quoted-printable are read tolerantly", "[mime]") {
  CHECK(decode("SGVs\r\nbG8=", Transfer::base64).octets == "Hello");
  CHECK(decode("SGVs*bG8", Transfer::base64).faults == 2);
  CHECK(decode("SGVsbG8=SGVsbG8=", Transfer::base64).octets == "HelloHello");
  CHECK(decode("a=3Db  \r\nc=\r\nd=2", Transfer::quoted_printable).octets == "a=b\r\ncd=2");
  CHECK(decode("=D0=9f", Transfer::quoted_printable).octets == "П");
  CHECK(transfer_of(" Base64 ") == Transfer::base64);
  CHECK(transfer_of("") == Transfer::seven_bit);
  CHECK(transfer_of("x-uuencode") == Transfer::unknown);
}

TEST_CASE("mime transfer: random octets survive, in lines of at most 76", "[mime]") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    std::string octets(static_cast<std::size_t>(random.below(400)), '\0');
    for (char& c : octets) c = static_cast<char>(random.below(256));
    CHECK(decode(encode_base64_lines(octets), Transfer::base64).octets == octets);
    std::string text;
    for (std::uint64_t n = random.below(300); n > 0; --n) {
      const std::string pieces[] = {"a",    " ", "\t",    "=",         "é",
                                    "\r\n", ".", "From ", "\r\n.\r\n", "\xff"};
      text += pieces[static_cast<std::size_t>(random.below(std::size(pieces)))];
    }
    const std::string encoded = encode_quoted_printable(text);
    CHECK(decode(encoded, Transfer::quoted_printable).octets == text);
    CHECK(is_ascii(encoded));
    for (const std::string_view line : split(encoded, '\n')) CHECK(line.size() <= 77);
  }
}

TEST_CASE("mime date: the forms of RFC 5322 and the obsolete ones", "[mime]") {
  struct Row {
    const char* text;
    const char* utc;  // empty = cannot be read
  };
  const Row rows[] = {
      {"Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T15:55:06Z"},
      {"21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z"},
      {"Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 "
       "(Newfoundland Time)",
       "1969-02-14T03:02:00Z"},
      // Appendix A.6.3, and what is left open between its colons.
      {"Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06Z"},
      {"21 Nov 1997 09 :55:", ""},
      {"21 Nov 1997 : 09:55", ""},
      {":", ""},
      {"21 Nov 102 09:55 Z", "2002-11-21T09:55:00Z"},
      {"21 Nov 49 09:55:60 -0000", "2049-11-21T09:56:00Z"},
      {"21 Nov 50 09:55 PDT", "1950-11-21T16:55:00Z"},
      {"29 Feb 2024 00:00 EST", "2024-02-29T05:00:00Z"},
      {"29 Feb 2023 00:00 +0000", ""},
      {"Mon, 2 Mar 2026 09:00:00 +0000", "2026-03-02T09:00:00Z"},
      {"2 March 2026 24:00:00 +0000", ""},
      {"garbage", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto date = parse_date(row.text);
    CHECK((date ? rfc3339_date(date->unix_s) : "") == row.utc);
  }
  for (std::int64_t t = -5'000'000'000; t < 8'000'000'000; t += 123'456'789)
    CHECK(parse_date(rfc5322_date(t)).value_or(DateTime{}).unix_s == t);
}

}  // namespace
}  // namespace mailscope::mime
