// Runs that are longer than any window: what is made of them is what is seen, and it is the same as in the whole.
#include <catch2/catch_test_macros.hpp>

#include "tests/ui/model/sample_run.h"
#include "ui/model/dialogue_model.h"
#include "ui/model/ladder_model.h"
#include "ui/model/search_model.h"
#include "ui/model/timeline_model.h"

namespace mailscope::ui {
namespace {

// One connection on which a client says NOOP so many times.
Trace long_trace(std::uint32_t commands) {
  Trace trace;
  Recorder recorder(trace);
  recorder.add({.host = {1}}, HostAdded{.name = "alice", .role = HostRole::client});
  recorder.add({.host = {2}}, HostAdded{.name = "mx"});
  recorder.add({.host = {1}, .peer = {2}, .connection = {1}}, ConnectionOpened{.server_port = 25});
  for (std::uint32_t i = 0; i < commands; ++i) {
    recorder.set_now(Time{} + milliseconds(10 * (i + 1)));
    recorder.add({.host = {1}, .peer = {2}, .connection = {1}},
                 Said{Protocol::smtp, Speaker::client, LineKind::command, false, "NOOP\r\n"});
    recorder.set_now(Time{} + milliseconds(10 * (i + 1) + 5));
    recorder.add({.host = {2}, .peer = {1}, .connection = {1}},
                 Said{Protocol::smtp, Speaker::server, LineKind::reply, false,
                      i % 10 == 9 ? "452 busy\r\n" : "250 Ok\r\n"});
  }
  return trace;
}

TEST_CASE("long runs: a window of the ladder holds the rows of the whole, gone ones too",
          "[model]") {
  Run before(test::sample_trace()), after(test::sample_trace(test::SampleTls::stripped));
  const Words words = words_in("en");
  const DifferenceModel model = difference(before, after, StepLevel::mail, words);
  REQUIRE_FALSE(model.gone.empty());
  for (const std::uint32_t step : after.shown(StepLevel::mail)) {
    const Look look = after.look(step, StepLevel::mail, words);
    const LadderModel whole = ladder_at(look, &model);
    REQUIRE(whole.rungs.size() == whole.row_count);
    for (std::size_t middle = 0; middle <= whole.row_count; middle += 3) {
      const LadderModel window = ladder_at(look, &model, {middle, 8});
      CHECK(window.current_row == whole.current_row);
      CHECK(window.row_count == whole.row_count);
      REQUIRE(window.rungs.size() <= 8);
      for (std::size_t i = 0; i < window.rungs.size(); ++i)
        CHECK(window.rungs[i] == whole.rungs[window.first + i]);
    }
  }
}

TEST_CASE("long runs: the ladder's window follows the cursor", "[model]") {
  Run run(long_trace(5'000));
  const Words words = words_in("en");
  for (const std::uint32_t step : {1u, 4'000u, 10'001u}) {
    const LadderModel ladder =
        ladder_at(run.look(step, StepLevel::mail, words), nullptr, {LadderWindow::no_row, 100});
    CHECK(ladder.row_count == 10'001);
    REQUIRE(ladder.current_row >= ladder.first);
    REQUIRE(ladder.current_row - ladder.first < ladder.rungs.size());
    CHECK(ladder.rungs[ladder.current_row - ladder.first].is_current);
  }
}

TEST_CASE("long runs: a mark of the timeline stands for several steps and keeps their trouble",
          "[model]") {
  Run run(long_trace(5'000));
  const auto marks = timeline_marks(run, StepLevel::mail, {}, nullptr);
  CHECK(marks->size() <= k_marks_max);
  CHECK(marks->size() > k_marks_max / 2);
  std::size_t troubled = 0;
  for (const TimelineMark& mark : *marks) troubled += mark.is_trouble ? 1u : 0u;
  CHECK(troubled == 500);
  const Words words = words_in("en");
  const TimelineModel model =
      timeline_at(run.look(9'000, StepLevel::mail, words), {}, nullptr, marks);
  CHECK(model.count == 10'002);
  CHECK(model.current == 9'000);
}

TEST_CASE("long runs: a dialogue shows its last lines and says how many stand before", "[model]") {
  Run run(long_trace(5'000));
  const Words words = words_in("en");
  const DialogueModel dialogue =
      dialogue_at(run.look(8'000, StepLevel::mail, words), Listener::ends);
  CHECK(dialogue.lines.size() == k_dialogue_lines);
  CHECK(dialogue.lines.back().is_current);
  CHECK(dialogue.earlier + dialogue.lines.size() == 7'999);
}

TEST_CASE("ladder: a filter leaves the rungs of one host, one protocol, one connection",
          "[model]") {
  Run run(test::sample_trace());
  const Words words = words_in("en");
  const Look look = run.look(run.shown(StepLevel::mail)[20], StepLevel::mail, words);
  const SearchFilter filters[] = {{.host = {3}, .protocol = Protocol::none, .connection = {}},
                                  {.host = {}, .protocol = Protocol::smtp, .connection = {}},
                                  {.host = {}, .protocol = Protocol::none, .connection = {2}}};
  for (const SearchFilter& filter : filters) {
    const auto steps = passing(run, StepLevel::mail, filter);
    REQUIRE_FALSE(steps.empty());
    const LadderModel ladder = ladder_at(look, nullptr, {}, &steps);
    CHECK(ladder.row_count == steps.size());
    for (const Rung& rung : ladder.rungs) {
      CHECK(passes(run.steps()[rung.step], filter));
      CHECK(rung.index == run.index_of(rung.step, StepLevel::mail));
    }
  }
}

}  // namespace
}  // namespace mailscope::ui
