// Commands of SMTP: parsing what a client sent, printing what ours sends (RFC 5321, section 4.1).
//
//   const auto command = parse_command("MAIL FROM:<anna@example.org> SIZE=100", extensions);
//   if (!command) say(command.error().reply);          // the peer's fault
//   std::visit(..., *command);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/result.h"
#include "sim/smtp/smtp_extensions.h"
#include "sim/smtp/smtp_parameters.h"
#include "sim/smtp/smtp_path.h"
#include "sim/smtp/smtp_reply.h"
#include "sim/smtp/smtp_states.h"

namespace mailscope::smtp {

struct Helo {  // EHLO, too
  std::string name;
  bool is_ehlo = false;
  friend bool operator==(const Helo&, const Helo&) = default;
};
struct MailFrom {
  Path reverse_path;
  MailParameters parameters;
  friend bool operator==(const MailFrom&, const MailFrom&) = default;
};
struct RcptTo {
  Path forward_path;
  RecipientParameters parameters;
  friend bool operator==(const RcptTo&, const RcptTo&) = default;
};
struct Data {
  friend bool operator==(const Data&, const Data&) = default;
};
struct Bdat {
  std::uint64_t octets = 0;
  bool is_last = false;
  friend bool operator==(const Bdat&, const Bdat&) = default;
};
struct Rset {
  friend bool operator==(const Rset&, const Rset&) = default;
};
struct Noop {
  friend bool operator==(const Noop&, const Noop&) = default;
};
struct Quit {
  friend bool operator==(const Quit&, const Quit&) = default;
};
struct Vrfy {
  std::string text;
  bool smtputf8 = false;  // the answer may be UTF-8 (RFC 6531, section 3.7.4.2)
  friend bool operator==(const Vrfy&, const Vrfy&) = default;
};
struct Expn {
  std::string text;
  bool smtputf8 = false;
  friend bool operator==(const Expn&, const Expn&) = default;
};
struct Help {
  std::string topic;
  friend bool operator==(const Help&, const Help&) = default;
};
struct StartTlsCommand {
  friend bool operator==(const StartTlsCommand&, const StartTlsCommand&) = default;
};
struct Auth {
  std::string mechanism;                        // as named
  std::optional<std::string> initial_response;  // as written: base64, or "=" for an empty one
  friend bool operator==(const Auth&, const Auth&) = default;
};

using Command = std::variant<Helo, MailFrom, RcptTo, Data, Bdat, Rset, Noop, Quit, Vrfy, Expn, Help,
                             StartTlsCommand, Auth>;

struct BadCommand {
  Reply reply;       // what is due to the client
  std::string rule;  // "RFC 5321, section 4.2.4"
  // A BDAT that is refused still brings its octets: they must be read past (RFC 3030, section 2).
  std::uint64_t octets_to_skip = 0;
};

// `line` comes without its CR LF. What is not in `offered` is unknown here (500, 502, 555).
// `in_utf8` when the transaction has SMTPUTF8: then forward paths may be UTF-8.
Result<Command, BadCommand> parse_command(std::string_view line, const Extensions& offered,
                                          Characters characters = Characters::ascii);

Verb verb_of(const Command& command);
// The command as it goes over the wire, without CR LF.
std::string print(const Command& command);

// How long a command line may be, CR LF included: 512 and what the offered extensions add
// (RFC 5321, section 4.5.3.1.4; RFC 1870, 6152, 3461, 6531, 4954).
std::size_t command_octets_max(std::string_view line, const Extensions& offered);
// The longest that any command or AUTH response may be (RFC 4954, section 4).
inline constexpr std::size_t k_auth_octets_max = 12288;

}  // namespace mailscope::smtp
