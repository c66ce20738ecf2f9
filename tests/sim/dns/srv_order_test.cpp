// Priorities and weights of SRV records (RFC 2782).
#include "sim/dns/srv_order.h"

#include <map>
#include <string>

#include <catch2/catch_test_macros.hpp>

using namespace mailscope;
using namespace mailscope::dns;

namespace {

Srv srv(std::uint16_t priority, std::uint16_t weight, const char* target) {
  return {priority, weight, 993, *Name::parse(target)};
}

std::string targets(const std::vector<Srv>& records) {
  std::string text;
  for (const Srv& record : records) text += record.target.text() + " ";
  return text;
}

}  // namespace

TEST_CASE("dns srv: the lowest priority comes first, and a dot is no server (RFC 2782)", "[dns]") {
  CHECK(targets(
            srv_order({srv(20, 9, "late"), srv(10, 0, "early"), srv(0, 0, "."), srv(15, 1, "mid")},
                      Random(1))) == "early mid late ");
  CHECK(srv_order({srv(0, 0, ".")}, Random(1)).empty());
}

TEST_CASE("dns srv: equal priorities are chosen as often as their weights say (RFC 2782)",
          "[dns]") {
  std::map<std::string, int> first;
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    const auto order =
        srv_order({srv(1, 30, "three"), srv(1, 10, "one"), srv(1, 0, "none"), srv(2, 60, "later")},
                  Random(seed));
    REQUIRE(order.size() == 4);
    CHECK(order.back().target.text() == "later");
    ++first[order.front().target.text()];
  }
  CHECK(first["none"] > 0);  // 1 of 41
  CHECK(first["none"] < 200);
  CHECK(first["three"] > 2 * first["one"]);
  CHECK(first["three"] < 4 * first["one"]);
}
