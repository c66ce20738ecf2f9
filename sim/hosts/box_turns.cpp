// Counting commands and replies.
#include "sim/hosts/box_turns.h"

#include "sim/base/text.h"

namespace mailscope::hosts {
namespace {

constexpr std::size_t k_line_kept = 1'000;  // of a line, however long it is

// A record of TLS: handshake, alert, change of cipher, application data (RFC 8446, section 5.1).
bool is_tls_record(std::string_view octets) {
  return octets.size() >= 2 && octets[0] >= 0x14 && octets[0] <= 0x17 && octets[1] == 0x03;
}

// Calls back with each line that is whole now, without its line end.
template <class Take>
void whole_lines(std::string& kept, std::string_view octets, const Take& take) {
  for (const char octet : octets) {
    if (octet == '\n') {
      if (!kept.empty() && kept.back() == '\r') kept.pop_back();
      const std::string line = std::move(kept);
      kept.clear();
      take(line);
    } else if (kept.size() < k_line_kept) {
      kept += octet;
    }
  }
}

}  // namespace

void BoxTurns::say(Speaker speaker, std::string_view octets) {
  see(octets);
  if (octets.empty() || is_sealed_) return;
  speaker == Speaker::client ? client_says(octets) : server_says(octets);
}

void BoxTurns::see(std::string_view octets) { is_sealed_ = is_sealed_ || is_tls_record(octets); }

void BoxTurns::client_says(std::string_view octets) {
  if (protocol_ != Protocol::smtp) {
    owed_ = 1;
    return;
  }
  while (!octets.empty()) {
    if (chunk_octets_left_ > 0) {
      const std::uint64_t size = std::min<std::uint64_t>(chunk_octets_left_, octets.size());
      chunk_octets_left_ -= size;
      octets.remove_prefix(static_cast<std::size_t>(size));
      continue;
    }
    const std::size_t end = octets.find('\n');
    const std::string_view line = octets.substr(0, end == octets.npos ? end : end + 1);
    octets.remove_prefix(line.size());
    whole_lines(command_, line, [this](const std::string& whole) { take_command(whole); });
  }
}

void BoxTurns::take_command(std::string_view line) {
  if (is_in_content_) {
    if (line != ".") return;
    is_in_content_ = false;
  }
  ++owed_;
  const Cut words = cut(line, ' ');
  if (equal_ignoring_case(words.head, "BDAT"))
    chunk_octets_left_ = parse_number(cut(words.tail, ' ').head).value_or(0);
}

void BoxTurns::server_says(std::string_view octets) {
  if (protocol_ == Protocol::none) {
    protocol_ = octets[0] == '+'   ? Protocol::pop3
                : octets[0] == '*' ? Protocol::imap
                                   : Protocol::smtp;
  }
  if (protocol_ != Protocol::smtp) {
    if (octets.back() == '\n') owed_ = 0;
    return;
  }
  whole_lines(reply_, octets, [this](const std::string& whole) { take_reply(whole); });
}

void BoxTurns::take_reply(std::string_view line) {
  if (line.size() > 3 && line[3] == '-') return;  // more of it follows
  if (owed_ > 0) --owed_;
  is_in_content_ = line.substr(0, 3) == "354";
}

}  // namespace mailscope::hosts
