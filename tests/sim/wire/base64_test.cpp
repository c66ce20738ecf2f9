// Base 64: known answers (RFC 4648, section 10), and what a strict decoder refuses.
#include "sim/wire/base64.h"

#include <array>
#include <utility>

#include <catch2/catch_test_macros.hpp>

using namespace mailscope;

TEST_CASE("wire: base64 gives the RFC's own examples, both ways", "[wire]") {
  constexpr std::array<std::pair<const char*, const char*>, 7> k_known{{{"", ""},
                                                                        {"f", "Zg=="},
                                                                        {"fo", "Zm8="},
                                                                        {"foo", "Zm9v"},
                                                                        {"foob", "Zm9vYg=="},
                                                                        {"fooba", "Zm9vYmE="},
                                                                        {"foobar", "Zm9vYmFy"}}};
  for (const auto& [octets, text] : k_known) {
    CHECK(wire::base64_encode(octets) == text);
    CHECK(wire::base64_decode(text) == octets);
  }
}

TEST_CASE("wire: base64 carries every octet", "[wire]") {
  std::string octets;
  for (int i = 0; i < 256; ++i) octets.push_back(static_cast<char>(i));
  CHECK(wire::base64_decode(wire::base64_encode(octets)) == octets);
}

TEST_CASE("wire: base64 that is not canonical is refused", "[wire]") {
  for (const char* text : {"Zg", "Zg=", "Zg= =", "Zh==", "Zm9=", "Zm9v\r\n",
                           "Z g=", "====", "Zg==Zg==", "=Zg=", "Zm8=Zm8=", "Zm-_"}) {
    INFO(text);
    CHECK_FALSE(wire::base64_decode(text).has_value());
  }
}
