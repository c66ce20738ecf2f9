// CLOCK_MONOTONIC, scaled.
#include "sim/cli/wall_clock.h"

#include <algorithm>
#include <ctime>

namespace mailscope::cli {
namespace {

std::int64_t us_of(clockid_t clock) {
  timespec at{};
  clock_gettime(clock, &at);
  return std::int64_t{at.tv_sec} * 1'000'000 + at.tv_nsec / 1'000;
}

}  // namespace

std::int64_t unix_now_s() { return us_of(CLOCK_REALTIME) / 1'000'000; }

WallClock::WallClock(std::int64_t percent)
    : percent_(std::max<std::int64_t>(percent, 1)), start_us_(us_of(CLOCK_MONOTONIC)) {}

Time WallClock::now() const { return {(us_of(CLOCK_MONOTONIC) - start_us_) * percent_ / 100}; }

Duration WallClock::until(Time virtual_time) const {
  return {std::max<std::int64_t>((virtual_time - now()).us * 100 / percent_, 0)};
}

}  // namespace mailscope::cli
