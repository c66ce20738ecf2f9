// The machine's clock, for `mailscope serve` alone: it says when input arrives, and nothing else.
//
//   WallClock clock(speed);
//   const Time virtual_now = clock.now();
//   poll(..., clock.until(due));
#pragma once

#include <cstdint>

#include "sim/base/time.h"

namespace mailscope::cli {

// Seconds since 1970, once at the start: calendar time of virtual time 0.
std::int64_t unix_now_s();

class WallClock {
 public:
  // Virtual time runs `percent` hundredths as fast as the wall's.
  explicit WallClock(std::int64_t percent);

  Time now() const;
  // How long the wall has to wait until that virtual time; never negative.
  Duration until(Time virtual_time) const;

 private:
  std::int64_t percent_;
  std::int64_t start_us_;
};

}  // namespace mailscope::cli
