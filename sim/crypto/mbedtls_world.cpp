// The global functions that Mbed TLS is configured to call (cmake/mbedtls/user_config.h).
#include "sim/crypto/mbedtls_world.h"

#include <mbedtls/platform_time.h>
#include <mbedtls/platform_util.h>
#include <psa/crypto.h>

#include "sim/base/check.h"
#include "sim/base/time.h"

namespace mailscope::crypto {
namespace {

Random* current_random = nullptr;
std::int64_t current_now_ms = 0;

mbedtls_time_t current_time(mbedtls_time_t* also) {
  const auto now = static_cast<mbedtls_time_t>(current_now_ms / 1000);
  if (also != nullptr) *also = now;
  return now;
}

// The library's tables, prepared once; nothing in them depends on chance or time.
bool library_is_ready() {
  static const bool is_ready =
      mbedtls_platform_set_time(current_time) == 0 && psa_crypto_init() == PSA_SUCCESS;
  return is_ready;
}

}  // namespace

WorldScope::WorldScope(Random& random, std::int64_t now_unix_ms)
    : outer_random_(current_random), outer_now_ms_(current_now_ms) {
  current_random = &random;
  current_now_ms = now_unix_ms;
  MUST(library_is_ready());
}

WorldScope::~WorldScope() {
  current_random = outer_random_;
  current_now_ms = outer_now_ms_;
}

int draw(void* /*unused*/, unsigned char* octets, std::size_t count) {
  MUST(current_random != nullptr);
  current_random->fill(octets, count);
  return 0;
}

int draw_for_blinding(void* /*unused*/, unsigned char* octets, std::size_t count) {
  Random(0x6d61696c73636f70).fill(octets, count);
  return 0;
}

}  // namespace mailscope::crypto

extern "C" {

psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t* /*context*/,
                                             std::uint8_t* output, std::size_t output_size,
                                             std::size_t* output_length) {
  mailscope::crypto::draw(nullptr, output, output_size);
  *output_length = output_size;
  return PSA_SUCCESS;
}

mbedtls_ms_time_t mbedtls_ms_time() { return mailscope::crypto::current_now_ms; }

struct tm* mbedtls_platform_gmtime_r(const mbedtls_time_t* time, struct tm* calendar) {
  const auto date = mailscope::calendar_date(static_cast<std::int64_t>(*time));
  *calendar = {};
  calendar->tm_year = date.year - 1900;
  calendar->tm_mon = date.month - 1;
  calendar->tm_mday = date.day;
  calendar->tm_hour = date.hour;
  calendar->tm_min = date.minute;
  calendar->tm_sec = date.second;
  calendar->tm_wday = date.weekday;
  return calendar;
}

}  // extern "C"
