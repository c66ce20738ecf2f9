// Inside zone_text: one line of a master file cut into words, and the words of one record
// understood. Not for other rooms.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/dns/zone_text.h"

namespace mailscope::dns {

struct Token {
  std::string
      text;  // unquoted words keep their escapes (a Name reads them), quoted ones have them undone
  std::size_t column = 1;  // where it begins, quote included
  bool is_quoted = false;
};

// Without comments. An unclosed quote or a parenthesis is a fault.
Result<std::vector<Token>, ZoneFault> tokens_of(std::string_view line);

// "3600", "90m", "1h", "2d", "1w"; at most 2^31 - 1 seconds (RFC 2181, section 8).
std::optional<std::uint32_t> parse_ttl(std::string_view text);

// "@", absolute with its final dot, or relative to the origin.
Result<Name, ZoneFault> read_name(const Token& token, const Name& origin);

// The whole record; with `owner` the name is not among the tokens. `line_octets` locates what is
// missing.
Result<Record, ZoneFault> read_record(const std::vector<Token>& tokens, std::size_t line_octets,
                                      const Name& origin, std::uint32_t ttl_default_s,
                                      const Name* owner);

// The type's data from `tokens[first]` on (zone_text_data.cpp).
Result<Data, ZoneFault> read_data(Type type, const std::vector<Token>& tokens, std::size_t first,
                                  std::size_t line_octets, const Name& origin);

}  // namespace mailscope::dns
