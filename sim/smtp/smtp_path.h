// Paths of the envelope: <anna@example.org>, <>, <postmaster>, address literals, source routes
// (RFC 5321, sections 4.1.2, 4.1.3, 4.5.3.1; RFC 6531, section 3.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/base/result.h"

namespace mailscope::smtp {

inline constexpr std::size_t k_local_part_octets_max = 64;
inline constexpr std::size_t k_domain_octets_max = 255;
inline constexpr std::size_t k_path_octets_max = 256;  // angle brackets included

// A path without its angle brackets and source route. The null path is two empty strings.
struct Path {
  std::string local_part;  // as written, with quotes if it has them; case matters
  std::string
      domain;  // a name or "[192.0.2.1]"; empty for <postmaster> and for an unqualified name

  bool is_null() const { return local_part.empty() && domain.empty(); }
  bool is_address_literal() const { return !domain.empty() && domain.front() == '['; }
  // "anna@example.org", "postmaster", "".
  std::string text() const;
  friend bool operator==(const Path&, const Path&) = default;
};

enum class PathFault { syntax, local_part_too_long, domain_too_long, path_too_long, not_ascii };
std::string_view text_of(PathFault fault);

// Whether octets above 127 may stand in a path (the SMTPUTF8 parameter decides).
enum class Characters { ascii, utf8 };

// `text` begins with '<'. `rest` is what follows the '>'.
struct PathAndRest {
  Path path;
  std::string_view rest;
};
Result<PathAndRest, PathFault> parse_path(std::string_view text, Characters characters);

// "anna@example.org" without brackets, as people write it. Null for "".
Result<Path, PathFault> path_from(std::string_view text);

// A name by RFC 1123 (letters, digits, hyphens; labels up to 63) or, with utf8, by RFC 6531.
bool is_domain(std::string_view text, Characters characters);
// "[192.0.2.1]", "[IPv6:2001:db8::1]", "[tag:content]".
bool is_address_literal(std::string_view text);

}  // namespace mailscope::smtp
