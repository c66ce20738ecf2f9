// Header fields: read tolerantly with their places, folded correctly.
#include "sim/mime/header.h"

#include <catch2/catch_test_macros.hpp>

namespace mailscope::mime {
namespace {

Header read(std::string_view octets, Faults& faults) {
  return parse_header(octets, {0, octets.size()}, faults);
}

TEST_CASE("mime header: every field knows its place, and the empty line ends the header",
          "[mime]") {
  const std::string_view octets = "From: a@b\r\nSubject: one\r\n  two\r\n\r\nbody";
  Faults faults;
  const Header header = read(octets, faults);
  CHECK(faults.empty());
  REQUIRE(header.fields.size() == 2);
  CHECK(header.fields[1].whole.of(octets) == "Subject: one\r\n  two\r\n");
  CHECK(header.fields[1].body.of(octets) == " one\r\n  two");
  CHECK(field_text(octets, header, "SUBJECT") == "one  two");
  CHECK(octets.substr(header.span.end()) == "body");
}

TEST_CASE("mime header: mistakes are noted and read over", "[mime]") {
  struct Row {
    const char* octets;
    std::size_t fields, faults;
    const char* body;
  };
  const Row rows[] = {
      {"A: 1\nB: 2\n\nbody", 2, 3, "body"},
      {"A : 1\r\n\r\nbody", 1, 1, "body"},
      {"From anna Mon Mar  2\r\nA: 1\r\n\r\n", 1, 1, ""},
      {"A: 1\r\nno colon here\r\n\r\nmore", 1, 1, "no colon here\r\n\r\nmore"},
      {"A: 1", 1, 0, ""},
      {"", 0, 0, ""},
      {"\r\nbody", 0, 0, "body"},
      {" folded first\r\n\r\n", 0, 1, " folded first\r\n\r\n"},
  };
  for (const Row& row : rows) {
    INFO(row.octets);
    const std::string_view octets = row.octets;
    Faults faults;
    const Header header = read(octets, faults);
    CHECK(header.fields.size() == row.fields);
    CHECK(faults.size() == row.faults);
    CHECK(octets.substr(header.span.end()) == row.body);
  }
}

TEST_CASE("mime header: long fields are folded within 78 octets and unfold to what they were",
          "[mime]") {
  std::string body;
  for (int i = 0; i < 40; ++i) body += (i == 0 ? "word" : " word") + std::to_string(i);
  const std::string folded = fold_field("Subject", body);
  std::size_t at = 0;
  while (at < folded.size()) {
    const std::size_t end = folded.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    CHECK(end - at <= 78);
    at = end + 2;
  }
  Faults faults;
  const Header header = read(folded, faults);
  CHECK(field_text(folded, header, "Subject") == body);
  CHECK(fold_field("X", "") == "X:\r\n");
}

}  // namespace
}  // namespace mailscope::mime
