#include "sim/imap/scanner.h"

#include <array>

#include "sim/base/text.h"
#include "sim/mime/date.h"

namespace mailscope::imap {

namespace {

bool is_astring_char(char c) { return is_atom_char(c) || c == ']'; }
bool is_list_char(char c) { return is_astring_char(c) || c == '%' || c == '*'; }

std::optional<int> month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                    "jul", "aug", "sep", "oct", "nov", "dec"};
  for (std::size_t i = 0; i < months.size(); ++i)
    if (equal_ignoring_case(name, months[i])) return static_cast<int>(i) + 1;
  return std::nullopt;
}

// "1-Feb-1994", the day with one or two digits or with a leading blank.
std::optional<std::int64_t> day_of(std::string_view text) {
  const auto parts = split(text, '-');
  if (parts.size() != 3 || parts[2].size() != 4) return std::nullopt;
  const std::string_view digits = parts[0].substr(0, 1) == " " ? parts[0].substr(1) : parts[0];
  if (digits.size() > 2) return std::nullopt;
  const int d = static_cast<int>(parse_number(digits).value_or(0));
  const auto month = month_of(parts[1]);
  const auto year = parse_number(parts[2]);
  if (!month || !year || d < 1 || d > 31) return std::nullopt;
  const int y = static_cast<int>(*year);
  const std::int64_t unix_s = mime::unix_of_date(y, *month, d);
  const int next_month = *month == 12 ? 1 : *month + 1;
  if (unix_s >= mime::unix_of_date(*month == 12 ? y + 1 : y, next_month, 1)) return std::nullopt;
  return unix_s;
}

}  // namespace

bool is_atom_char(char c) {
  return c > 32 && c < 127 && std::string_view("(){%*\"\\]").find(c) == std::string_view::npos;
}

void Scanner::fail(std::string what) {
  if (!fault_.empty()) return;
  fault_ = std::move(what);
  at_ = octets_.size();
}

bool Scanner::skip(char c) {
  if (is_at_end() || octets_[at_] != c) return false;
  ++at_;
  return true;
}

bool Scanner::skip_word(std::string_view word) {
  if (!starts_with_ignoring_case(rest(), word)) return false;
  const std::string_view after = rest().substr(word.size());
  if (!after.empty() && is_atom_char(after.front())) return false;
  at_ += word.size();
  return true;
}

void Scanner::expect(char c, const char* where) {
  if (!skip(c)) fail(std::string("'") + c + "' is missing " + where);
}

void Scanner::space() {
  if (!skip(' '))
    fail(is_at_end() ? "an argument is missing" : "a blank is missing between two arguments");
}

void Scanner::end() {
  if (is_ok() && !is_at_end())
    fail("there is more than the command takes: " + visible(rest().substr(0, 40)));
}

std::string Scanner::run(bool (*accepts)(char), const char* what) {
  const std::size_t start = at_;
  while (!is_at_end() && accepts(octets_[at_])) ++at_;
  if (at_ == start) fail(std::string(what) + " is missing");
  return std::string(since(start));
}

std::string Scanner::atom(const char* what) { return run(is_atom_char, what); }

std::string Scanner::keyword(const char* what) { return upper(run(is_atom_char, what)); }

std::string Scanner::astring(const char* what) {
  if (peek() == '"' || peek() == '{') return string(what);
  return run(is_astring_char, what);
}

std::string Scanner::list_mailbox() {
  if (peek() == '"' || peek() == '{') return string("a mailbox pattern");
  return run(is_list_char, "a mailbox pattern");
}

// "~{5}" may hold NUL, a plain literal may not (RFC 9051, section 4.3).
std::string Scanner::literal8(const char* what) {
  const bool is_binary = rest().substr(0, 2) == "~{" && skip('~');
  if (peek() != '{') fail(std::string(what) + " must come as a literal");
  std::string octets = is_ok() ? literal() : std::string();
  if (is_ok() && !is_binary && octets.find('\0') != std::string::npos)
    fail(std::string(what) + " holds NUL: only a literal8, ~{5}, may");
  return octets;
}

std::string Scanner::string(const char* what) {
  if (peek() == '"' && !is_at_end()) return quoted();
  if (peek() == '{' && !is_at_end()) return literal();
  fail(std::string(what) + " must be a string in quotation marks or a literal");
  return {};
}

std::optional<std::string> Scanner::nstring(const char* what) {
  if (skip_word("NIL")) return std::nullopt;
  return string(what);
}

std::string Scanner::quoted() {
  std::string text;
  ++at_;
  while (!is_at_end()) {
    char c = octets_[at_++];
    if (c == '"') return text;
    if (c == '\r' || c == '\n') break;
    if (c == '\\') {
      if (peek() != '"' && peek() != '\\') {
        fail("in quotation marks, '\\' may stand only before '\"' or '\\'");
        return {};
      }
      c = octets_[at_++];
    }
    text += c;
  }
  fail("a quotation mark is not closed");
  return {};
}

std::string Scanner::literal() {
  const std::size_t close = rest().find('}');
  const std::string_view head = rest().substr(0, close == std::string_view::npos ? 0 : close + 1);
  const auto announced = announced_literal(head);
  if (!announced || rest().substr(head.size(), 2) != "\r\n" ||
      rest().size() - head.size() - 2 < announced->octets) {
    fail("this is not a literal");
    return {};
  }
  at_ += head.size() + 2;
  const std::size_t start = at_;
  at_ += static_cast<std::size_t>(announced->octets);
  return std::string(since(start));
}

std::string Scanner::flag() {
  const bool is_system = skip('\\');
  const std::string name = atom("a flag");
  return (is_system ? "\\" : "") + name;
}

std::vector<std::string> Scanner::flag_list() {
  std::vector<std::string> flags;
  expect('(', "before the flags");
  while (is_ok() && !skip(')')) {
    if (!flags.empty()) space();
    flags.push_back(flag());
  }
  return flags;
}

std::string Scanner::digits_and(std::string_view more, const char* what) {
  const std::size_t start = at_;
  while (!is_at_end() &&
         (is_digit(octets_[at_]) || more.find(octets_[at_]) != std::string_view::npos))
    ++at_;
  if (at_ == start) fail(std::string(what) + " is missing");
  return std::string(since(start));
}

std::uint64_t Scanner::number(const char* what, std::uint64_t max) {
  const auto number = parse_number(digits_and("", what));
  if (is_ok() && (!number || *number > max)) fail(std::string(what) + " is too large");
  return is_ok() ? *number : 0;
}

std::int64_t Scanner::date() {
  const std::string text = astring("a date");
  const auto day = day_of(text);
  if (is_ok() && !day) fail("'" + visible(text) + "' is not a date like 1-Feb-1994");
  return day.value_or(0);
}

std::int64_t Scanner::date_time() {
  const std::string text = string("a date and time");
  if (!is_ok()) return 0;
  const auto parts = split(text, ' ');
  const std::size_t first =
      parts.front().empty() ? 1 : 0;  // a blank in place of the day's first digit
  if (parts.size() == first + 3) {
    const auto day = day_of(parts[first]);
    // What follows has the form of RFC 5322: its reader knows hours and zones.
    const auto moment = mime::parse_date("1 Jan 1970 " + std::string(parts[first + 1]) + " " +
                                         std::string(parts[first + 2]));
    if (day && moment && parts[first + 2].size() == 5) return *day + moment->unix_s;
  }
  fail("'" + visible(text) + "' is not a date and time like \" 1-Feb-1994 12:00:00 +0000\"");
  return 0;
}

std::optional<AnnouncedLiteral> announced_literal(std::string_view line) {
  if (line.size() < 3 || line.back() != '}') return std::nullopt;
  const std::size_t open = line.rfind('{');
  if (open == std::string_view::npos) return std::nullopt;
  std::string_view digits = line.substr(open + 1, line.size() - open - 2);
  AnnouncedLiteral literal;
  if (!digits.empty() && digits.back() == '+') {
    literal.is_synchronizing = false;
    digits.remove_suffix(1);
  }
  const auto octets = parse_number(digits);
  if (!octets) return std::nullopt;
  literal.octets = *octets;
  return literal;
}

}  // namespace mailscope::imap
