// Transparency of SMTP's DATA and POP3's multi-line answers (RFC 5321, section 4.5.2; RFC 1939,
// section 3): a line that begins with a dot gets one more, and a line of one dot ends it all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mailscope::wire {

// The content as it goes over the wire, final "." CR LF included. Content that does not end in CR LF
// gets one before the final dot.
std::string dot_stuffed(std::string_view content);

// Which octets end the content.
enum class EndOfData {
  crlf_dot_crlf,  // what the RFC says
  any_newline,    // LF "." LF, LF "." CR LF and CR LF "." LF, too: the hole of SMTP smuggling
};

struct ContentFaults {
  bool has_bare_cr = false;
  bool has_bare_lf = false;
  bool has_nul = false;
  std::size_t line_octets_max = 0;  // the longest line, with its line end
  friend bool operator==(const ContentFaults&, const ContentFaults&) = default;
};

// The faults of content that came counted (BDAT, literals).
ContentFaults faults_of(std::string_view content);

// Reads stuffed content in pieces of any size and undoes the stuffing.
class DotReader {
 public:
  DotReader() = default;
  // Content beyond `octets_max` is counted and thrown away.
  DotReader(std::uint64_t octets_max, EndOfData end_of_data)
      : octets_max_(octets_max), end_of_data_(end_of_data) {}

  // Returns how many octets belonged to the content; the rest comes after its end.
  std::size_t read(std::string_view octets);

  bool is_done() const { return is_done_; }
  bool is_too_big() const { return octets_seen_ > octets_max_; }
  std::uint64_t octets_seen() const { return octets_seen_; }
  const ContentFaults& faults() const { return faults_; }
  // The content, with CR LF at its end, without the final dot.
  std::string take_content();

 private:
  enum class Seen { line_start, text, cr, dot, dot_cr };  // since the last line end
  void take_octet(char octet);
  void keep(char octet);

  std::uint64_t octets_max_ = UINT64_MAX;
  EndOfData end_of_data_ = EndOfData::crlf_dot_crlf;
  Seen seen_ = Seen::line_start;
  bool is_done_ = false;
  std::uint64_t octets_seen_ = 0;
  std::size_t line_octets_ = 0;
  ContentFaults faults_;
  std::string content_;
};

}  // namespace mailscope::wire
