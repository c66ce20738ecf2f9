// Whole mails from Alice's program to Bob's mailbox, and what the trace of it weighs.
//
// `mails_per_cpu_second` counts every mail with its TLS handshakes, lookups and packets, all recorded.
// `octets_per_record` is the heap that a copy of the trace takes, without the octets that the records
// quote, by record: the target is 200. `rerun_ms` is one mail's world built and run again, as after a
// knob was turned; the page does the same in WebAssembly.
#include <algorithm>
#include <ctime>
#include <type_traits>
#include <vector>

#include <benchmark/benchmark.h>
#include <malloc.h>

#include "tests/sim/world/small_world.h"

namespace mailscope::world {
namespace {

double cpu_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

WorldSpec world_with_mails(int count) {
  WorldSpec spec = small_world();
  for (int i = 0; i < count; ++i) {
    Act act = send_to_bob("Letter " + std::to_string(i));
    act.id += std::to_string(i);
    act.at = Time{} + seconds(1 + i);
    spec.script.push_back(act);
  }
  return spec;
}

// The octets that a record quotes: all its texts.
std::size_t quoted(const Record& record) {
  std::size_t count = 0;
  std::visit(
      [&](const auto& payload) {
        std::decay_t<decltype(payload)>::fields(payload, [&](auto, const auto& value) {
          using Value = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<Value, std::string>) count += value.size();
          if constexpr (std::is_same_v<Value, Octets>) count += value.value.size();
        });
      },
      record.payload);
  return count;
}

void mails_from_client_to_mailbox(benchmark::State& state) {
  const int count = static_cast<int>(state.range(0));
  const WorldSpec spec = world_with_mails(count);
  std::vector<double> rates;
  for (auto _ : state) {
    const double begin = cpu_seconds();
    World world(spec);
    world.run();
    rates.push_back(count / (cpu_seconds() - begin));
    if (mails_in(world.state(), "mx", "bob@example.net", "INBOX") !=
        static_cast<std::size_t>(count)) {
      state.SkipWithError("not all mails have arrived");
    }
  }
  state.counters["mails_per_cpu_second"] = median_of(rates);
}
BENCHMARK(mails_from_client_to_mailbox)->Arg(1)->Arg(200)->Unit(benchmark::kMillisecond);

void weight_of_a_trace(benchmark::State& state) {
  World world(world_with_mails(50));
  world.run();
  std::size_t octets = 0;
  for (const Record& record : world.trace()) octets += quoted(record);
  double heap = 0;
  for (auto _ : state) {
    const std::size_t before = mallinfo2().uordblks;
    const Trace copy = world.trace();
    heap = static_cast<double>(mallinfo2().uordblks - before);
  }
  const auto records = static_cast<double>(world.trace().size());
  state.counters["records"] = records;
  state.counters["octets_per_record"] = (heap - static_cast<double>(octets)) / records;
  state.counters["quoted_octets_per_record"] = static_cast<double>(octets) / records;
}
BENCHMARK(weight_of_a_trace)->Unit(benchmark::kMillisecond);

void rerun_after_a_knob(benchmark::State& state) {
  const WorldSpec spec = world_with_mails(1);
  World first(spec);
  first.run();
  std::vector<double> times;
  for (auto _ : state) {
    const double begin = cpu_seconds();
    World world(spec);
    world.run();
    times.push_back((cpu_seconds() - begin) * 1000);
  }
  state.counters["rerun_ms"] = median_of(times);
}
BENCHMARK(rerun_after_a_knob)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mailscope::world
