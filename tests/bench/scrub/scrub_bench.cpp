// Every model of the screen made anew after a move of the cursor, in a trace of 100,000 records and in one of
// about a thousand: by one step forwards, by one step backwards, and to anywhere, as when one drags the timeline.
//
// `ratio_*` is what a move costs in the long trace by what it costs in the short one: near 1, since a move
// costs what is seen. `long_*_us` is the time itself; a display that draws 60 times a second has 16,000.
#include <algorithm>
#include <ctime>
#include <vector>

#include <benchmark/benchmark.h>

#include "tests/sim/world/small_world.h"
#include "ui/model/dialogue_model.h"
#include "ui/model/host_model.h"
#include "ui/model/ladder_model.h"
#include "ui/model/map_model.h"
#include "ui/model/secrets_model.h"
#include "ui/model/story_model.h"
#include "ui/model/timeline_model.h"
#include "ui/model/why_model.h"

namespace mailscope::ui {
namespace {

double cpu_us() {
  return static_cast<double>(std::clock()) * 1e6 / static_cast<double>(CLOCKS_PER_SEC);
}

Trace trace_of_at_least(std::size_t records) {
  for (int mails = 4;; mails = mails * 5 / 4 + 1) {
    world::WorldSpec spec = world::small_world();
    for (int i = 0; i < mails; ++i) {
      world::Act act = world::send_to_bob("Letter " + std::to_string(i));
      act.id += std::to_string(i);
      act.at = Time{} + seconds(1 + i);
      spec.script.push_back(act);
    }
    world::World world(spec);
    world.run();
    if (world.trace().size() >= records) return world.trace();
  }
}

class Screen {
 public:
  explicit Screen(Trace trace)
      : run_(std::move(trace)), marks_(timeline_marks(run_, k_level, lesson_, nullptr)) {}

  std::size_t records() const { return run_.trace().size(); }
  std::size_t count() const { return run_.shown(k_level).size(); }

  // What the program makes of a step (App::compose).
  double us_of_move_to(std::size_t index) {
    const double begin = cpu_us();
    const Look look = run_.look(run_.shown(k_level)[index], k_level, words_);
    benchmark::DoNotOptimize(timeline_at(look, lesson_, nullptr, marks_));
    benchmark::DoNotOptimize(map_at(look));
    benchmark::DoNotOptimize(ladder_at(look, nullptr, {LadderWindow::no_row, 240}));
    benchmark::DoNotOptimize(story_at(look, lesson_));
    benchmark::DoNotOptimize(dialogue_at(look, Listener::ends));
    benchmark::DoNotOptimize(secrets_at(look));
    benchmark::DoNotOptimize(host_at(look, host_of_interest(look)));
    benchmark::DoNotOptimize(why_at(look));
    return cpu_us() - begin;
  }

 private:
  static constexpr StepLevel k_level = StepLevel::mail;
  Run run_;
  Lesson lesson_;
  Words words_ = words_in("en");
  std::shared_ptr<const TimelineMarks> marks_;
};

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

struct Moves {
  std::vector<double> forwards, backwards, anywhere;
};

void measure(Screen& screen, Moves& moves) {
  const std::size_t count = screen.count();
  for (std::size_t i = 1; i <= 40; ++i) {
    // Spread over the run, always at the same places.
    const std::size_t at = 2 + (i * 7'919) % (count - 4);
    moves.anywhere.push_back(screen.us_of_move_to(at));
    moves.forwards.push_back(screen.us_of_move_to(at + 1));
    moves.backwards.push_back(screen.us_of_move_to(at));
  }
}

void move_of_the_cursor(benchmark::State& state) {
  Screen small(trace_of_at_least(1'000)), large(trace_of_at_least(100'000));
  Moves few, many;
  for (auto _ : state) {
    measure(small, few);
    measure(large, many);
  }
  const auto tell = [&](const char* name, const std::vector<double>& by_small,
                        const std::vector<double>& by_large) {
    const double a = median_of(by_small), b = median_of(by_large);
    state.counters[std::string("ratio_") + name] = b / std::max(1.0, a);
    state.counters[std::string("long_") + name + "_us"] = b;
  };
  tell("forwards", few.forwards, many.forwards);
  tell("backwards", few.backwards, many.backwards);
  tell("anywhere", few.anywhere, many.anywhere);
  state.counters["records"] = static_cast<double>(large.records());
  state.counters["records_of_the_short_one"] = static_cast<double>(small.records());
}
BENCHMARK(move_of_the_cursor)->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace
}  // namespace mailscope::ui
