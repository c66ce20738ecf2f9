// Virtual time: integer microseconds since the scenario's start. There is no other clock.
//
//   const Time at = Time{} + milliseconds(40);
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace mailscope {

// A span of virtual time. May be negative as a difference.
struct Duration {
  std::int64_t us = 0;

  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return {a.us + b.us}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return {a.us - b.us}; }
  friend constexpr Duration operator*(Duration a, std::int64_t times) { return {a.us * times}; }
};

constexpr Duration microseconds(std::int64_t n) { return {n}; }
constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
constexpr Duration hours(std::int64_t n) { return minutes(n * 60); }
constexpr Duration days(std::int64_t n) { return hours(n * 24); }

// A moment of virtual time.
struct Time {
  std::int64_t us = 0;

  friend constexpr auto operator<=>(const Time&, const Time&) = default;
  friend constexpr Time operator+(Time t, Duration d) { return {t.us + d.us}; }
  friend constexpr Time operator-(Time t, Duration d) { return {t.us - d.us}; }
  friend constexpr Duration operator-(Time a, Time b) { return {a.us - b.us}; }
};

// The calendar date (UTC) of virtual time: Time{} plus `epoch_s` seconds since 1970.
// A scenario names its epoch; the default is Monday 2 March 2026, 09:00:00 UTC.
inline constexpr std::int64_t k_epoch_s_default = 1'772'442'000;

struct CalendarDate {
  int year, month, day, hour, minute, second, weekday;  // month and day from 1; weekday 0 = Sunday
};
CalendarDate calendar_date(std::int64_t unix_s);
std::int64_t unix_seconds(Time time, std::int64_t epoch_s);

// "Mon, 2 Mar 2026 09:00:00 +0000": date-time of RFC 5322, section 3.3.
std::string rfc5322_date(std::int64_t unix_s);
// " 2-Mar-2026 09:00:00 +0000": date-time of IMAP without its quotes (RFC 3501, section 9).
std::string imap_date_time(std::int64_t unix_s);
// "2026-03-02T09:00:00Z": RFC 3339.
std::string rfc3339_date(std::int64_t unix_s);
// "12.345678": seconds with all six digits, for text that people and tests read.
std::string seconds_text(Time time);

}  // namespace mailscope
