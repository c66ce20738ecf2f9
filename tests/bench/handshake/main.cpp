// Handshakes of TLS 1.3, both ends here, timed; the same program natively and in WebAssembly.
//
//   handshake 20        prints the median of 20, in milliseconds: first time, and played again
//
// `first` has computed nothing of it before; `again` plays one that was played, as after a knob.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "sim/crypto/curve_memo.h"
#include "tests/sim/tls/pair.h"

namespace {

double milliseconds_of_handshake(std::uint64_t seed) {
  const auto began = std::chrono::steady_clock::now();
  mailscope::tls::Pair pair(mailscope::tls::client_options(), mailscope::tls::server_options(),
                            seed);
  pair.start();
  if (!pair.client.tls.is_established() || !pair.server.tls.is_established()) std::exit(1);
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began)
      .count();
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int count_of_words, char** words) {
  const long count = count_of_words > 1 ? std::strtol(words[1], nullptr, 10) : 20;
  std::vector<double> first, again;
  for (long i = 0; i < std::max(count, 1L); ++i) {
    mailscope::crypto::forget_curve_memo();
    const auto seed = static_cast<std::uint64_t>(i + 1);
    first.push_back(milliseconds_of_handshake(seed));
    again.push_back(milliseconds_of_handshake(seed));
  }
  std::printf("%.3f %.3f\n", median_of(first), median_of(again));
  return 0;
}
