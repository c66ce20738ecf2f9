// The rules of small texts, each as a regex for the schema and as code.
#include "sim/scenario/formats.h"

#include <cstdlib>

#include "sim/base/check.h"
#include "sim/base/text.h"

namespace mailscope::scenario {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_any(std::string_view) { return true; }

bool is_some(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") != std::string_view::npos;
}

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > 40 || !is_lower(text[0]) || text.back() == '-') return false;
  for (const char c : text) {
    if (!is_lower(c) && !is_digit(c) && c != '-') return false;
  }
  return text.find("--") == std::string_view::npos;
}

bool is_host_address(std::string_view text) {
  const auto address = parse_ipv4(text);
  if (!address) return false;
  const std::uint32_t network = address->value >> 8;
  return network == 0xC00002 || network == 0xC63364 || network == 0xCB0071;
}

bool is_network(std::string_view text) {
  const Cut parts = cut(text, '/');
  return parts.found && parse_ipv4(parts.head).has_value() && parse_prefix(text).has_value();
}

bool is_label(std::string_view text) {
  if (text.empty() || text.size() > 63 || text.front() == '-' || text.back() == '-') return false;
  for (const char c : text) {
    if (!is_alpha(c) && !is_digit(c) && c != '-') return false;
  }
  return true;
}

bool is_domain(std::string_view text) {
  if (text.size() > 253) return false;
  for (const std::string_view label : split(text, '.')) {
    if (!is_label(label)) return false;
  }
  return true;
}

bool is_owner(std::string_view text) {
  if (text == "@" || text == "*") return true;
  if (text.size() > 200) return false;
  if (text.substr(0, 2) == "*.") text.remove_prefix(2);
  for (std::string_view label : split(text, '.')) {
    if (!label.empty() && label[0] == '_') label.remove_prefix(1);  // "_dmarc", "_25._tcp.mx"
    if (!is_label(label)) return false;
  }
  return true;
}

bool is_mail_address(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || !is_domain(text.substr(at + 1))) return false;
  std::size_t characters = 0;  // of the local part (64 at most); it may be UTF-8, as in RFC 6531
  for (const char c : text.substr(0, at)) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++characters;
  }
  if (characters > 64) return false;
  constexpr std::string_view k_refused = " \t\r\n<>()[]\\,;:\"@";
  return text.substr(0, at).find_first_of(k_refused) == std::string_view::npos;
}

struct Unit {
  std::string_view name;
  std::int64_t us;
};
constexpr Unit k_units[] = {{"us", 1},           {"ms", 1'000},        {"s", 1'000'000},
                            {"min", 60'000'000}, {"h", 3'600'000'000}, {"d", 86'400'000'000}};

std::optional<Duration> parse_duration(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0 || digits > 6 || (digits > 1 && text[0] == '0')) return std::nullopt;
  for (const Unit& unit : k_units) {
    if (unit.name == text.substr(digits)) {
      return Duration{static_cast<std::int64_t>(*parse_number(text.substr(0, digits))) * unit.us};
    }
  }
  return std::nullopt;
}

bool is_duration(std::string_view text) { return parse_duration(text).has_value(); }

// Every '0' of the form stands for a digit, everything else for itself.
bool has_form(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '0' ? !is_digit(text[i]) : text[i] != form[i]) return false;
  }
  return true;
}

bool is_date_time(std::string_view text) { return has_form(text, "0000-00-00T00:00:00Z"); }

bool is_header_name(std::string_view text) {
  if (text.empty() || text.size() > 70) return false;
  for (const char c : text) {
    if (c < '!' || c > '~' || c == ':') return false;
  }
  return true;
}

bool is_reply_class(std::string_view text) {
  if (text == "+OK" || text == "-ERR" || text == "OK" || text == "NO" || text == "BAD") return true;
  if (text.empty() || text[0] < '2' || text[0] > '5') return false;
  if (text.size() == 1) return true;
  if (text.size() == 3 && text[1] != '.') return is_digit(text[1]) && is_digit(text[2]);
  const auto parts = split(text, '.');
  if (parts.size() != 3 || parts[0].size() != 1) return false;
  const auto is_part = [](std::string_view part) {
    return !part.empty() && part.size() <= 3 && parse_number(part).has_value();
  };
  return is_part(parts[1]) && is_part(parts[2]);
}

}  // namespace

#define LABEL "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
#define OCTET "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"

const TextRule k_any_text{"a text", "write a text", "", is_any};
const TextRule k_some_text{"a text that says something", "write a text", "[^ \\t\\r\\n]", is_some};
const TextRule k_id{"an id (lower-case letters, digits and single hyphens, at most 40)",
                    "write it like \"first-message\"",
                    "^(?=.{1,40}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", is_id};
const TextRule k_host_address{
    "an address of the documentation ranges (RFC 5737)",
    "take one of 192.0.2.0/24, 198.51.100.0/24 or 203.0.113.0/24, such as \"192.0.2.25\"",
    "^(?:192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\." OCTET "$", is_host_address};
const TextRule k_network{"an IPv4 network", "write it like \"192.0.2.0/24\"",
                         "^" OCTET "(?:\\." OCTET "){3}/(?:3[0-2]|[12]?[0-9])$", is_network};
const TextRule k_domain{"a domain name", "write it like \"mx.example.org\", without a final dot",
                        "^(?=.{1,253}$)" LABEL "(?:\\." LABEL ")*$", is_domain};
const TextRule k_owner{
    "the owner of a record", "write \"@\" for the zone itself, or a name below it, such as \"mx\"",
    "^(?:@|\\*|(?=.{1,200}$)(?:\\*\\.)?_?" LABEL "(?:\\._?" LABEL ")*)$", is_owner};
const TextRule k_mail_address{"a mail address", "write it like \"alice@example.org\"",
                              "^[^ \\t\\r\\n<>()\\[\\]\\\\,;:\"@]{1,64}@(?=.{1,253}$)" LABEL
                              "(?:\\." LABEL ")*$",
                              is_mail_address};
const TextRule k_duration{"a duration",
                          "write a number and a unit (us, ms, s, min, h, d), such as \"10ms\"",
                          "^(?:0|[1-9][0-9]{0,5})(?:us|ms|s|min|h|d)$", is_duration};
const TextRule k_date_time{"a date and time", "write it like \"2026-03-02T09:00:00Z\"",
                           "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
                           is_date_time};
const TextRule k_header_name{"the name of a header field", "write it like \"Reply-To\"",
                             "^[!-9;-~]{1,70}$", is_header_name};
const TextRule k_reply{
    "a reply's class, code or enhanced code", "write it like \"5\", \"550\", \"5.7.1\" or \"+OK\"",
    "^(?:\\+OK|-ERR|OK|NO|BAD|[2-5](?:[0-9]{2}|\\.[0-9]{1,3}\\.[0-9]{1,3})?)$", is_reply_class};

Duration duration_of(std::string_view text) {
  const auto duration = parse_duration(text);
  MUST(duration.has_value());
  return *duration;
}

std::optional<std::int64_t> unix_seconds_of(std::string_view date_time) {
  if (!is_date_time(date_time)) return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t count) {
    return static_cast<std::int64_t>(*parse_number(date_time.substr(at, count)));
  };
  const std::int64_t year = part(0, 4), month = part(5, 2), day = part(8, 2);
  const std::int64_t hour = part(11, 2), minute = part(14, 2), second = part(17, 2);
  constexpr std::int64_t k_days_before[] = {0,   31,  59,  90,  120, 151, 181,
                                            212, 243, 273, 304, 334, 365};
  if (year < 1970 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59)
    return std::nullopt;
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const std::int64_t leap_day = is_leap && month == 2 ? 1 : 0;
  if (day < 1 || day > k_days_before[month] - k_days_before[month - 1] + leap_day)
    return std::nullopt;
  const std::int64_t past = year - 1;  // leap days of all years before this one, from 1970 on
  const std::int64_t leap_days =
      (past / 4 - past / 100 + past / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
  const std::int64_t whole_days = (year - 1970) * 365 + leap_days + k_days_before[month - 1] +
                                  (is_leap && month > 2 ? 1 : 0) + day - 1;
  return ((whole_days * 24 + hour) * 60 + minute) * 60 + second;
}

}  // namespace mailscope::scenario
