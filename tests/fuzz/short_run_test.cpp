// Every fuzz target on its seeds and on a fixed number of mutations of them: seconds, without libFuzzer.
//
// What fails names the target, the seed's file and the number of the mutation: the same again in every
// run. `make fuzz` looks further, and what it finds is added to the seeds.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

namespace {

struct Seed {
  std::string file, octets;
};

std::vector<Seed> seeds_of(const std::string& target) {
  std::vector<Seed> seeds;
  const std::filesystem::path folder = "tests/fuzz/seeds/" + target;
  REQUIRE(std::filesystem::is_directory(folder));
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    seeds.push_back(
        {entry.path().filename().string(), std::string(std::istreambuf_iterator<char>(file), {})});
  }
  std::sort(seeds.begin(), seeds.end(),
            [](const Seed& a, const Seed& b) { return a.file < b.file; });
  return seeds;
}

std::string piece_of(const std::string& octets, Random& random) {
  if (octets.empty()) return {};
  const std::size_t at = random.below(octets.size());
  return octets.substr(at, 1 + random.below(40));
}

// One to four changes: an octet, a piece taken out, put in from a seed, doubled, or the end cut off.
std::string mutated(std::string octets, const std::vector<Seed>& seeds, Random& random) {
  static const std::string k_pieces[] = {"\r\n",
                                         "\n",
                                         "\r",
                                         std::string(1, '\0'),
                                         "\xff",
                                         "\"",
                                         "(",
                                         ")",
                                         "{",
                                         "}",
                                         "{9999999999}",
                                         ".",
                                         "\r\n.\r\n",
                                         "<",
                                         ">",
                                         "=",
                                         "*",
                                         "[",
                                         "]",
                                         "\\"};
  const std::uint64_t changes = 1 + random.below(4);
  for (std::uint64_t i = 0; i < changes; ++i) {
    const std::size_t at = octets.empty() ? 0 : random.below(octets.size());
    switch (random.below(6)) {
      case 0:
        if (!octets.empty()) octets[at] = static_cast<char>(random.below(256));
        break;
      case 1: octets.erase(at, 1 + random.below(20)); break;
      case 2: {
        const Seed& other = seeds[random.below(seeds.size())];
        octets.insert(at, piece_of(other.octets, random));
        break;
      }
      case 3: octets.insert(at, piece_of(octets, random)); break;
      case 4: octets.insert(at, k_pieces[random.below(std::size(k_pieces))]); break;
      default: octets.resize(at); break;
    }
  }
  return octets;
}

// What is being played: a broken promise ends the program before the test could say it.
std::string& playing() {
  static std::string text;
  return text;
}

void say_what_was_played(int signal) {
  std::fprintf(stderr, "fuzz: this was %s\n", playing().c_str());
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void run(const fuzz::Target& target, const std::string& what, const std::string& octets) {
  playing() = target.name + ", " + what;
  INFO(playing());
  CHECK(target.body(reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()) == 0);
}

}  // namespace

TEST_CASE("fuzz: every target takes its seeds, and mutations of them", "[fuzz]") {
  constexpr int k_mutations = 3000;  // of each seed
  REQUIRE(fuzz::targets().size() >= 15);
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE}) std::signal(signal, say_what_was_played);
  for (const fuzz::Target& target : fuzz::targets()) {
    const std::vector<Seed> seeds = seeds_of(target.name);
    REQUIRE_FALSE(seeds.empty());
    run(target, "nothing", {});
    for (const Seed& seed : seeds) {
      run(target, seed.file, seed.octets);
      for (int i = 0; i < k_mutations; ++i) {
        Random random(static_cast<std::uint64_t>(i));
        run(target, seed.file + ", mutation " + std::to_string(i),
            mutated(seed.octets, seeds, random));
      }
    }
  }
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE}) std::signal(signal, SIG_DFL);
}
