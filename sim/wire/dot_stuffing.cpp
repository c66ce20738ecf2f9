// Dot-stuffing, written for pieces of any size: the reader's state says what the line began with.
#include "sim/wire/dot_stuffing.h"

#include <algorithm>
#include <utility>

namespace mailscope::wire {

std::string dot_stuffed(std::string_view content) {
  std::string out;
  out.reserve(content.size() + content.size() / 64 + 8);
  // Only CR LF begins a line; a lone LF does not, or an honest content would be changed.
  bool is_line_start = true;
  for (std::size_t i = 0; i < content.size(); ++i) {
    if (is_line_start && content[i] == '.') out.push_back('.');
    out.push_back(content[i]);
    is_line_start = content[i] == '\n' && i > 0 && content[i - 1] == '\r';
  }
  if (!is_line_start) out += "\r\n";
  out += ".\r\n";
  return out;
}

ContentFaults faults_of(std::string_view content) {
  ContentFaults faults;
  std::size_t line_octets = 0;
  for (std::size_t i = 0; i < content.size(); ++i) {
    const char c = content[i];
    faults.line_octets_max = std::max(faults.line_octets_max, ++line_octets);
    if (c == '\0') faults.has_nul = true;
    if (c == '\r' && (i + 1 == content.size() || content[i + 1] != '\n')) faults.has_bare_cr = true;
    if (c == '\n') {
      if (i == 0 || content[i - 1] != '\r') faults.has_bare_lf = true;
      line_octets = 0;
    }
  }
  return faults;
}

std::size_t DotReader::read(std::string_view octets) {
  const bool is_lenient = end_of_data_ == EndOfData::any_newline;
  std::size_t used = 0;
  while (used < octets.size() && !is_done_) {
    const char c = octets[used++];
    if (c == '\0') faults_.has_nul = true;
    switch (seen_) {
      case Seen::line_start:
        if (c == '.') {
          seen_ = Seen::dot;
          break;
        }
        take_octet(c);
        break;
      case Seen::dot:  // a line's first dot is never content (RFC 5321, section 4.5.2)
        if (c == '\r') {
          seen_ = Seen::dot_cr;
        } else if (c == '\n' && is_lenient) {
          faults_.has_bare_lf = true;
          is_done_ = true;
        } else {
          seen_ = Seen::text;
          take_octet(c);
        }
        break;
      case Seen::dot_cr:
        if (c == '\n') {
          is_done_ = true;
        } else {
          keep('\r');
          seen_ = Seen::cr;
          take_octet(c);
        }
        break;
      case Seen::cr:
      case Seen::text: take_octet(c); break;
    }
  }
  return used;
}

void DotReader::take_octet(char c) {
  const bool follows_cr = seen_ == Seen::cr;
  if (follows_cr && c != '\n') faults_.has_bare_cr = true;
  if (c == '\n' && !follows_cr) faults_.has_bare_lf = true;
  keep(c);
  if (c == '\n') {
    const bool ends_line = follows_cr || end_of_data_ == EndOfData::any_newline;
    line_octets_ = 0;
    seen_ = ends_line ? Seen::line_start : Seen::text;
  } else {
    seen_ = c == '\r' ? Seen::cr : Seen::text;
  }
}

void DotReader::keep(char octet) {
  ++octets_seen_;
  ++line_octets_;
  faults_.line_octets_max = std::max(faults_.line_octets_max, line_octets_);
  if (octets_seen_ <= octets_max_) content_.push_back(octet);
}

std::string DotReader::take_content() { return std::exchange(content_, {}); }

}  // namespace mailscope::wire
