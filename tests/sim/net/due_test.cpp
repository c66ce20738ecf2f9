// The due queue: order, cancelling, late work; compared with a plain model.
#include "sim/net/due.h"

#include <map>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"

namespace mailscope::net {
namespace {

constexpr Time at(std::int64_t us) { return {us}; }

TEST_CASE("due queue: the earlier comes first, and of one time what was asked for first", "[net]") {
  DueQueue<std::string> queue;
  queue.add(at(20), "c");
  queue.add(at(10), "a");
  queue.add(at(20), "d");
  queue.add(at(10), "b");
  std::string order;
  while (auto due = queue.take(at(100))) order += due->work;
  CHECK(order == "abcd");
  CHECK(queue.is_empty());
}

TEST_CASE("due queue: late work waits for all other work of its time", "[net]") {
  DueQueue<std::string> queue;
  queue.add_late(at(10), "late");
  queue.add(at(10), "first");
  CHECK(queue.take(at(10))->work == "first");
  queue.add(at(10), "second");
  queue.add(at(11), "next");
  CHECK(queue.take(at(11))->work == "second");
  CHECK(queue.take(at(11))->work == "late");
  CHECK(queue.take(at(11))->work == "next");
}

TEST_CASE("due queue: nothing is taken before its time", "[net]") {
  DueQueue<int> queue;
  CHECK_FALSE(queue.next_time());
  queue.add(at(10), 1);
  CHECK(queue.next_time() == at(10));
  CHECK_FALSE(queue.take(at(9)));
  CHECK(queue.take(at(10)).has_value());
}

TEST_CASE("due queue: cancelled work never comes, and a used handle cancels nothing else",
          "[net]") {
  DueQueue<int> queue;
  const auto one = queue.add(at(1), 1);
  const auto two = queue.add(at(2), 2);
  CHECK(queue.cancel(one));
  CHECK_FALSE(queue.cancel(one));
  CHECK(queue.next_time() == at(2));
  CHECK(queue.take(at(9))->work == 2);
  CHECK_FALSE(queue.cancel(two));
  queue.add(at(3), 3);  // lies in the slot that was freed
  CHECK_FALSE(queue.cancel(one));
  CHECK_FALSE(queue.cancel(two));
  CHECK_FALSE(queue.cancel(0));
  CHECK_FALSE(queue.cancel(UINT64_MAX));
  CHECK(queue.take(at(9))->work == 3);
}

TEST_CASE("due queue: like an ordered map under a random mix of calls", "[net]") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    DueQueue<int> queue;
    std::map<std::pair<std::int64_t, int>, DueQueue<int>::Handle> model;  // by (time, number)
    int number = 0;
    std::int64_t now = 0;
    for (int round = 0; round < 2'000; ++round) {
      const auto choice = random.below(10);
      if (choice < 5) {
        const std::int64_t time = now + static_cast<std::int64_t>(random.below(30));
        ++number;
        model[{time, number}] = queue.add(at(time), number);
      } else if (choice < 8) {
        const auto due = queue.take(at(now));
        const bool is_due = !model.empty() && model.begin()->first.first <= now;
        REQUIRE(due.has_value() == is_due);
        if (is_due) {
          REQUIRE(due->work == model.begin()->first.second);
          model.erase(model.begin());
        } else {
          now += static_cast<std::int64_t>(random.below(10));
        }
      } else if (!model.empty()) {
        auto victim = model.begin();
        std::advance(victim, static_cast<long>(random.below(model.size())));
        REQUIRE(queue.cancel(victim->second));
        model.erase(victim);
      }
      REQUIRE(queue.size() == model.size());
    }
  }
}

TEST_CASE("due queue: a million cancelled timers do not stay in memory", "[net]") {
  DueQueue<int> queue;
  queue.add(at(5'000'000), 0);
  for (int i = 0; i < 1'000'000; ++i) queue.cancel(queue.add(at(1'000'000 + i), i));
  CHECK(queue.size() == 1);
  CHECK(queue.take(at(9'000'000))->work == 0);
}

}  // namespace
}  // namespace mailscope::net
