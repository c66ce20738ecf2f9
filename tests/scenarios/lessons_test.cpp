// Every lesson of the catalogue, run in every knob position.
#include <catch2/catch_test_macros.hpp>

#include "sim/cli/files.h"
#include "sim/scenario/lesson.h"
#include "sim/scenario/verdicts.h"
#include "sim/trace/state.h"
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

}  // namespace
}  // namespace mailscope::scenario
