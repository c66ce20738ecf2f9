// Whether what somebody understood is what the other side said.
//
//   Hearsay hearsay;
//   for (const Record& record : trace) if (hearsay.about(record) == Hearing::changed) mark(record);
//
// Octets are compared, not records: a mail typed line by line and read as one is the same mail, an answer
// said in one piece may be read line by line, and dots may be doubled for the way (RFC 5321, section 4.5.2).
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "sim/trace/trace.h"

namespace mailscope {

enum class Hearing {
  as_said,
  changed,  // other words arrived: somebody on the way changed them, or put them in
  misread,  // the octets are those sent, but for the other side they were no command: the content of a
            // mail, or TLS on a port where words in clear are expected
};

class Hearsay {
 public:
  // To be asked about every record of a trace, in order; as_said for all that is no Understood. Lines that
  // were swallowed on the way are passed over when later ones match.
  Hearing about(const Record& record);

 private:
  struct Piece {
    std::size_t end;  // in `octets`
    LineKind kind;
  };
  // What one speaker of a connection has said and the other has not heard yet.
  struct Words {
    std::string octets;
    std::size_t at = 0;
    std::deque<Piece> pieces;
    bool is_in_content = false;  // what was heard last was content
  };

  Hearing about(const Understood& heard, const Place& place);
  static bool take(Words& said, const Understood& heard, Hearing& hearing);
  static LineKind kind_at(const Words& said, std::size_t at);
  static void advance(Words& said, std::size_t to);
  static void forget(Words& said);  // what has been heard

  std::map<std::pair<ConnectionId, Speaker>, Words> words_;
  std::set<ConnectionId> injected_;  // connections into which somebody put packets
};

}  // namespace mailscope
