// What must hold in every world: nothing is lost, nothing comes twice, the trace tells all of it.
//
// Worlds are numbered; a failure prints the number. MAILSCOPE_SEED=17 plays that world alone,
// MAILSCOPE_WORLDS=2000 plays more than usual.
#include <cstdlib>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/world/world.h"
#include "tests/property/mail_accounts.h"
#include "tests/property/random_world.h"

namespace mailscope::property {
namespace {

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

template <class Claim>
void for_worlds(Claim claim) {
  const std::uint64_t only = number_in("MAILSCOPE_SEED", 0);
  const std::uint64_t count = number_in("MAILSCOPE_WORLDS", 60);
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    const RandomWorld random = random_world(only ? only : seed);
    INFO(description(random));
    world::World world(random.spec);
    world.run();
    claim(random, world);
    if (only) return;
  }
}

TEST_CASE("property: no mail is lost, and without broken wires none comes twice", "[property]") {
  std::size_t letters = 0, arrived = 0, returned = 0;
  for_worlds([&](const RandomWorld& random, const world::World& world) {
    for (const auto& [letter, fate] : fates_of(random, world.trace())) {
      INFO(letter.first << " to " << letter.second << ": stored " << fate.stored << ", reported "
                        << fate.reported);
      ++letters;
      arrived += fate.stored > 0;
      returned += fate.reported > 0;
      if (fate.is_accepted) CHECK(fate.stored + fate.reported >= 1);
      if (!random.has_cuts) CHECK(fate.stored + fate.reported == (fate.is_accepted ? 1 : 0));
    }
  });
  // The worlds are worth looking at: most letters arrive, some come back.
  if (letters > 50) {
    CHECK(arrived * 2 > letters);
    CHECK(returned > 3);
  }
}

TEST_CASE("property: every queue settles each recipient exactly once and is empty in the end",
          "[property]") {
  for_worlds([](const RandomWorld&, const world::World& world) {
    for (const auto& [queued, times] : times_done(world.trace())) {
      INFO(queued.queue_id << " " << queued.recipient);
      CHECK(times == 1);
    }
    for (const HostState& host : world.state().hosts) {
      INFO(host.name);
      CHECK(host.queue.empty());
    }
  });
}

TEST_CASE("property: the fold of the trace equals the world's own state", "[property]") {
  for_worlds([](const RandomWorld&, const world::World& world) {
    const Trace& trace = world.trace();
    CHECK(fold(trace, trace.last()) == world.state());
    Folder folder(trace);
    const Cursor middle{trace.last().value / 2};
    CHECK(folder.at(trace.last()) == world.state());
    CHECK(folder.at(middle) == fold(trace, middle));
  });
}

TEST_CASE("property: the same number gives the same trace", "[property]") {
  for_worlds([](const RandomWorld& random, const world::World& world) {
    world::World again(random.spec);
    again.run();
    CHECK(again.trace() == world.trace());
  });
}

TEST_CASE("property: causes come first, and time never goes back", "[property]") {
  for_worlds([](const RandomWorld&, const world::World& world) {
    Time last{};
    bool is_in_order = true;
    for (const Record& record : world.trace()) {
      is_in_order = is_in_order && record.time >= last && record.cause < record.number;
      last = record.time;
    }
    CHECK(is_in_order);
  });
}

TEST_CASE("property: a world run in pieces gives the same trace as one run at once", "[property]") {
  for_worlds([](const RandomWorld& random, const world::World& world) {
    world::World pieces(random.spec);
    Random chance(random.spec.seed);
    while (const auto due = pieces.next_due()) {
      const Duration step = milliseconds(static_cast<std::int64_t>(chance.below(5'000)));
      if (!pieces.advance(*due + step)) break;
    }
    CHECK(pieces.trace() == world.trace());
  });
}

}  // namespace
}  // namespace mailscope::property
