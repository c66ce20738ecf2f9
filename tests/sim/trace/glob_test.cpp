// Globs against a plain reference, over every short text and many by chance.
#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/trace/pattern.h"

namespace mailscope {
namespace {

// The definition, word for word; slow, and easy to believe.
bool is_match(std::string_view glob, std::string_view text) {
  if (glob.empty()) return text.empty();
  if (glob[0] == '*') {
    return is_match(glob.substr(1), text) || (!text.empty() && is_match(glob, text.substr(1)));
  }
  return !text.empty() && glob[0] == text[0] && is_match(glob.substr(1), text.substr(1));
}

std::vector<std::string> all_texts(std::string_view letters, std::size_t length_max) {
  std::vector<std::string> out{""};
  for (std::size_t from = 0, length = 0; length < length_max; ++length) {
    const std::size_t to = out.size();
    for (; from < to; ++from) {
      for (const char letter : letters) out.push_back(out[from] + letter);
    }
  }
  return out;
}

TEST_CASE("glob: matches as the definition says, for all short globs and texts", "[trace]") {
  for (const std::string& glob : all_texts("ab*", 4)) {
    for (const std::string& text : all_texts("ab", 5)) {
      if (glob_matches(glob, text) == is_match(glob, text)) continue;
      FAIL_CHECK("glob \"" << glob << "\", text \"" << text << '"');
    }
  }
}

TEST_CASE("glob: many stars over a long text take no time", "[trace]") {
  std::string glob, text(20'000, 'a');
  for (int i = 0; i < 200; ++i) glob += "a*";
  CHECK(glob_matches(glob, text));
  CHECK_FALSE(glob_matches(glob + "b", text));
}

TEST_CASE("pattern: a record matches a pattern made of its own fields, and not its negation",
          "[trace]") {
  const std::vector<std::string> names{"alice", "mx"};
  const std::uint64_t seed = 20'260'302;
  INFO("seed " << seed);
  Random random(seed);
  for (std::uint32_t i = 0; i < 500; ++i) {
    const auto word = [&] {
      return std::string(1 + random.below(4), static_cast<char>('a' + random.below(3)));
    };
    Record record;
    record.place = {{1}, {2}, {1}};
    record.payload = Decision{Verdict::refused, word(), {{"recipient", word()}}, word(), word()};
    const FieldTexts fields = fields_of(record, names);
    Pattern pattern;
    for (const auto& [field, text] : fields) pattern.matches.push_back({field, text, false});
    CHECK(matches(pattern, record, names));
    const std::size_t chosen = random.below(static_cast<std::uint32_t>(fields.size()));
    pattern.matches[chosen].is_negated = true;
    CHECK_FALSE(matches(pattern, record, names));
    pattern.matches[chosen] = {fields[chosen].first, fields[chosen].second + "?", true};
    CHECK(matches(pattern, record, names));
    pattern.matches[chosen] = {fields[chosen].first, "*", false};
    CHECK(matches(pattern, record, names));
  }
}

}  // namespace
}  // namespace mailscope
