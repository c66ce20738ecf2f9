#include "sim/policy/spf_record.h"

#include <optional>

#include "sim/base/text.h"

namespace mailscope::policy {
namespace {

struct MechanismName {
  const char* text;
  SpfMechanism mechanism;
};
constexpr MechanismName k_mechanisms[] = {
    {"all", SpfMechanism::all}, {"include", SpfMechanism::include}, {"a", SpfMechanism::a},
    {"mx", SpfMechanism::mx},   {"ptr", SpfMechanism::ptr},         {"ip4", SpfMechanism::ip4},
    {"ip6", SpfMechanism::ip6}, {"exists", SpfMechanism::exists},
};

// The size of the macro that begins at `at` ("%{d2r-}", "%%"), or 0.
std::size_t macro_size(std::string_view text, std::size_t at, SpfMacroPlace place) {
  if (at + 1 >= text.size()) return 0;
  const char next = text[at + 1];
  if (next == '%' || next == '_' || next == '-') return 2;
  if (next != '{' || at + 2 >= text.size()) return 0;
  const std::string_view letters = place == SpfMacroPlace::domain ? "slodiphv" : "slodiphvcrt";
  if (letters.find(ascii_lower(text[at + 2])) == std::string_view::npos) return 0;
  std::size_t end = at + 3;
  const std::size_t digits = end;
  while (end < text.size() && is_digit(text[end])) ++end;
  if (end > digits) {
    const auto number = parse_number(text.substr(digits, end - digits));
    if (!number || *number == 0) return 0;
  }
  if (end < text.size() && ascii_lower(text[end]) == 'r') ++end;
  constexpr std::string_view k_delimiters = ".-+,/_=";
  while (end < text.size() && k_delimiters.find(text[end]) != std::string_view::npos) ++end;
  return end < text.size() && text[end] == '}' ? end + 1 - at : 0;
}

// domain-end: a macro, or a dot and a top label that is not all digits (an optional dot may
// follow).
bool is_domain_spec(std::string_view text) {
  if (!is_macro_string(text, SpfMacroPlace::domain)) return false;
  if (text.back() == '}' || (text.size() >= 2 && text[text.size() - 2] == '%' &&
                             (text.back() == '%' || text.back() == '_' || text.back() == '-'))) {
    return true;
  }
  if (text.back() == '.') text.remove_suffix(1);
  const auto dot = text.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == text.size()) return false;
  const std::string_view label = text.substr(dot + 1);
  bool has_other_than_digit = false;
  for (const char c : label) {
    if (!is_alpha(c) && !is_digit(c) && c != '-') return false;
    has_other_than_digit = has_other_than_digit || !is_digit(c);
  }
  return has_other_than_digit && label.front() != '-' && label.back() != '-';
}

std::optional<int> parse_length(std::string_view digits, int length_max) {
  if (digits.size() > 3 || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
  const auto number = parse_number(digits);
  if (!number || *number > static_cast<std::uint64_t>(length_max)) return std::nullopt;
  return static_cast<int>(*number);
}

// Takes "/24", "//64" or "/24//64" off the end of a or mx. False when one is wrong.
bool take_lengths(std::string_view& text, SpfTerm& term) {
  const auto trailing_digits = [&] {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[text.size() - 1 - count])) ++count;
    return count;
  };
  for (const bool is_ipv6 : {true, false}) {
    const std::size_t digits = trailing_digits();
    const std::string_view slashes = is_ipv6 ? "//" : "/";
    if (digits == 0 || digits + slashes.size() > text.size()) continue;
    const std::size_t start = text.size() - digits - slashes.size();
    if (text.substr(start, slashes.size()) != slashes) continue;
    const auto length = parse_length(text.substr(text.size() - digits), is_ipv6 ? 128 : 32);
    if (!length) return false;
    (is_ipv6 ? term.ipv6_length : term.ipv4_length) = *length;
    text = text.substr(0, start);
  }
  return true;
}

bool read_network(std::string_view argument, SpfTerm& term) {
  const auto network = parse_prefix(argument);
  if (!network || network->address.is_ipv4() != (term.mechanism == SpfMechanism::ip4)) return false;
  term.network = *network;
  return true;
}

// What follows the mechanism's name.
bool read_argument(std::string_view rest, SpfTerm& term) {
  switch (term.mechanism) {
    case SpfMechanism::all: return rest.empty();
    case SpfMechanism::ip4:
    case SpfMechanism::ip6:
      return !rest.empty() && rest[0] == ':' && read_network(rest.substr(1), term);
    case SpfMechanism::a:
    case SpfMechanism::mx:
      if (!take_lengths(rest, term)) return false;
      break;
    case SpfMechanism::ptr: break;
    case SpfMechanism::include:
    case SpfMechanism::exists:
      if (rest.empty()) return false;
      break;
  }
  if (rest.empty()) return true;
  if (rest[0] != ':' || !is_domain_spec(rest.substr(1))) return false;
  term.domain_spec = std::string(rest.substr(1));
  return true;
}

std::optional<SpfTerm> parse_term(std::string_view text) {
  SpfTerm term;
  term.text = std::string(text);
  constexpr std::string_view k_qualifiers = "+-~?";
  constexpr SpfResult k_results[] = {SpfResult::pass, SpfResult::fail, SpfResult::softfail,
                                     SpfResult::neutral};
  if (const auto at = k_qualifiers.find(text[0]); at != std::string_view::npos) {
    term.qualifier = k_results[at];
    text.remove_prefix(1);
  }
  const auto end = text.find_first_of(":/");
  const std::string_view name = text.substr(0, end);
  for (const MechanismName& known : k_mechanisms) {
    if (!equal_ignoring_case(known.text, name)) continue;
    term.mechanism = known.mechanism;
    if (!read_argument(text.substr(name.size()), term)) return std::nullopt;
    return term;
  }
  return std::nullopt;
}

bool is_modifier_name(std::string_view name) {
  if (name.empty() || !is_alpha(name[0])) return false;
  for (const char c : name) {
    if (!is_alpha(c) && !is_digit(c) && c != '-' && c != '_' && c != '.') return false;
  }
  return true;
}

}  // namespace

std::string_view to_text(SpfResult result) {
  switch (result) {
    case SpfResult::none: return "none";
    case SpfResult::neutral: return "neutral";
    case SpfResult::pass: return "pass";
    case SpfResult::fail: return "fail";
    case SpfResult::softfail: return "softfail";
    case SpfResult::temperror: return "temperror";
    case SpfResult::permerror: return "permerror";
  }
  return "";
}

bool is_macro_string(std::string_view text, SpfMacroPlace place) {
  if (text.empty()) return false;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '%') {
      const std::size_t size = macro_size(text, at, place);
      if (size == 0) return false;
      at += size;
      continue;
    }
    const char lowest = place == SpfMacroPlace::explanation ? ' ' : '!';
    if (text[at] < lowest || text[at] > '~') return false;
    ++at;
  }
  return true;
}

bool is_spf_record(std::string_view text) {
  return starts_with_ignoring_case(text, "v=spf1") && (text.size() == 6 || text[6] == ' ');
}

Result<SpfRecord, std::string> parse_spf(std::string_view text) {
  SpfRecord record;
  if (!is_spf_record(text)) return Error{std::string("it does not begin with v=spf1")};
  for (const std::string_view word : split(text.substr(6), ' ')) {
    if (word.empty()) continue;
    const std::string shown = "\"" + visible(word) + "\"";
    const auto end = word.find_first_of(":/=");
    if (end == std::string_view::npos || word[end] != '=') {
      auto term = parse_term(word);
      if (!term) return Error{shown + " is no mechanism, or is written wrongly"};
      record.terms.push_back(*std::move(term));
      continue;
    }
    const std::string_view name = word.substr(0, end), value = word.substr(end + 1);
    const bool is_redirect = equal_ignoring_case(name, "redirect");
    if (is_redirect || equal_ignoring_case(name, "exp")) {
      std::string& field = is_redirect ? record.redirect : record.explanation;
      if (!field.empty()) return Error{shown + " comes a second time"};
      if (value.empty() || !is_domain_spec(value)) return Error{shown + " has no good domain"};
      field = std::string(value);
    } else if (!is_modifier_name(name) ||
               (!value.empty() && !is_macro_string(value, SpfMacroPlace::domain))) {
      return Error{shown + " is no modifier, or is written wrongly"};
    }
  }
  return record;
}

}  // namespace mailscope::policy
