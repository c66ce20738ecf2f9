// Every lesson in every knob position as a capture: tshark reads all of it, decrypts it, and finds
// nothing wrong but what the lesson itself loses on the way.
#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/cli/files.h"
#include "sim/export/capture.h"
#include "sim/export/pcapng.h"
#include "sim/world/world.h"
#include "tests/sim/export/tshark.h"

namespace mailscope {
namespace {

// What nobody may ever see in a capture.
const std::string k_broken =
    "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status "
    "== 0"
    " || _ws.expert.severity >= 0x800000";

bool loses_packets(const Trace& trace) {
  return std::any_of(trace.begin(), trace.end(), [](const Record& record) {
    return std::holds_alternative<PacketDropped>(record.payload);
  });
}

bool has_encrypted_words(const Trace& trace) {
  return std::any_of(trace.begin(), trace.end(), [](const Record& record) {
    const auto* said = std::get_if<Said>(&record.payload);
    return said != nullptr && said->is_encrypted;
  });
}

TEST_CASE("captures: tshark finds every lesson flawless and decrypts it", "[captures]") {
  std::vector<std::string> complaints;
  const auto files = cli::scenario_files({"scenarios"}, complaints);
  REQUIRE_FALSE(files.empty());
  for (const std::string& file : files) {
    const auto scenario = cli::load_file(file, complaints);
    INFO(file << (complaints.empty() ? "" : ": " + complaints.back()));
    CHECK(scenario.has_value());
    if (!scenario) continue;
    for (const auto& positions : combinations(*scenario)) {
      INFO("knobs: " << to_text(*scenario, positions));
      const auto spec = world_for(*scenario, positions, {});
      REQUIRE(spec);
      world::World world(*spec);
      world.run();
      const Trace& trace = world.trace();
      const std::string capture = pcapng(trace, {.epoch_s = spec->epoch_s, .comment = {}});
      const std::string odd = loses_packets(trace) ? "" : " || tcp.analysis.flags";
      CHECK(tshark(capture, "-Y '" + k_broken + odd + "'") == "");
      // What travels by UDP is DNS and nothing that tshark does not know, and so for what is said by TCP.
      const std::string unknown =
          "(udp && !dns) || (tcp.len > 0 && !tcp.analysis.retransmission && !smtp && !pop && !imap "
          "&& !tls)";
      CHECK(tshark(capture, "-Y '" + unknown + "'") == "");
      if (!has_encrypted_words(trace)) continue;
      CHECK(tshark(capture, "-Y 'tls && (smtp || pop || imap)' -T fields -e frame.number") != "");
    }
  }
}

}  // namespace
}  // namespace mailscope
