#include "sim/mime/date.h"

#include <array>
#include <string>
#include <vector>

#include "sim/base/text.h"

namespace mailscope::mime {

namespace {

constexpr std::array<std::string_view, 12> k_months{"jan", "feb", "mar", "apr", "may", "jun",
                                                    "jul", "aug", "sep", "oct", "nov", "dec"};

struct Zone {
  std::string_view name;
  int minutes;
};
// RFC 5322, section 4.3; all other letters and names count as -0000.
constexpr std::array k_zones{
    Zone{"ut", 0},     Zone{"gmt", 0},    Zone{"edt", -240}, Zone{"est", -300}, Zone{"cdt", -300},
    Zone{"cst", -360}, Zone{"mdt", -360}, Zone{"mst", -420}, Zone{"pdt", -420}, Zone{"pst", -480}};

// Words, with comments left out; commas end a word. Around colons there may be blanks (RFC 5322, section 4.3).
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (depth > 0 && c == '\\') {
      ++i;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && depth > 0) {
      --depth;
    } else if (depth == 0) {
      const bool is_gap = c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',';
      if (c == ':' && words.back().empty() && words.size() > 1) words.pop_back();
      if (!is_gap)
        words.back() += ascii_lower(c);
      else if (!words.back().empty() && words.back().back() != ':')
        words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::optional<int> number_of(std::string_view text, std::size_t digits_max) {
  if (text.empty() || text.size() > digits_max) return std::nullopt;
  const auto number = parse_number(text);
  if (!number) return std::nullopt;
  return static_cast<int>(*number);
}

int days_in(int month, int year) {
  constexpr std::array days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && is_leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

std::optional<int> year_of(std::string_view word) {
  const auto year = number_of(word, 4);
  if (!year || word.size() < 2) return std::nullopt;
  // Two and three digits: RFC 5322, section 4.3.
  if (word.size() == 2) return *year < 50 ? 2000 + *year : 1900 + *year;
  if (word.size() == 3) return 1900 + *year;
  return year;
}

std::optional<int> seconds_of_day(std::string_view word) {
  const auto parts = split(word, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  const auto hour = number_of(parts[0], 2), minute = number_of(parts[1], 2);
  const auto second = parts.size() == 3 ? number_of(parts[2], 2) : std::optional(0);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
    return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

int zone_of(std::string_view word) {
  if (word.size() == 5 && (word[0] == '+' || word[0] == '-')) {
    const auto digits = number_of(word.substr(1), 4);
    if (digits) {
      const int minutes = *digits / 100 * 60 + *digits % 100;
      return word[0] == '-' ? -minutes : minutes;
    }
  }
  for (const Zone& zone : k_zones)
    if (zone.name == word) return zone.minutes;
  return 0;
}

}  // namespace

// Days from civil, after the era method of Howard Hinnant's "chrono-compatible low-level date algorithms".
std::int64_t unix_of_date(int year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return (era * 146'097 + day_of_era - 719'468) * 86'400;
}

std::optional<DateTime> parse_date(std::string_view text) {
  std::vector<std::string> words = words_of(text);
  if (!words.empty() && !is_digit(words.front().front()))
    words.erase(words.begin());  // the weekday
  if (words.size() < 4) return std::nullopt;
  const auto day = number_of(words[0], 2);
  int month = 0;
  for (std::size_t i = 0; i < k_months.size(); ++i)
    if (words[1].substr(0, 3) == k_months[i]) month = static_cast<int>(i) + 1;
  const auto year = year_of(words[2]);
  const auto seconds = seconds_of_day(words[3]);
  if (!day || month == 0 || !year || !seconds || *day < 1 || *day > days_in(month, *year))
    return std::nullopt;
  DateTime date;
  date.zone_min = words.size() > 4 ? zone_of(words[4]) : 0;
  date.local_day_s = unix_of_date(*year, month, *day);
  date.unix_s = date.local_day_s + *seconds - std::int64_t{date.zone_min} * 60;
  return date;
}

}  // namespace mailscope::mime
