// One line of a dialogue, as a session says it or understands it.
//
// Every session (SMTP, POP3, IMAP; client and server) hands out what it says as Lines and reports what
// it has understood from its peer as Lines, so that whoever owns it can keep the transcript.
#pragma once

#include <string>

namespace mailscope {

enum class LineKind {
  greeting,      // the server's first words
  command,       // a client's command, whole (without its literals)
  reply,         // one line of a server's answer
  content,       // a mail, or a literal: as many octets as it has, dot-stuffing undone
  continuation,  // "+ ..." of IMAP, "334 ..." of SMTP AUTH, and the client's answers to them
};

// What the wire adds to the octets of a Line.
enum class Framing {
  none,  // nothing: commands, replies, counted content (BDAT, literals)
  dots,  // dot-stuffed, and "." CR LF at the end (SMTP's DATA, POP3's multi-line answers)
};

struct Line {
  LineKind kind = LineKind::reply;
  std::string octets;  // with CR LF; content without its transfer framing
  Framing framing = Framing::none;

  friend bool operator==(const Line&, const Line&) = default;
};

// What goes over the wire for this line: its octets, framed.
std::string wire_octets(const Line& line);

// The event of every session: the peer said this. Comes before the events that say what it means.
struct Heard {
  Line line;

  friend bool operator==(const Heard&, const Heard&) = default;
};

}  // namespace mailscope
