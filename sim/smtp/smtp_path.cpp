// Paths of the envelope.
#include "sim/smtp/smtp_path.h"

#include "sim/base/address.h"
#include "sim/base/text.h"

namespace mailscope::smtp {
namespace {

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// atext of RFC 5322, section 3.2.3
bool is_atom_char(char c) {
  return is_alpha(c) || is_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// Where a Dot-string or Quoted-string at the beginning of `text` ends; npos when there is none.
std::size_t local_part_end(std::string_view text, Characters characters) {
  const bool takes_high = characters == Characters::utf8;
  if (text.empty()) return std::string_view::npos;
  std::size_t i = 0;
  if (text[0] == '"') {
    for (i = 1; i < text.size(); ++i) {
      const char c = text[i];
      if (c == '"') return i + 1;
      if (c == '\\') {
        if (++i == text.size() || text[i] < 0x20 || text[i] > 0x7E) return std::string_view::npos;
      } else if (!(takes_high && is_high(c)) && (c < 0x20 || c > 0x7E)) {
        return std::string_view::npos;
      }
    }
    return std::string_view::npos;
  }
  bool was_dot = true;  // neither at the beginning nor twice
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.') {
      if (was_dot) return std::string_view::npos;
      was_dot = true;
    } else if (is_atom_char(c) || (takes_high && is_high(c))) {
      was_dot = false;
    } else {
      break;
    }
  }
  return was_dot ? std::string_view::npos : i;
}

std::size_t domain_end(std::string_view text) {
  if (!text.empty() && text[0] == '[') {
    const auto close = text.find(']');
    return close == text.npos ? close : close + 1;
  }
  const auto end = text.find_first_of(">:, \t@");
  return end == text.npos ? text.size() : end;
}

bool is_domain_or_literal(std::string_view text, Characters characters) {
  return is_domain(text, characters) || is_address_literal(text);
}

// A-d-l = At-domain *( "," At-domain ) ":"          ; to be accepted and ignored
// Returns how long it is; npos when it is wrong.
std::size_t source_route_length(std::string_view text, Characters characters) {
  std::size_t at = 0;
  while (at < text.size() && text[at] == '@') {
    const std::size_t length = domain_end(text.substr(at + 1));
    if (length == text.npos || !is_domain_or_literal(text.substr(at + 1, length), characters)) {
      return text.npos;
    }
    at += 1 + length;
    if (at == text.size()) return text.npos;
    if (text[at] == ':') return at + 1;
    if (text[at] != ',') return text.npos;
    ++at;
  }
  return at == 0 ? 0 : text.npos;
}

PathFault fault_of(std::string_view text, Characters characters) {
  const bool blames_utf8 = characters == Characters::ascii && !is_ascii(text);
  return blames_utf8 ? PathFault::not_ascii : PathFault::syntax;
}

// Mailbox = Local-part "@" ( Domain / address-literal ), or a local part alone.
// `end` is set to where it ends.
Result<Path, PathFault> parse_mailbox(std::string_view text, Characters characters,
                                      std::size_t& end) {
  const std::size_t local_end = local_part_end(text, characters);
  if (local_end == text.npos) return Error{fault_of(text, characters)};
  Path path;
  path.local_part = text.substr(0, local_end);
  end = local_end;
  if (end < text.size() && text[end] == '@') {
    const std::size_t length = domain_end(text.substr(end + 1));
    if (length == text.npos) return Error{PathFault::syntax};
    path.domain = text.substr(end + 1, length);
    end += 1 + length;
    if (path.domain.size() > k_domain_octets_max) return Error{PathFault::domain_too_long};
    if (!is_domain_or_literal(path.domain, characters))
      return Error{fault_of(path.domain, characters)};
  }
  if (path.local_part.size() > k_local_part_octets_max)
    return Error{PathFault::local_part_too_long};
  return path;
}

}  // namespace

std::string Path::text() const { return domain.empty() ? local_part : local_part + "@" + domain; }

std::string_view text_of(PathFault fault) {
  switch (fault) {
    case PathFault::syntax: return "this is not an address in angle brackets";
    case PathFault::local_part_too_long: return "the part before @ is longer than 64 octets";
    case PathFault::domain_too_long: return "the domain is longer than 255 octets";
    case PathFault::path_too_long: return "the path is longer than 256 octets";
    case PathFault::not_ascii: return "the address is not ASCII and SMTPUTF8 was not said";
  }
  return "";
}

Result<PathAndRest, PathFault> parse_path(std::string_view text, Characters characters) {
  if (text.empty() || text[0] != '<') return Error{PathFault::syntax};
  if (text.substr(0, 2) == "<>") return PathAndRest{{}, text.substr(2)};
  if (characters == Characters::utf8 && !is_utf8(text)) return Error{PathFault::syntax};
  const std::size_t route = source_route_length(text.substr(1), characters);
  if (route == text.npos) return Error{fault_of(text, characters)};
  std::size_t end = 0;
  const std::string_view mailbox = text.substr(1 + route);
  auto path = parse_mailbox(mailbox, characters, end);
  if (!path) return Error{path.error()};
  if (end == mailbox.size() || mailbox[end] != '>') return Error{fault_of(text, characters)};
  const std::size_t length = 1 + route + end + 1;
  if (length > k_path_octets_max) return Error{PathFault::path_too_long};
  return PathAndRest{std::move(*path), text.substr(length)};
}

Result<Path, PathFault> path_from(std::string_view text) {
  if (text.empty()) return Path{};
  if (!is_utf8(text)) return Error{PathFault::syntax};
  std::size_t end = 0;
  auto path = parse_mailbox(text, Characters::utf8, end);
  if (!path) return Error{path.error()};
  if (end != text.size()) return Error{PathFault::syntax};
  return std::move(*path);
}

bool is_domain(std::string_view text, Characters characters) {
  if (text.empty() || text.size() > k_domain_octets_max) return false;
  if (text.back() == '.') return false;  // no root dot in SMTP (RFC 5321, section 2.3.5)
  // The underscore is no letter of a host's name, yet hosts of that kind are met, and harm nobody.
  for (const std::string_view label : split(text, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
      return false;
    for (const char c : label) {
      const bool is_fine = is_alpha(c) || is_digit(c) || c == '-' || c == '_' ||
                           (characters == Characters::utf8 && is_high(c));
      if (!is_fine) return false;
    }
  }
  return characters == Characters::ascii || is_utf8(text);
}

bool is_address_literal(std::string_view text) {
  if (text.size() < 3 || text.front() != '[' || text.back() != ']') return false;
  const std::string_view inner = text.substr(1, text.size() - 2);
  if (starts_with_ignoring_case(inner, "IPv6:")) return parse_ipv6(inner.substr(5)).has_value();
  if (parse_ipv4(inner)) return true;
  // General-address-literal = Standardized-tag ":" 1*dcontent
  const Cut tag = cut(inner, ':');
  if (!tag.found || tag.head.empty() || tag.tail.empty() || tag.head.back() == '-') return false;
  for (const char c : tag.head) {
    if (!is_alpha(c) && !is_digit(c) && c != '-') return false;
  }
  for (const char c : tag.tail) {
    if (c < '!' || c > '~' || c == '[' || c == ']' || c == '\\') return false;
  }
  return true;
}

}  // namespace mailscope::smtp
