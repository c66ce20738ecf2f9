// Cuts what a server sends into responses: a line, with the literals in it and what follows them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/wire/line.h"
#include "sim/wire/line_reader.h"

namespace mailscope::imap {

struct Response {
  std::string octets;       // literals as on the wire, without the last CR LF
  std::vector<Line> lines;  // the same as it came, for the transcript
  std::string fault;        // in words; empty: none
};

class ResponseReader {
 public:
  ResponseReader(std::size_t line_octets_max, std::size_t literal_octets_max)
      : line_octets_max_(line_octets_max), literal_octets_max_(literal_octets_max) {}

  void push(std::string_view octets) { reader_.push(octets); }
  std::optional<Response> next();
  std::size_t octets_held() const { return reader_.octets_held(); }
  void clear() { reader_.clear(); }

 private:
  std::size_t line_octets_max_, literal_octets_max_;
  wire::LineReader reader_;
  Response response_;
  std::string literal_;
  std::size_t literal_left_ = 0;
  bool is_in_literal_ = false;
};

}  // namespace mailscope::imap
