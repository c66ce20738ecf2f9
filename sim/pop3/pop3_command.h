// Commands of POP3: a keyword of three or four letters and up to two arguments (RFC 1939, section 3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/pop3/pop3_states.h"

namespace mailscope::pop3 {

// Which fields mean something depends on the verb; the parser has seen to it that they are there.
struct Command {
  Verb verb = Verb::noop;
  std::string name =
      {};  // USER, APOP: the user; PASS: the password, blanks and all; AUTH: mechanism
  std::string digest = {};                           // APOP
  std::optional<std::string> initial_response = {};  // AUTH, as written: base64, or "="
  std::optional<std::uint64_t> number = {};          // LIST, UIDL (may be absent), RETR, DELE, TOP
  std::uint64_t lines = 0;                           // TOP

  friend bool operator==(const Command&, const Command&) = default;
};

struct BadCommand {
  std::string why;   // for people: the text of the -ERR
  std::string rule;  // "RFC 1939, section 5"
};

// `line` comes without its CR LF. Keywords in any case.
Result<Command, BadCommand> parse_command(std::string_view line);
// Without CR LF.
std::string print(const Command& command);

// 255 octets with CR LF (RFC 2449, section 4); AUTH and its responses are longer (RFC 5034, section 4).
inline constexpr std::size_t k_command_octets_max = 255;
inline constexpr std::size_t k_auth_octets_max = 12288;

// For wire::Typist: is the answer to `sent` whole? Lines come without CR LF; there is at least one.
bool is_reply_whole(std::string_view sent, const std::vector<std::string>& lines);

// The header, the blank line and `lines` lines of the body (RFC 1939, TOP).
std::string top_of(std::string_view mail, std::uint64_t lines);

}  // namespace mailscope::pop3
