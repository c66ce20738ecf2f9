// A learner who speaks as the attacker leaves a capture in which Wireshark finds no number out of order: what is
// put in, kept back and acknowledged in another's name agrees at the middle of the network.
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/cli/files.h"
#include "sim/export/pcapng.h"
#include "sim/world/world.h"
#include "tests/captures/sharkd.h"

namespace mailscope {
namespace {

Trace run_with(const scenario::Scenario& scenario,
               const std::vector<scenario::Intervention>& interventions) {
  const auto spec = world_for(scenario, initial_positions(scenario), interventions);
  REQUIRE(spec);
  world::World world(*spec);
  world.run();
  return world.trace();
}

std::int64_t time_of(const Trace& trace, std::string_view line) {
  for (const Record& record : trace) {
    const auto* said = std::get_if<Said>(&record.payload);
    if (said && said->text.substr(0, line.size()) == line) return record.time.us;
  }
  FAIL("nobody says " << line);
  return 0;
}

struct Speech {
  std::string word, side, when, lines;
};

TEST_CASE("captures: Wireshark finds nothing wrong with what an attacker puts in and keeps back",
          "[captures]") {
  std::vector<std::string> complaints;
  const auto scenario =
      cli::load_file("scenarios/ports-and-encryption/starttls-injection.json", complaints);
  REQUIRE(scenario);
  std::signal(SIGPIPE, SIG_IGN);
  Sharkd sharkd;
  REQUIRE(sharkd.prefer("tcp.check_checksum", "TRUE"));
  // Her own rule is switched off: the lines are the learner's.
  const auto calm = scenario::parse_intervention("set:mallory.active@1=no");
  REQUIRE(calm);
  const Trace before = run_with(*scenario, {*calm});
  for (const Speech& speech :
       {Speech{"pose", "client", "EHLO", "NOOP|EHLO mallory|MAIL FROM:<mallory@post.example>"},
        Speech{"pose", "client", "STARTTLS", "MAIL FROM:<mallory@post.example>"},
        Speech{"pose", "server", "STARTTLS", "454 4.7.0 TLS not available"},
        Speech{"pose", "server", "220 2.0.0", "454 4.7.0 TLS not available"},
        Speech{"slip", "client", "EHLO", "NOOP|RSET"},
        Speech{"slip", "server", "EHLO", "250 hello"}}) {
    const std::string text = speech.word + ":mallory.galya-587-1." + speech.side + "@" +
                             std::to_string(time_of(before, speech.when) + 1) + "=" + speech.lines;
    INFO(text);
    const auto intervention = scenario::parse_intervention(text);
    REQUIRE(intervention);
    const Trace trace = run_with(*scenario, {*calm, *intervention});
    CHECK(std::any_of(trace.begin(), trace.end(), [](const Record& record) {
      const auto* decision = std::get_if<Decision>(&record.payload);
      return decision && decision->code == "words-put-in";
    }));
    const auto path = std::filesystem::temp_directory_path() /
                      ("mailscope_attacker_" + std::to_string(::getpid()) + ".pcapng");
    std::ofstream(path, std::ios::binary) << pcapng(trace, {});
    REQUIRE(sharkd.load(path.string()));
    std::filesystem::remove(path);
    const auto rows = sharkd.packets(
        {"frame.number", "tcp.analysis.flags", "tcp.checksum.status", "_ws.malformed"});
    CHECK(rows.size() > 10);
    for (const auto& row : rows) {
      INFO("packet " << row.at(0));
      CHECK(row.at(1) == "");
      CHECK((row.at(2) == "" || row.at(2) == "Good"));
      CHECK(row.at(3) == "");
    }
  }
}

}  // namespace
}  // namespace mailscope
