// Canonicalisation (RFC 6376, section 3.4).
#include "sim/policy/dkim_canonical.h"

#include <set>

#include "sim/base/text.h"

namespace mailscope::policy {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Runs of blanks become one space; those at the end go.
std::string with_single_blanks(std::string_view line) {
  std::string out;
  for (const char c : line) {
    if (!is_blank(c)) {
      out += c;
    } else if (out.empty() || out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

std::string canonical_field(std::string_view field, Canonicalization how) {
  if (how == Canonicalization::simple) return std::string(field);
  const Cut parts = cut(field, ':');
  std::string unfolded;
  for (const char c : parts.tail) {
    if (c != '\r' && c != '\n') unfolded += c;
  }
  std::string value = with_single_blanks(unfolded);
  if (!value.empty() && value.front() == ' ') value.erase(0, 1);
  return lower(trim(parts.head)) + ":" + value + "\r\n";
}

std::string canonical_body(std::string_view body, Canonicalization how) {
  std::string out;
  if (how == Canonicalization::simple) {
    out = std::string(body);
  } else {
    for (std::size_t start = 0; start < body.size();) {
      const auto end = body.find("\r\n", start);
      const bool is_whole = end != std::string_view::npos;
      out += with_single_blanks(body.substr(start, is_whole ? end - start : end));
      out += "\r\n";
      start = is_whole ? end + 2 : body.size();
    }
  }
  // Empty lines at the end do not count.
  while (out.size() >= 4 && out.compare(out.size() - 4, 4, "\r\n\r\n") == 0)
    out.resize(out.size() - 2);
  if (how == Canonicalization::relaxed) return out == "\r\n" ? std::string() : out;
  const bool is_ended = out.size() >= 2 && out.compare(out.size() - 2, 2, "\r\n") == 0;
  return is_ended ? out : out + "\r\n";
}

MailPieces pieces_of(std::string_view mail) {
  MailPieces pieces;
  std::size_t start = 0;
  while (start < mail.size()) {
    if (mail.substr(start, 2) == "\r\n") {
      pieces.body = mail.substr(start + 2);
      break;
    }
    std::size_t end = start;
    do {
      const auto line_end = mail.find("\r\n", end);
      end = line_end == std::string_view::npos ? mail.size() : line_end + 2;
    } while (end < mail.size() && is_blank(mail[end]));
    pieces.fields.push_back(mail.substr(start, end - start));
    start = end;
  }
  return pieces;
}

std::string_view name_of_field(std::string_view field) { return trim(cut(field, ':').head); }

std::string signed_octets(const MailPieces& pieces, const std::vector<std::string>& names,
                          std::string_view own_field, Canonicalization how) {
  std::string octets;
  std::set<std::size_t> used;
  for (const std::string& name : names) {
    for (std::size_t i = pieces.fields.size(); i-- > 0;) {
      if (used.count(i) != 0 || !equal_ignoring_case(name_of_field(pieces.fields[i]), name))
        continue;
      used.insert(i);
      octets += canonical_field(pieces.fields[i], how);
      break;
    }
  }
  std::string own = canonical_field(own_field, how);
  if (own.size() >= 2 && own.compare(own.size() - 2, 2, "\r\n") == 0) own.resize(own.size() - 2);
  return octets + own;
}

}  // namespace mailscope::policy
