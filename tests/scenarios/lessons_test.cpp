// Every lesson of the catalogue, run in every knob position.
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "sim/cli/files.h"
#include "sim/scenario/lesson.h"
#include "sim/scenario/verdicts.h"
#include "sim/trace/state.h"
#include "sim/trace/steps.h"
#include "sim/world/world.h"

namespace mailscope::scenario {
namespace {

std::vector<Scenario> lessons() {
  std::vector<std::string> complaints;
  std::vector<Scenario> out;
  for (const std::string& path : cli::scenario_files({"scenarios"}, complaints)) {
    auto loaded = cli::load_file(path, complaints);
    if (loaded) out.push_back(std::move(*loaded));
  }
  for (const std::string& complaint : complaints) FAIL_CHECK(complaint);
  return out;
}

TEST_CASE("lessons: every promise holds in every knob position, and the fold equals the world",
          "[scenarios]") {
  for (const Scenario& lesson : lessons()) {
    for (const KnobPositions& positions : combinations(lesson)) {
      INFO(lesson.id << " " << to_text(lesson, positions));
      const auto spec = world_for(lesson, positions, {});
      REQUIRE(spec);
      world::World world(*spec);
      world.run();
      const auto verdicts = verdicts_on(lesson, positions, world.trace());
      CHECK(verdicts.size() >= 1);
      for (const Verdict& verdict : verdicts) {
        INFO(verdict.message);
        CHECK(verdict.is_met);
      }
      const LessonRun run = lesson_in(lesson, positions, world.trace());
      for (const Fault& fault : run.faults) FAIL_CHECK(to_text(fault));
      CHECK(fold(world.trace(), world.trace().last()) == world.state());
    }
  }
}

// The connections on which a box, or the learner, put a hand to the packets.
std::set<ConnectionId> touched(const Trace& trace) {
  std::set<ConnectionId> out;
  for (const Record& record : trace) {
    const auto* sent = std::get_if<PacketSent>(&record.payload);
    if (std::holds_alternative<PacketChanged>(record.payload) ||
        (sent != nullptr && sent->is_injected)) {
      out.insert(record.place.connection);
    }
  }
  return out;
}

TEST_CASE("lessons: nobody is said to hear other words on a wire that nobody touched",
          "[scenarios]") {
  for (const Scenario& lesson : lessons()) {
    for (const KnobPositions& positions : combinations(lesson)) {
      const auto spec = world_for(lesson, positions, {});
      REQUIRE(spec);
      world::World world(*spec);
      world.run();
      const std::set<ConnectionId> hands = touched(world.trace());
      for (const Step& step : steps_of(world.trace())) {
        if (step.kind != StepKind::changed_line || hands.count(step.connection) != 0) continue;
        const auto& heard = std::get<Understood>(world.trace().at(step.headline).payload);
        FAIL_CHECK(lesson.id << " " << to_text(lesson, positions) << ": " << heard.text);
      }
    }
  }
}

}  // namespace
}  // namespace mailscope::scenario
