// One line of a master file: words, owner, TTL, class, type. The data: zone_text_data.cpp.
#include "sim/base/text.h"
#include "sim/dns/zone_text_tokens.h"

namespace mailscope::dns {
namespace {

constexpr std::uint64_t k_ttl_max_s = 0x7FFF'FFFF;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// The quoted string that begins at `at`; moves `at` behind its closing quote. nullopt = not closed
// or a bad escape.
std::optional<std::string> quoted_at(std::string_view line, std::size_t& at) {
  std::string text;
  for (++at; at < line.size(); ++at) {
    if (line[at] == '"') {
      ++at;
      return text;
    }
    if (line[at] != '\\') {
      text += line[at];
      continue;
    }
    if (at + 1 >= line.size()) return std::nullopt;
    if (!is_digit(line[at + 1])) {
      text += line[++at];
      continue;
    }
    const auto octet = parse_number(line.substr(at + 1, 3));
    if (at + 3 >= line.size() || !octet || *octet > 255) return std::nullopt;
    text += static_cast<char>(static_cast<unsigned char>(*octet));
    at += 3;
  }
  return std::nullopt;
}

ZoneFault missing(std::size_t line_octets, std::string what) {
  return {1, line_octets + 1, std::move(what), "write: example.org. 3600 IN MX 10 mx.example.org."};
}

// "mx.example.org" in the zone example.org would mean mx.example.org.example.org: nobody wants
// that.
bool lacks_final_dot(const Name& name, const Name& origin) {
  return origin.label_count() >= 2 && name.label_count() >= origin.label_count() &&
         name.is_within(origin);
}

}  // namespace

Result<std::vector<Token>, ZoneFault> tokens_of(std::string_view line) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < line.size()) {
    const std::size_t start = at;
    if (is_blank(line[at])) {
      ++at;
    } else if (line[at] == ';') {
      break;
    } else if (line[at] == '(' || line[at] == ')') {
      return Error{
          ZoneFault{1, at + 1, "parentheses are not understood", "write the record on one line"}};
    } else if (line[at] == '"') {
      auto text = quoted_at(line, at);
      if (!text) {
        return Error{ZoneFault{1, start + 1,
                               "the quoted text is not closed, or a backslash in it is wrong",
                               "end it with \""}};
      }
      tokens.push_back({*std::move(text), start + 1, true});
    } else {
      while (at < line.size() && !is_blank(line[at]) && line[at] != ';' && line[at] != '"') {
        at += line[at] == '\\' && at + 1 < line.size() ? 2U : 1U;
      }
      tokens.push_back({std::string(line.substr(start, at - start)), start + 1, false});
    }
  }
  return tokens;
}

std::optional<std::uint32_t> parse_ttl(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::uint64_t unit_s = 1;
  switch (ascii_lower(text.back())) {
    case 's': break;
    case 'm': unit_s = 60; break;
    case 'h': unit_s = 3600; break;
    case 'd': unit_s = 86'400; break;
    case 'w': unit_s = 604'800; break;
    default: unit_s = 0;
  }
  const auto count = parse_number(unit_s == 0 ? text : text.substr(0, text.size() - 1));
  if (unit_s == 0) unit_s = 1;
  if (!count || *count > k_ttl_max_s || *count * unit_s > k_ttl_max_s) return std::nullopt;
  return static_cast<std::uint32_t>(*count * unit_s);
}

Result<Name, ZoneFault> read_name(const Token& token, const Name& origin) {
  if (token.is_quoted) {
    return Error{ZoneFault{1, token.column, "a name stands in quotes", "write it without them"}};
  }
  if (token.text == "@") return origin;
  auto name = Name::parse(token.text);
  if (!name) {
    return Error{ZoneFault{1, token.column + name.error().at, name.error().what,
                           "write a name such as mx.example.org."}};
  }
  if (token.text.back() == '.')
    return *std::move(name);  // an escaped dot at the end is nobody's wish
  if (lacks_final_dot(*name, origin)) {
    return Error{ZoneFault{
        1, token.column + token.text.size(),
        token.text + " without a final dot means " + token.text + "." + origin.text() + ".",
        "write: " + token.text + "."}};
  }
  auto absolute = name->moved(Name(), origin);
  if (!absolute) {
    return Error{ZoneFault{1, token.column,
                           "below " + origin.text() + " this name is longer than 255 octets",
                           "shorten it"}};
  }
  return *std::move(absolute);
}

Result<Record, ZoneFault> read_record(const std::vector<Token>& tokens, std::size_t line_octets,
                                      const Name& origin, std::uint32_t ttl_default_s,
                                      const Name* owner) {
  if (tokens.empty()) return Error{missing(line_octets, "a record is missing")};
  Record record;
  record.ttl_s = ttl_default_s;
  std::size_t at = 0;
  if (owner != nullptr) {
    record.name = *owner;
  } else {
    auto name = read_name(tokens[at++], origin);
    if (!name) return Error{name.error()};
    record.name = *std::move(name);
  }
  bool ttl_is_read = false, class_is_read = false;
  for (; at < tokens.size(); ++at) {
    const auto ttl_s = parse_ttl(tokens[at].text);
    if (!ttl_is_read && ttl_s) {
      record.ttl_s = *ttl_s;
      ttl_is_read = true;
    } else if (!class_is_read && equal_ignoring_case(tokens[at].text, "IN")) {
      class_is_read = true;
    } else {
      break;
    }
  }
  if (at == tokens.size()) return Error{missing(line_octets, "the record's type is missing")};
  const auto type = parse_type(tokens[at].text);
  if (!type || *type == Type::opt || *type == Type::any || tokens[at].is_quoted) {
    std::string mend = "A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TLSA, TXT and CAA are";
    const auto misplaced = parse_type(tokens[0].text);
    if (owner == nullptr && misplaced && to_text(*misplaced) == tokens[0].text)
      mend = "begin the line with the name that has the record, or @";
    return Error{
        ZoneFault{1, tokens[at].column, "\"" + tokens[at].text + "\" is no type of record", mend}};
  }
  auto data = read_data(*type, tokens, at + 1, line_octets, origin);
  if (!data) return Error{data.error()};
  record.data = *std::move(data);
  return record;
}

}  // namespace mailscope::dns
