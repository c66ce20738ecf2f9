// A mail dialogue overheard: two streams of octets in, what each side said out, line by line.
//
// Knows enough of SMTP, POP3 and IMAP to tell commands from content (DATA, BDAT, RETR, literals), and
// when TLS begins; it judges nothing. The same kinds of lines as the simulation's sessions say.
//
//   Overheard talk(Protocol::smtp);
//   for (const Line& line : talk.hear(Speaker::client, octets)) record(line);
//   if (talk.has_begun_tls()) ...          // the octets after this are TLS, until they are decrypted
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/address.h"
#include "sim/trace/names.h"
#include "sim/wire/line.h"

namespace mailscope {

// Whose greeting this is; none: no mail server talks like that.
Protocol protocol_by_greeting(std::string_view server_octets);
// What is spoken at this port by custom, and whether inside TLS from the first octet.
struct UsualService {
  Protocol protocol = Protocol::none;
  bool is_tls = false;
  const char* name = "";
};
UsualService usual_service(Port port);

class Overheard {
 public:
  explicit Overheard(Protocol protocol) : protocol_(protocol) {}

  std::vector<Line> hear(Speaker speaker, std::string_view octets);
  // Something is missing from this side's stream: what was half read is given up.
  std::vector<Line> skip(Speaker speaker);
  // STARTTLS or STLS was accepted; what came after it in the same octets is in `rest`.
  bool has_begun_tls() const { return has_begun_tls_; }
  std::string take_rest(Speaker speaker);
  // From here on what is heard was said inside.
  void tls_is_up() { has_begun_tls_ = false; }

 private:
  struct Side {
    std::string buffer;
    std::uint64_t content_left = 0;  // octets of counted content
    bool is_in_dots = false;         // content until a line of one dot
    bool goes_on = false;  // the next line belongs to the one before (IMAP, after a literal)
    std::string content;
  };

  bool step(Speaker speaker, std::vector<Line>& out);
  bool content_step(Side& side, std::vector<Line>& out);
  Line line_of(Speaker speaker, std::string text);
  void note_smtp(Speaker speaker, const std::string& text, LineKind& kind);
  void note_pop3(Speaker speaker, const std::string& text, LineKind& kind);
  void note_imap(Speaker speaker, const std::string& text, LineKind& kind);
  Side& side_of(Speaker speaker) { return sides_[speaker == Speaker::client ? 0 : 1]; }

  static constexpr std::size_t k_line_octets_max = 64 * 1024;
  static constexpr std::size_t k_content_octets_max = 16 * 1024 * 1024;
  static constexpr std::size_t k_pending_max = 1'000;

  Protocol protocol_;
  std::array<Side, 2> sides_;
  bool is_greeted_ = false;
  bool has_begun_tls_ = false;
  bool is_in_list_ = false;          // of POP3: lines until one dot
  bool is_challenged_ = false;       // the client's next line answers a "+" or a 334
  std::deque<std::string> pending_;  // commands that wait for their answer: verbs, or IMAP's tags
  std::string tls_tag_;              // of IMAP's STARTTLS
};

}  // namespace mailscope
