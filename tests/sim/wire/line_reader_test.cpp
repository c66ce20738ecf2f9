// Lines out of octets: pieces of any size, every fault, bounded memory.
#include "sim/wire/line_reader.h"

#include <vector>

#include <catch2/catch_test_macros.hpp>

using namespace mailscope;
using wire::LineFault;

namespace {

std::vector<wire::ReadLine> lines_of(std::string_view octets, std::size_t step,
                                     std::size_t octets_max = 20) {
  wire::LineReader reader;
  std::vector<wire::ReadLine> lines;
  for (std::size_t at = 0; at < octets.size(); at += step) {
    reader.push(octets.substr(at, step));
    while (auto line = reader.take_line(octets_max)) lines.push_back(std::move(*line));
    CHECK(reader.octets_held() <= octets_max + step);
  }
  return lines;
}

void check_lines(std::string_view octets, const std::vector<wire::ReadLine>& expected) {
  for (const std::size_t step : {octets.size(), std::size_t{1}, std::size_t{3}}) {
    INFO("in pieces of " << step);
    CHECK(lines_of(octets, step) == expected);
  }
}

}  // namespace

TEST_CASE("wire: a line ends at CR LF, however it is cut", "[wire]") {
  check_lines("NOOP\r\nQUIT\r\nhalf",
              {{"NOOP\r\n", LineFault::none}, {"QUIT\r\n", LineFault::none}});
  check_lines("\r\n", {{"\r\n", LineFault::none}});
}

TEST_CASE("wire: a lone LF, a lone CR and a NUL are told", "[wire]") {
  check_lines("a\nb\r\n", {{"a\n", LineFault::bare_lf}, {"b\r\n", LineFault::none}});
  check_lines("a\rb\r\n", {{"a\rb\r\n", LineFault::bare_cr}});
  check_lines("a\r\r\n", {{"a\r\r\n", LineFault::bare_cr}});
  check_lines(std::string_view("a\0b\r\n", 5), {{std::string("a\0b\r\n", 5), LineFault::nul}});
}

TEST_CASE("wire: a line that is too long is cut, and the next one is whole", "[wire]") {
  const std::string longest(18, 'x');
  check_lines(longest + "\r\nNOOP\r\n",
              {{longest + "\r\n", LineFault::none}, {"NOOP\r\n", LineFault::none}});
  check_lines(longest + "y\r\nNOOP\r\n",
              {{longest + "y\r", LineFault::too_long}, {"NOOP\r\n", LineFault::none}});
  check_lines(std::string(10'000, 'x') + "\r\nNOOP\r\n",
              {{std::string(20, 'x'), LineFault::too_long}, {"NOOP\r\n", LineFault::none}});
}

TEST_CASE("wire: counted octets may be taken between lines", "[wire]") {
  wire::LineReader reader;
  reader.push("BDAT 4\r\n\r\n\r\nNOOP\r\n");
  CHECK(reader.take_line(512)->text() == "BDAT 4");
  CHECK(reader.take(4) == "\r\n\r\n");
  CHECK(reader.take_line(512)->text() == "NOOP");
  CHECK_FALSE(reader.take_line(512).has_value());
  CHECK(reader.take(5).empty());
}

TEST_CASE("wire: a hundred thousand lines in one piece are read in linear time", "[wire]") {
  std::string octets;
  for (int i = 0; i < 100'000; ++i) octets += "NOOP\r\n";
  wire::LineReader reader;
  reader.push(octets);
  std::size_t count = 0;
  while (reader.take_line(512)) ++count;
  CHECK(count == 100'000);
}
