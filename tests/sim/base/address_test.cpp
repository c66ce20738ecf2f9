#include "sim/base/address.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"

using namespace mailscope;

TEST_CASE("base address: dotted decimal is read strictly", "[base]") {
  CHECK(parse_ipv4("192.0.2.1") == Ipv4{0xC0000201});
  CHECK(to_text(Ipv4{0xFFFFFFFF}) == "255.255.255.255");
  for (const char* text :
       {"", "192.0.2", "192.0.2.1.", "192.0.2.01", "256.0.0.1", "1.2.3.+4", " 1.2.3.4", "1..2.3"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_ipv4(text));
  }
}

TEST_CASE("base address: IPv6 is read in every form and printed in the one of RFC 5952", "[base]") {
  struct Row {
    const char *text, *canonical;
  };
  for (const Row& row :
       {Row{"::", "::"}, Row{"::1", "::1"}, Row{"2001:DB8::1:0:0:1", "2001:db8::1:0:0:1"},
        Row{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
        Row{"::ffff:192.0.2.1", "::ffff:192.0.2.1"}, Row{"64:ff9b::192.0.2.1", "64:ff9b::c000:201"},
        Row{"1:0:0:2:0:0:0:3", "1:0:0:2::3"}, Row{"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"}}) {
    CAPTURE(row.text);
    const auto address = parse_ipv6(row.text);
    REQUIRE(address);
    CHECK(to_text(*address) == row.canonical);
  }
  for (const char* text :
       {"", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::12345",
        "1.2.3.4::", "::1.2.3", "fe80::1%eth0", "[::1]", "1:2:3:4:5:6:7:8::"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_ipv6(text));
  }
}

TEST_CASE("base address: random addresses survive print and parse", "[base]") {
  const std::uint64_t seed = 20260302;
  CAPTURE(seed);
  Random random(seed);
  for (int i = 0; i < 2000; ++i) {
    Ipv6 address;
    random.fill(address.octets.data(), address.octets.size());
    for (auto& octet : address.octets) {
      if (random.chance(1, 2)) octet = 0;
    }
    CAPTURE(to_text(address));
    CHECK(parse_ipv6(to_text(address)) == address);
    const Ipv4 small{static_cast<std::uint32_t>(random.next())};
    CHECK(parse_ipv4(to_text(small)) == small);
  }
}

TEST_CASE("base address: a prefix contains the addresses of its family whose leading bits agree",
          "[base]") {
  const auto network = parse_prefix("192.0.2.128/25");
  REQUIRE(network);
  CHECK(network->contains(*parse_address("192.0.2.200")));
  CHECK_FALSE(network->contains(*parse_address("192.0.2.1")));
  CHECK_FALSE(network->contains(*parse_address("::ffff:192.0.2.200")));
  CHECK(parse_prefix("0.0.0.0/0")->contains(*parse_address("203.0.113.9")));
  CHECK(parse_prefix("2001:db8::/33")->contains(*parse_address("2001:db8:7fff::1")));
  CHECK_FALSE(parse_prefix("2001:db8::/33")->contains(*parse_address("2001:db8:8000::1")));
  CHECK(parse_prefix("192.0.2.1")->length == 32);
  for (const char* text : {"192.0.2.0/33", "192.0.2.0/", "192.0.2.0/08", "::/129", "/8"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_prefix(text));
  }
}

TEST_CASE("base address: the names of reverse lookup", "[base]") {
  CHECK(reverse_name(*parse_address("192.0.2.25")) == "25.2.0.192.in-addr.arpa");
  CHECK(reverse_name(*parse_address("2001:db8::567:89ab")) ==
        "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
}
