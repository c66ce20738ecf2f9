// Dot-stuffing: there and back, in pieces, and what ends the content.
#include "sim/wire/dot_stuffing.h"

#include <array>

#include <catch2/catch_test_macros.hpp>

#include "sim/wire/line.h"

using namespace mailscope;
using wire::DotReader;
using wire::EndOfData;

namespace {

struct Read {
  std::string content;
  std::string rest;  // what came behind the end
  bool is_done;
};

Read read_dots(std::string_view octets, std::size_t step,
               EndOfData end_of_data = EndOfData::crlf_dot_crlf) {
  DotReader reader(1 << 20, end_of_data);
  std::size_t used = 0;
  for (std::size_t at = 0; at < octets.size() && !reader.is_done(); at += step) {
    used = at + reader.read(octets.substr(at, step));
  }
  return {reader.take_content(), std::string(octets.substr(used)), reader.is_done()};
}

}  // namespace

TEST_CASE("wire: content is the same after stuffing and unstuffing, in pieces of any size",
          "[wire]") {
  for (const std::string content :
       {"", "a\r\n", ".\r\n", "..\r\n", ".\r\n.\r\n", "a\r\n.b\r\n\r\n.\r\n", "a\n.b\r\n",
        "a\r.b\r\n", ".\r.\r\n", "\r\n", "\r\r\n"}) {
    const std::string stuffed = wire::dot_stuffed(content);
    for (std::size_t step = 1; step <= stuffed.size(); ++step) {
      const Read read = read_dots(stuffed + "QUIT\r\n", step);
      INFO(content << " in pieces of " << step);
      CHECK(read.is_done);
      CHECK(read.content == content);
      CHECK(read.rest == "QUIT\r\n");
    }
  }
}

TEST_CASE("wire: content without a final line end gets one", "[wire]") {
  CHECK(wire::dot_stuffed("a") == "a\r\n.\r\n");
  CHECK(wire::dot_stuffed("") == ".\r\n");
  CHECK(wire::dot_stuffed("a\n") == "a\n\r\n.\r\n");
}

TEST_CASE("wire: only CR LF . CR LF ends the content", "[wire]") {
  constexpr std::array k_smuggled{"a\n.\nMAIL\r\n", "a\n.\r\nMAIL\r\n", "a\r\n.\nMAIL\r\n",
                                  "a\r.\rMAIL\r\n"};
  for (const char* octets : k_smuggled) {
    for (const std::size_t step : {1u, 100u}) {
      INFO(octets);
      CHECK_FALSE(read_dots(octets, step).is_done);
    }
  }
}

TEST_CASE("wire: a server that takes any newline can be smuggled into", "[wire]") {
  for (const char* octets : {"a\n.\nMAIL\r\n", "a\n.\r\nMAIL\r\n", "a\r\n.\nMAIL\r\n"}) {
    const Read read = read_dots(octets, 1, EndOfData::any_newline);
    INFO(octets);
    CHECK(read.is_done);
    CHECK(read.rest == "MAIL\r\n");
  }
}

TEST_CASE("wire: faults of the content are told", "[wire]") {
  const auto faults_of = [](std::string_view octets) {
    DotReader reader;
    reader.read(octets);
    return reader.faults();
  };
  CHECK(faults_of("a\nb\r\n.\r\n").has_bare_lf);
  CHECK(faults_of("a\rb\r\n.\r\n").has_bare_cr);
  CHECK(faults_of(std::string_view("a\0\r\n.\r\n", 7)).has_nul);
  CHECK(faults_of("12345678\r\n.\r\n").line_octets_max == 10);
  const auto clean = faults_of("a\r\n..b\r\n.\r\n");
  CHECK_FALSE(clean.has_bare_lf);
  CHECK_FALSE(clean.has_bare_cr);
  CHECK_FALSE(clean.has_nul);
}

TEST_CASE("wire: content beyond the limit is counted and not kept", "[wire]") {
  DotReader reader(4, EndOfData::crlf_dot_crlf);
  reader.read("123456\r\n.\r\n");
  CHECK(reader.is_done());
  CHECK(reader.is_too_big());
  CHECK(reader.octets_seen() == 8);
  CHECK(reader.take_content() == "1234");
}

TEST_CASE("wire: a line knows how it goes over the wire", "[wire]") {
  CHECK(wire_octets({LineKind::command, "NOOP\r\n"}) == "NOOP\r\n");
  CHECK(wire_octets({LineKind::content, ".a\r\n", Framing::dots}) == "..a\r\n.\r\n");
  CHECK(wire_octets({LineKind::content, ".a\r\n"}) == ".a\r\n");
}
