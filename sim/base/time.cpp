// Calendar arithmetic in integers (proleptic Gregorian), and the date forms of the mail standards.
#include "sim/base/time.h"

#include <array>
#include <cstdio>

namespace mailscope {
namespace {

constexpr std::array<const char*, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<const char*, 7> k_weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  const std::int64_t quotient = a / b;
  return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

template <class... Args>
std::string print(const char* format, Args... args) {
  std::array<char, 96> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), format, args...);
  return std::string(buffer.data(), static_cast<std::size_t>(length));
}

}  // namespace

// Days are counted in 400-year eras that begin on 1 March, so that the leap day is the last of its year.
CalendarDate calendar_date(std::int64_t unix_s) {
  const std::int64_t days_since_1970 = floor_div(unix_s, 86'400);
  const std::int64_t second_of_day = unix_s - days_since_1970 * 86'400;
  const std::int64_t day_number = days_since_1970 + 719'468;
  const std::int64_t era = floor_div(day_number, 146'097);
  const std::int64_t day_of_era = day_number - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const std::int64_t weekday = ((days_since_1970 + 4) % 7 + 7) % 7;
  CalendarDate date{};
  date.year = static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0));
  date.month = static_cast<int>(month);
  date.day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  date.hour = static_cast<int>(second_of_day / 3'600);
  date.minute = static_cast<int>(second_of_day / 60 % 60);
  date.second = static_cast<int>(second_of_day % 60);
  date.weekday = static_cast<int>(weekday);
  return date;
}

std::int64_t unix_seconds(Time time, std::int64_t epoch_s) {
  return epoch_s + floor_div(time.us, 1'000'000);
}

std::string rfc5322_date(std::int64_t unix_s) {
  const CalendarDate d = calendar_date(unix_s);
  return print("%s, %d %s %04d %02d:%02d:%02d +0000",
               k_weekdays[static_cast<std::size_t>(d.weekday)], d.day,
               k_months[static_cast<std::size_t>(d.month - 1)], d.year, d.hour, d.minute, d.second);
}

std::string imap_date_time(std::int64_t unix_s) {
  const CalendarDate d = calendar_date(unix_s);
  return print("%2d-%s-%04d %02d:%02d:%02d +0000", d.day,
               k_months[static_cast<std::size_t>(d.month - 1)], d.year, d.hour, d.minute, d.second);
}

std::string rfc3339_date(std::int64_t unix_s) {
  const CalendarDate d = calendar_date(unix_s);
  return print("%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day, d.hour, d.minute,
               d.second);
}

std::string seconds_text(Time time) {
  const bool negative = time.us < 0;
  const long long us = static_cast<long long>(negative ? -time.us : time.us);
  return print("%s%lld.%06lld", negative ? "-" : "", us / 1'000'000, us % 1'000'000);
}

}  // namespace mailscope
