// The network's speed: the due queue against a bare std::priority_queue, and packets per CPU second.
//
// The due queue's ratio is taken within one run, the two loops taking turns; read `ratio` (ours against
// bare, 1 = as fast). The packets' figure is compared with ns-3's in ns3/net_against_ns3.cpp.
#include <algorithm>
#include <ctime>
#include <queue>
#include <vector>

#include <benchmark/benchmark.h>

#include "sim/base/random.h"
#include "sim/net/due.h"
#include "tests/bench/net_bulk.h"

namespace mailscope::net {
namespace {

constexpr std::size_t k_rounds = 200'000;

// What the network queues is about this large.
struct Load {
  std::uint64_t words[12] = {};
};

struct BareEntry {
  std::int64_t time = 0;
  std::uint64_t number = 0;
  Load load;
  friend bool operator>(const BareEntry& a, const BareEntry& b) {
    return a.time != b.time ? a.time > b.time : a.number > b.number;
  }
};

// Delays drawn before anything is timed.
std::vector<std::int64_t> delays() {
  Random random(1);
  std::vector<std::int64_t> out(k_rounds);
  for (auto& delay : out) delay = static_cast<std::int64_t>(random.below(50'000));
  return out;
}

// The classic hold: take the next, put one back later; `waiting` of them at any time.
std::uint64_t hold_bare(const std::vector<std::int64_t>& delay, std::size_t waiting) {
  std::priority_queue<BareEntry, std::vector<BareEntry>, std::greater<>> queue;
  std::uint64_t number = 0;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < waiting; ++i) queue.push({delay[i], ++number, {}});
  for (std::size_t i = 0; i < k_rounds; ++i) {
    const BareEntry next = queue.top();
    queue.pop();
    sum += static_cast<std::uint64_t>(next.time);
    queue.push({next.time + delay[i], ++number, next.load});
  }
  return sum;
}

std::uint64_t hold_ours(const std::vector<std::int64_t>& delay, std::size_t waiting) {
  DueQueue<Load> queue;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < waiting; ++i) queue.add(Time{delay[i]}, {});
  for (std::size_t i = 0; i < k_rounds; ++i) {
    const auto next = queue.take(Time{INT64_MAX});
    sum += static_cast<std::uint64_t>(next->time.us);
    queue.add(next->time + Duration{delay[i]}, next->work);
  }
  return sum;
}

void due_queue_against_bare(benchmark::State& state) {
  const auto waiting = static_cast<std::size_t>(state.range(0));
  const auto delay = delays();
  std::vector<double> ratios;
  for (auto _ : state) {
    const double begin = cpu_seconds();
    const std::uint64_t bare = hold_bare(delay, waiting);
    const double middle = cpu_seconds();
    const std::uint64_t ours = hold_ours(delay, waiting);
    const double end = cpu_seconds();
    if (bare != ours) state.SkipWithError("the two loops disagree");
    ratios.push_back((middle - begin) / (end - middle));
  }
  state.counters["ratio"] = median_of(ratios);
}
BENCHMARK(due_queue_against_bare)->Arg(16)->Arg(256)->Arg(4'096)->Unit(benchmark::kMillisecond);

void bulk_transfer(benchmark::State& state) {
  std::vector<double> rates;
  for (auto _ : state) rates.push_back(bulk_packets_per_cpu_second(32 * 1024 * 1024));
  state.counters["packets_per_cpu_second"] = median_of(rates);
}
BENCHMARK(bulk_transfer)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mailscope::net
