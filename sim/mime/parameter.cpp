#include "sim/mime/parameter.h"

#include <algorithm>
#include <map>
#include <optional>

#include "sim/base/text.h"
#include "sim/mime/charset.h"
#include "sim/mime/encoded_word.h"
#include "sim/mime/lexer.h"
#include "sim/wire/hex.h"

namespace mailscope::mime {

namespace {

constexpr std::size_t k_parameters_max = 200;
constexpr std::size_t k_sections_max = 1000;

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// `name`, `name*`, `name*3`, `name*3*` (RFC 2231, sections 3 and 4).
struct SectionName {
  std::string base;
  std::optional<std::size_t> number;
  bool is_encoded = false;
};

SectionName section_name(std::string_view raw) {
  SectionName name;
  name.base = lower(raw);
  if (!name.base.empty() && name.base.back() == '*') {
    name.is_encoded = true;
    name.base.pop_back();
  }
  const std::size_t star = name.base.rfind('*');
  if (star == std::string::npos || star == 0) return name;
  const auto number = parse_number(std::string_view(name.base).substr(star + 1));
  if (!number || *number >= k_sections_max) return name;
  name.number = static_cast<std::size_t>(*number);
  name.base.resize(star);
  return name;
}

struct Section {
  std::string value;
  bool is_encoded = false;
};

// Joins the pieces in their order; the first tells the charset.
std::string joined(const std::map<std::size_t, Section>& sections) {
  std::string octets, charset;
  std::size_t expected = 0;
  for (const auto& [number, section] : sections) {
    if (number != expected++) break;  // a piece is missing: what follows cannot be placed
    std::string_view value = section.value;
    if (number == 0 && section.is_encoded) {
      const Cut language = cut(value, '\'');
      const Cut text = cut(language.tail, '\'');
      if (language.found && text.found) {
        charset = std::string(language.head);
        value = text.tail;
      }
    }
    octets += section.is_encoded ? percent_decoded(value) : std::string(value);
  }
  if (charset.empty()) return octets;
  return to_utf8(octets, charset).value_or(octets);
}

void fault(ParameterList& list, const Lexer& lexer, const char* what) {
  const std::size_t at = lexer.position();
  list.faults.push_back({{at, at < lexer.size() ? 1u : 0u}, what, "RFC 2045, section 5.1"});
}

// attribute "=" value; the lexer stands behind a ";".
void parse_parameter(Lexer& lexer, ParameterList& list) {
  lexer.skip_blanks_and_comments();
  if (lexer.is_at_end() || lexer.peek() == ';') return;
  std::string name(lexer.until("=;\"("));
  lexer.skip_blanks_and_comments();
  if (name.empty() || !lexer.skip('=')) {
    fault(list, lexer, "this parameter has no name and '='");
    while (!lexer.is_at_end() && lexer.peek() != ';') lexer.take();
    return;
  }
  lexer.skip_blanks_and_comments();
  std::string value;
  if (lexer.peek() == '"') {
    value = lexer.quoted_string();
    if (lexer.has_open_end()) fault(list, lexer, "a quotation mark is not closed");
  } else {
    value = std::string(lexer.until(";\"("));
    lexer.skip_blanks_and_comments();
    while (!lexer.is_at_end() && lexer.peek() != ';') {  // blanks in a value that should be quoted
      if (value.find(' ') == std::string::npos) fault(list, lexer, "this value must be quoted");
      const std::string_view word = lexer.until(";");
      value += ' ';
      value += word;
      lexer.skip_blanks_and_comments();
    }
  }
  if (list.raw.size() < k_parameters_max) list.raw.push_back({std::move(name), std::move(value)});
}

void join_sections(ParameterList& list) {
  std::vector<std::string> order;
  std::map<std::string, std::map<std::size_t, Section>> sections;  // by base name
  std::map<std::string, std::string> plain;
  for (const RawParameter& raw : list.raw) {
    const SectionName name = section_name(raw.name);
    if (sections.count(name.base) == 0 && plain.count(name.base) == 0) order.push_back(name.base);
    if (name.number || name.is_encoded)
      sections[name.base].insert({name.number.value_or(0), {raw.value, name.is_encoded}});
    else
      plain.insert({name.base, raw.value});
  }
  for (const std::string& base : order) {
    const auto found = sections.find(base);
    // Where both forms stand, the extended one is meant (RFC 6266, section 4.3, says it aloud).
    if (found != sections.end() && found->second.count(0) != 0)
      list.parameters.push_back({base, joined(found->second)});
    else if (plain.count(base) != 0)  // encoded words do not belong here but are common
      list.parameters.push_back({base, decode_words(plain[base])});
  }
}

bool is_token_text(char c) {
  return c > 32 && c < 127 &&
         std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
}

// attribute-char of RFC 2231, section 7
bool is_attribute_text(char c) { return is_token_text(c) && c != '*' && c != '\'' && c != '%'; }

}  // namespace

std::string_view ParameterList::find(std::string_view name) const {
  for (const Parameter& parameter : parameters)
    if (equal_ignoring_case(parameter.name, name)) return parameter.value;
  return {};
}

ParameterList parse_parameters(std::string_view text) {
  ParameterList list;
  Lexer lexer(text);
  lexer.skip_blanks_and_comments();
  list.value = lower(lexer.until(";(,"));
  lexer.skip_blanks_and_comments();
  // "text / plain" is allowed by RFC 822's free spacing.
  while (!lexer.is_at_end() && lexer.peek() != ';') {
    const std::string_view more = lexer.until(";(");
    if (!list.value.empty() && (list.value.back() == '/' || (!more.empty() && more.front() == '/')))
      list.value += lower(more);
    else
      fault(list, lexer, "there is no ';' before this");
    if (more.empty()) lexer.take();
    lexer.skip_blanks_and_comments();
  }
  while (lexer.skip(';')) {
    parse_parameter(lexer, list);
    lexer.skip_blanks_and_comments();
    while (!lexer.is_at_end() && lexer.peek() != ';') lexer.take();
  }
  join_sections(list);
  return list;
}

std::string parameter_text(std::string_view name, std::string_view value) {
  constexpr std::size_t k_value_max = 60;  // on one line
  constexpr char digits[] = "0123456789ABCDEF";
  const std::string head = "; " + std::string(name);
  if (is_ascii(value) && value.size() <= k_value_max) {
    if (!value.empty() && std::all_of(value.begin(), value.end(), is_token_text))
      return head + "=" + std::string(value);
    std::string quoted = head + "=\"";
    for (const char c : value) {
      if (c == '"' || c == '\\') quoted += '\\';
      if (c >= 32 && c < 127) quoted += c;
    }
    return quoted + '"';
  }
  std::vector<std::string> pieces{"utf-8''"};
  for (const char c : value) {
    if (pieces.back().size() + 3 > k_value_max) pieces.emplace_back();
    const auto octet = static_cast<unsigned char>(c);
    if (is_attribute_text(c)) {
      pieces.back() += c;
    } else {
      pieces.back() += '%';
      pieces.back() += digits[octet >> 4];
      pieces.back() += digits[octet & 15];
    }
  }
  if (pieces.size() == 1) return head + "*=" + pieces.front();
  std::string text;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    text += head + "*" + std::to_string(i) + "*=" + pieces[i];
  return text;
}

}  // namespace mailscope::mime
