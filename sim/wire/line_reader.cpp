// Cutting octets into lines with bounded memory and without scanning anything twice.
#include "sim/wire/line_reader.h"

#include <algorithm>
#include <utility>

#include "sim/base/check.h"

namespace mailscope::wire {
namespace {

LineFault fault_in(std::string_view line) {
  if (line.find('\0') != line.npos) return LineFault::nul;
  const bool has_cr_lf = line.size() >= 2 && line[line.size() - 2] == '\r';
  const std::string_view text = line.substr(0, line.size() - (has_cr_lf ? 2 : 1));
  if (text.find('\r') != text.npos) return LineFault::bare_cr;
  return has_cr_lf ? LineFault::none : LineFault::bare_lf;
}

}  // namespace

std::string_view name_of(LineFault fault) {
  switch (fault) {
    case LineFault::none: return "none";
    case LineFault::too_long: return "too long";
    case LineFault::nul: return "an octet 0";
    case LineFault::bare_cr: return "a CR without LF";
    case LineFault::bare_lf: return "a LF without CR";
  }
  return "";
}

std::string_view ReadLine::text() const& {
  std::string_view rest = octets;
  if (!rest.empty() && rest.back() == '\n') {
    rest.remove_suffix(1);
    if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  }
  return rest;
}

void LineReader::push(std::string_view octets) { held_.append(octets); }

std::string_view LineReader::waiting() const { return std::string_view(held_).substr(start_); }

void LineReader::drop(std::size_t count) {
  MUST(count <= held_.size() - start_);
  start_ += count;
  scanned_ = std::max(scanned_, start_);
  if (start_ == held_.size()) {
    held_.clear();
    start_ = scanned_ = 0;
  } else if (start_ >= 4096 && start_ >= held_.size() / 2) {
    held_.erase(0, start_);
    scanned_ -= start_;
    start_ = 0;
  }
}

void LineReader::clear() {
  held_.clear();
  start_ = scanned_ = 0;
  too_long_.clear();
  is_dropping_ = false;
}

std::string LineReader::take(std::size_t count) {
  std::string octets(waiting().substr(0, count));
  drop(octets.size());
  return octets;
}

std::optional<ReadLine> LineReader::take_line(std::size_t octets_max) {
  const auto lf = held_.find('\n', std::max(scanned_, start_));
  if (lf == std::string::npos) {
    scanned_ = held_.size();
    const std::size_t count = held_.size() - start_;
    if (count > octets_max || is_dropping_) {
      // Keep the beginning to show it; of the rest, only that it came.
      if (!is_dropping_) too_long_ = std::string(waiting().substr(0, octets_max));
      is_dropping_ = true;
      drop(count);
    }
    return std::nullopt;
  }
  std::string octets = take(lf + 1 - start_);
  if (is_dropping_) {
    is_dropping_ = false;
    return ReadLine{std::exchange(too_long_, {}), LineFault::too_long};
  }
  if (octets.size() > octets_max) {
    octets.resize(octets_max);
    return ReadLine{std::move(octets), LineFault::too_long};
  }
  const LineFault fault = fault_in(octets);
  return ReadLine{std::move(octets), fault};
}

}  // namespace mailscope::wire
