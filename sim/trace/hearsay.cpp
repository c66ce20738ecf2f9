// What was said waits as one stream per speaker until it is heard.
#include "sim/trace/hearsay.h"

#include <algorithm>
#include <string_view>

namespace mailscope {
namespace {

std::size_t dots_at(std::string_view octets, std::size_t at) {
  const std::size_t end = octets.find_first_not_of('.', at);
  return (end == std::string_view::npos ? octets.size() : end) - at;
}

// Passes over the dots with which a line begins, on both sides: one may have been doubled for the way, or
// undone at its end. A line of one dot is the end of content and no other line.
bool pass_dots(std::string_view said, std::size_t& at, std::string_view heard, std::size_t& i) {
  const std::size_t ours = dots_at(said, at), theirs = dots_at(heard, i);
  const bool is_end = said.substr(at, 3) == ".\r\n" || heard.substr(i, 3) == ".\r\n";
  if (ours != theirs &&
      ((is_end && std::min(ours, theirs) == 0) || ours > theirs + 1 || theirs > ours + 1)) {
    return false;
  }
  at += ours;
  i += theirs;
  return true;
}

// Where `heard` ends when it stands in `said` at `at`; npos when something else stands there.
std::size_t end_of(std::string_view said, std::size_t at, std::string_view heard, bool has_dots) {
  bool is_line_start = true;
  for (std::size_t i = 0; i < heard.size(); ++i, ++at) {
    if (has_dots && is_line_start && !pass_dots(said, at, heard, i)) return std::string::npos;
    if (i == heard.size()) break;
    if (at >= said.size() || said[at] != heard[i]) return std::string::npos;
    is_line_start = heard[i] == '\n';
  }
  return at;
}

}  // namespace

Hearing Hearsay::about(const Record& record) {
  if (const auto* said = std::get_if<Said>(&record.payload)) {
    Words& words = words_[{record.place.connection, said->speaker}];
    words.octets += said->text;
    words.pieces.push_back({words.octets.size(), said->kind});
  } else if (const auto* sent = std::get_if<PacketSent>(&record.payload)) {
    if (sent->is_injected) injected_.insert(record.place.connection);
  } else if (std::holds_alternative<PacketChanged>(record.payload)) {
    injected_.insert(record.place.connection);
  } else if (const auto* heard = std::get_if<Understood>(&record.payload)) {
    return about(*heard, record.place);
  }
  return Hearing::as_said;
}

Hearing Hearsay::about(const Understood& heard, const Place& place) {
  const auto found = words_.find({place.connection, heard.speaker});
  if (found == words_.end()) {
    return injected_.count(place.connection) != 0 ? Hearing::changed : Hearing::misread;
  }
  Words& said = found->second;
  Hearing hearing = Hearing::as_said;
  if (heard.text.empty() || take(said, heard, hearing)) return hearing;
  if (!said.pieces.empty()) advance(said, said.pieces.front().end);
  forget(said);
  return Hearing::changed;
}

// Looks where the listener is, and then where later lines begin.
bool Hearsay::take(Words& said, const Understood& heard, Hearing& hearing) {
  const bool was_content = said.is_in_content;
  for (std::size_t at = said.at; at < said.octets.size();) {
    const bool is_content = kind_at(said, at) == LineKind::content;
    const std::size_t end =
        end_of(said.octets, at, heard.text, is_content || heard.kind == LineKind::content);
    if (end != std::string::npos) {
      if (heard.kind == LineKind::command && is_content) hearing = Hearing::misread;
      said.is_in_content = is_content;
      advance(said, end);
      return true;
    }
    const std::size_t line_end = said.octets.find('\n', at);
    if (line_end == std::string::npos) break;
    at = line_end + 1;
  }
  // The dot that ends content is no part of it, yet people who listen line by line hear it.
  said.is_in_content = false;
  return was_content && heard.text == ".\r\n";
}

LineKind Hearsay::kind_at(const Words& said, std::size_t at) {
  for (const Piece& piece : said.pieces) {
    if (at < piece.end) return piece.kind;
  }
  return LineKind::command;
}

void Hearsay::advance(Words& said, std::size_t to) {
  said.at = to;
  while (!said.pieces.empty() && said.pieces.front().end <= to) said.pieces.pop_front();
}

void Hearsay::forget(Words& said) {
  constexpr std::size_t k_octets_kept = 65'536;
  if (said.at < k_octets_kept && !said.pieces.empty()) return;
  said.octets.erase(0, said.at);
  for (Piece& piece : said.pieces) piece.end -= said.at;
  said.at = 0;
}

}  // namespace mailscope
