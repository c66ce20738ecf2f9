// date-time of RFC 5322, section 3.3, with the obsolete forms of section 4.3 (two-digit years, EST, comments).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mailscope::mime {

// Seconds since 1970 UTC of a day at midnight; month and day from 1. Proleptic Gregorian.
std::int64_t unix_of_date(int year, int month, int day);

struct DateTime {
  std::int64_t unix_s = 0;
  int zone_min = 0;              // minutes east of UTC, as written
  std::int64_t local_day_s = 0;  // midnight of the day as written, zone disregarded (IMAP's SENTON)

  friend bool operator==(const DateTime&, const DateTime&) = default;
};
// None when it cannot be read or names a day that does not exist.
std::optional<DateTime> parse_date(std::string_view text);

}  // namespace mailscope::mime
