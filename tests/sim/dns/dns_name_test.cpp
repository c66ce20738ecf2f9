#include "sim/dns/dns_name.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/dns/idna.h"

using namespace mailscope;
using namespace mailscope::dns;

TEST_CASE("dns name: case does not matter, but is kept", "[dns]") {
  CHECK(name_of("MX.Example.ORG") == name_of("mx.example.org."));
  CHECK(name_of("MX.Example.ORG").text() == "MX.Example.ORG");
  CHECK(name_of(".").is_root());
  CHECK(Name().text() == ".");
}

TEST_CASE("dns name: limits and mistakes are located", "[dns]") {
  const std::string label63(63, 'a'), label64(64, 'a');
  CHECK(Name::parse(label63 + ".example"));
  CHECK(Name::parse("x." + label64).error().at == 2);
  // 255 octets on the wire: 3 labels of 63 (64 each), one of 61 (62), and the root.
  const std::string longest = label63 + "." + label63 + "." + label63 + "." + std::string(61, 'b');
  CHECK(name_of(longest).wire_octets() == 255);
  CHECK_FALSE(Name::parse("a." + longest.substr(1)));
  CHECK_FALSE(Name::parse(longest + "b"));
  for (const char* text : {"", "..", ".example", "a..b", "a b", "a\\", "a\\25", "a\\256"}) {
    CAPTURE(text);
    CHECK_FALSE(Name::parse(text));
  }
}

TEST_CASE("dns name: escapes survive", "[dns]") {
  const Name name = name_of("a\\.b\\000c.example");
  REQUIRE(name.labels().front() == std::string("a.b\0c", 5));
  CHECK(name_of(name.text()) == name);
  CHECK(name.text() == "a\\.b\\000c.example");
}

TEST_CASE("dns name: canonical order is that of RFC 4034, section 6.1", "[dns]") {
  const char* in_order[] = {"example",         "a.example",      "yljkjljk.a.example",
                            "Z.a.example",     "zABC.a.EXAMPLE", "z.example",
                            "\\001.z.example", "*.z.example",    "\\200.z.example"};
  for (std::size_t i = 0; i < std::size(in_order); ++i) {
    for (std::size_t j = 0; j < std::size(in_order); ++j) {
      CAPTURE(in_order[i], in_order[j]);
      CHECK((name_of(in_order[i]) < name_of(in_order[j])) == (i < j));
    }
  }
}

TEST_CASE("dns name: family relations", "[dns]") {
  const Name name = name_of("a.mx.Example.org");
  CHECK(name.is_within(name_of("example.ORG")));
  CHECK(name.is_within(name));
  CHECK(name.is_within(Name()));
  CHECK_FALSE(name_of("badexample.org").is_within(name_of("example.org")));
  CHECK(name.last_labels(2) == name_of("example.org"));
  CHECK(name.parent() == name_of("mx.example.org"));
  CHECK(name.moved(name_of("example.org"), name_of("example.net")) == name_of("a.mx.example.net"));
  CHECK_FALSE(name.moved(name_of("example.com"), Name()));
  CHECK(name_of("org").child("example") == name_of("example.org"));
}

TEST_CASE("dns idna: Cyrillic domains in both forms", "[dns]") {
  struct Row {
    const char *unicode, *ascii;
  };
  for (const Row& row :
       {Row{"пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"},
        Row{"почта.рф", "xn--80a1acny.xn--p1ai"}, Row{"bücher.example", "xn--bcher-kva.example"},
        Row{"example.org", "example.org"}, Row{"例え.テスト", "xn--r8jz45g.xn--zckzah"}}) {
    CAPTURE(row.unicode);
    CHECK(to_ascii_domain(row.unicode) == row.ascii);
    CHECK(to_unicode_domain(row.ascii) == row.unicode);
  }
  CHECK(to_ascii_domain("ПОЧТА.РФ") == "xn--80a1acny.xn--p1ai");
  CHECK_FALSE(to_ascii_domain("\xC3\x28.example"));
  CHECK(to_unicode_domain("xn--\xFF.xn--999999999.xn--.a") == "xn--\xFF.xn--999999999.xn--.a");
}
