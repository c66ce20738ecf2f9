// Faults of scenario files: what is wrong, where, and what would mend it.
#include "sim/scenario/load.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/scenario/small_scenario.h"

namespace mailscope::scenario {
namespace {

TEST_CASE("scenario load: a small scenario is taken as it is", "[scenario]") {
  CHECK(faults_of(k_small).empty());
  CHECK(faults_of("\xEF\xBB\xBF" + k_small).empty());
}

TEST_CASE("scenario load: what is no JSON is said plainly", "[scenario]") {
  CHECK(faults_of("") == "1:1: the file ends too early; write a JSON object\n");
  CHECK(faults_of("{\"id\": \"a\",}") ==
        "1:11: a comma stands before the closing bracket; remove the comma\n");
  CHECK(faults_of("{\"id\" \"a\"}") == "1:7: a comma or colon is missing before this; write it\n");
  CHECK(faults_of("{\"id\": a}") == "1:8: a word stands without quotes; put it in double quotes\n");
  CHECK(faults_of("{\"id\": }") == "1:8: a value is missing here; write it, or remove the key\n");
  CHECK(faults_of("{} {}") ==
        "1:4: something follows the end of the scenario; remove it, or look for a bracket that "
        "closes too early\n");
  CHECK(faults_of("{\n \"id\": \"a\",,\n}") == "2:12: \",\" is one too many; remove it\n");
  CHECK(faults_of("// a lesson\n{}") == "1:1: JSON has no comments; remove the comment\n");
  CHECK(faults_of("{\"id\": [1, 2") ==
        "1:13: the file ends too early; close the list that begins at line 1\n");
}

TEST_CASE("scenario load: octets that are not UTF-8 are located, columns count characters",
          "[scenario]") {
  CHECK(faults_of("{\"ж\": \"\xFF\"}") ==
        "1:8: the octet 0xFF is not UTF-8 here; save the file as UTF-8\n");
  CHECK(faults_of(std::string("{}\0", 3)) ==
        "1:3: the octet 0x00 is a control character; remove it, or write it as an escape\n");
}

TEST_CASE("scenario load: what is of the wrong kind is met with what is wanted", "[scenario]") {
  CHECK(faults_with("\"minutes\": 1", "\"minutes\": 99999999999999999999")
            .find("this is a number with a fraction, or too large a one and must be a whole number "
                  "from 1 to 120") != std::string::npos);
  CHECK(
      faults_with("\"title\": {", "\"title\": \"Hello\", \"promise\": {")
          .find(
              "this is a text and must be a text in two languages; write {\"en\": …, \"ru\": …}") !=
      std::string::npos);
}

TEST_CASE("scenario load: a key that is there twice is a fault at the second", "[scenario]") {
  CHECK(faults_with("\"minutes\": 1", "\"minutes\": 1, \"minutes\": 2") ==
        "2:72: the key \"minutes\" is here twice; keep one of them\n");
}

TEST_CASE("scenario load: misspelt keys and words are met with the right ones", "[scenario]") {
  CHECK(faults_with("\"password\"", "\"pasword\"") ==
        "7:81: a mail client has no key \"pasword\"; write \"password\"\n");
  CHECK(faults_with("\"beginner\"", "\"beginer\"") ==
        "2:46: \"beginer\" is not a level; write \"beginner\"\n");
  CHECK(faults_with("{\"kind\": \"said\"}", "{\"kind\": \"sayd\"}") ==
        "19:65: \"sayd\" is no \"kind\" of a pattern; write \"said\"\n");
  CHECK(faults_with("{\"kind\": \"said\"}", "{\"kind\": \"said\", \"encrypted\": \"yes\"}") ==
        "19:86: this is a text and must be true or false; write true or false\n");
}

TEST_CASE("scenario load: what is missing or of the wrong kind is said with what it must be",
          "[scenario]") {
  CHECK(faults_with("\"minutes\": 1", "\"minutes\": 0") ==
        "2:69: 0 is not a whole number from 1 to 120; write a number in that range\n");
  CHECK(faults_with(", \"ru\": \"Малый\"", "") ==
        "3:11: a text in two languages lacks \"ru\"; add it: the text in Russian\n");
  CHECK(faults_with("\"address\": \"192.0.2.1\"", "\"address\": \"10.0.0.1\"") ==
        "7:25: \"10.0.0.1\" is not an address of the documentation ranges (RFC 5737); take one of "
        "192.0.2.0/24, "
        "198.51.100.0/24 or 203.0.113.0/24, such as \"192.0.2.25\"\n");
}

TEST_CASE("scenario load: names that mean nothing are faults", "[scenario]") {
  CHECK(faults_with("\"host\": \"alice\"", "\"host\": \"alise\"")
            .find("there is no host \"alise\"") != std::string::npos);
  CHECK(faults_with("{\"kind\": \"said\"}", "{\"kind\": \"said\", \"host\": \"mxx\"}") ==
        "19:81: there is no host \"mxx\"; write \"mx\"\n");
  CHECK(faults_with("\"default\": \"closed\"", "\"default\": \"close\"") ==
        "14:65: there is no position \"close\"; write \"closed\"\n");
  CHECK(faults_with("\"host\": \"alice\"}", "\"host\": \"alice\", \"when\": {\"rely\": \"open\"}}")
            .find("there is no knob \"rely\"; write \"relay\"") != std::string::npos);
  CHECK(faults_with("\"host\": \"alice\"", "\"host\": \"mx\"")
            .find("the host \"mx\" has no mail client for this") != std::string::npos);
}

TEST_CASE("scenario load: a knob that depends on a later one is told to wait for it",
          "[scenario]") {
  const auto with_knobs = [](const std::string& first, const std::string& second) {
    const std::string rest =
        R"("title": {"en": "x", "ru": "ы"}, "default": "a", "positions": {
           "a": {"title": {"en": "a", "ru": "а"}}, "b": {"title": {"en": "b", "ru": "б"}}}})";
    return with(
        k_small, "\"knobs\": {\n",
        "\"knobs\": {\n\"first\": {" + first + rest + ",\n\"second\": {" + second + rest + ",");
  };
  CHECK(faults_of(with_knobs("", "\"when\": {\"first\": \"b\"}, ")).empty());
  CHECK(faults_of(with_knobs("\"when\": {\"second\": \"b\"}, ", ""))
            .find("the knob \"second\" stands later in the file; move it before the knob that "
                  "depends on it") != std::string::npos);
  CHECK(faults_of(with_knobs("\"when\": {\"first\": \"b\"}, ", ""))
            .find("the knob \"first\" depends on itself; name a knob that stands before it, or "
                  "remove this") != std::string::npos);
  CHECK(faults_of(with_knobs("\"when\": {\"secnd\": \"b\"}, ", ""))
            .find("there is no knob \"secnd\"; add one, or remove this") != std::string::npos);
}

TEST_CASE("scenario load: a patch is checked like the world, and points to itself", "[scenario]") {
  CHECK(faults_with("\"relay\": \"open\"}", "\"rely\": \"open\"}")
            .find("a mail server has no key \"rely\"") != std::string::npos);
  CHECK(
      faults_with("{\"mx\": {\"server\": {\"relay\": \"open\"}}}",
                  "{\"mxx\": {\"server\": {\"relay\": \"open\"}}}")
          .find("there is no host \"mxx\" that this could change; write \"mx\", or give a new host "
                "an \"address\"") != std::string::npos);
  // Each part has the right shape, but together they lack what is required.
  CHECK(faults_with("{\"mx\": {\"server\": {\"relay\": \"open\"}}}",
                    "{\"mx\": {\"address\": null}}") ==
        "8:10: a host lacks \"address\"; add it: an IPv4 address of the documentation ranges\n");
}

TEST_CASE("scenario load: an alias that leads back to itself is found, across records",
          "[scenario]") {
  const std::string faults =
      faults_with("\"mx\": [\"A 192.0.2.2\"]", "\"mx\": [\"CNAME a\"], \"a\": [\"CNAME mx\"]");
  CHECK(
      faults ==
      "9:113: the alias of \"mx.example.org\" leads back to itself; let one of the aliases name a "
      "host "
      "with an address\n");
}

TEST_CASE(
    "scenario load: records that cannot be served, addresses used twice, acts that wait for ever",
    "[scenario]") {
  CHECK_FALSE(faults_with("MX 10 mx", "MX mx").empty());
  CHECK(faults_with("\"192.0.2.3\"", "\"192.0.2.2\"") ==
        "9:22: the host \"mx\" has this address already; take another one\n");
  CHECK(faults_with("\"host\": \"alice\"}", "\"host\": \"alice\", \"after\": \"looks\"}")
            .find("this act waits for itself") != std::string::npos);
}

TEST_CASE("scenario load: a question has exactly one right answer", "[scenario]") {
  CHECK(faults_with("\"right\": true, ", "").find("no answer is right") != std::string::npos);
  CHECK(faults_with("{\"text\": {\"en\": \"b\"", "{\"right\": true, \"text\": {\"en\": \"b\"")
            .find("more than one answer is right") != std::string::npos);
}

TEST_CASE("scenario load: several faults come in the order of their places", "[scenario]") {
  const std::string faults =
      faults_of(with(with(k_small, "\"minutes\": 1", "\"minuts\": 1"), "\"never\"", "\"nevr\""));
  const std::size_t last = faults.find("an expectation has no key \"nevr\"");
  CHECK(faults.find("lacks") == std::string::npos);         // "minutes" is there, misspelt
  CHECK(faults.find("says nothing") == std::string::npos);  // so is "never"
  CHECK(last != std::string::npos);
  CHECK(faults.find("a scenario has no key \"minuts\"; write \"minutes\"") < last);
}

}  // namespace
}  // namespace mailscope::scenario
