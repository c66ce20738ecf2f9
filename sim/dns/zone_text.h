// Zones as people write them: one record a line, in master-file form (RFC 1035, section 5).
//
//   example.org.  3600 IN MX 10 mx.example.org.
//   @                  TXT "v=spf1 mx -all"      ; relative names and @ stand below the origin
//   www           60   CNAME example.org.
//
// TTL and class may be left out, comments begin with ";". $TTL and $ORIGIN are understood;
// parentheses and $INCLUDE are not. A fault says line, column and what would mend it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/dns/zone.h"

namespace mailscope::dns {

struct ZoneFault {
  std::size_t line = 1;    // from 1; in a list of lines, which one
  std::size_t column = 1;  // in octets, from 1
  std::string what;        // "MX needs a preference and a host"
  std::string mend;        // "write: MX 10 mx.example.org."

  friend bool operator==(const ZoneFault&, const ZoneFault&) = default;
};
// "line 3, column 17: MX needs a preference and a host; write: MX 10 mx.example.org."
std::string to_text(const ZoneFault& fault);

inline constexpr std::uint32_t k_ttl_default_s = 3600;

// One line that holds one record. (Its fault's line is 1.)
Result<Record, ZoneFault> parse_record(std::string_view line, const Name& origin,
                                       std::uint32_t ttl_default_s = k_ttl_default_s);

// A whole zone, a record per element (an element may be empty or only a comment).
Result<Zone, ZoneFault> parse_zone(const Name& origin, const std::vector<std::string>& lines);
// The same from one text with line ends.
Result<Zone, ZoneFault> parse_zone(const Name& origin, std::string_view text);

// The line that parse_record reads back as the same record; names absolute with their final dot.
std::string print_record(const Record& record);
std::string print_zone(const Zone& zone);

}  // namespace mailscope::dns
