// Every refusal, bounce, downgrade and loss of every lesson has a cause that one can show.
#include "sim/scenario/why.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/cli/files.h"
#include "sim/cli/why_text.h"
#include "sim/world/world.h"
#include "ui/text/codes.h"
#include "ui/text/reasons.h"

namespace mailscope::scenario {
namespace {

Trace run_of(const Scenario& scenario, const KnobPositions& positions) {
  const auto spec = world_for(scenario, positions, {});
  REQUIRE(spec);
  world::World world(*spec);
  world.run();
  return world.trace();
}

Scenario lesson(const std::string& path) {
  std::vector<std::string> complaints;
  auto loaded = cli::load_file(path, complaints);
  REQUIRE(loaded);
  return std::move(*loaded);
}

// The kinds of the links of the first record with this decision, and the words of them.
WhyChain chain_of(const Trace& trace, const Pattern& pattern) {
  const auto found = find_all(pattern, trace);
  REQUIRE(!found.empty());
  return why(trace, found.front());
}

TEST_CASE("why: every refusal, bounce, downgrade and loss of every lesson leads back to a root",
          "[why]") {
  std::vector<std::string> complaints;
  std::size_t asked = 0;
  for (const std::string& path : cli::scenario_files({"scenarios"}, complaints)) {
    const auto scenario = cli::load_file(path, complaints);
    if (!scenario) continue;
    for (const KnobPositions& positions : combinations(*scenario)) {
      const Trace trace = run_of(*scenario, positions);
      for (const Record& record : trace) {
        if (!is_worth_asking(record)) continue;
        ++asked;
        const WhyChain chain = why(trace, record.number);
        INFO(path << " " << to_text(*scenario, positions) << "\n"
                  << cli::why_text(chain, trace, "en"));
        CHECK(chain.has_root());
        CHECK(chain.links.size() >= 2);
      }
    }
  }
  CHECK(asked > 100);
}

TEST_CASE("why: a closed relay's refusal names the setting and the command", "[why]") {
  const Scenario scenario = lesson("scenarios/relays-and-abuse/open-relay.json");
  const Trace trace = run_of(scenario, KnobPositions{{"relay", "closed"}});
  const WhyChain chain =
      chain_of(trace, {{{"kind", "said", false}, {"text", "550 5.7.1*", false}}, 0});
  REQUIRE(chain.links.size() >= 5);
  CHECK(chain.links[1].kind == WhyKind::decision);
  CHECK(chain.links[1].rule == "RFC 5321, section 3.6.2");
  const std::string text = cli::why_text(chain, trace, "en");
  CHECK(text.find("  < a setting of relay: relay = closed  #") != std::string::npos);
  CHECK(text.find("  < mallory says: RCPT TO:<vera@example.com>  #") != std::string::npos);
  CHECK(chain.links.back().kind == WhyKind::person);
}

TEST_CASE("why: a downgrade leads to the box that hid the offer", "[why]") {
  const Scenario scenario = lesson("scenarios/ports-and-encryption/starttls-stripping.json");
  const Trace trace = run_of(scenario, {});
  const WhyChain chain =
      chain_of(trace, {{{"kind", "decision", false}, {"code", "tls-goes-without", false}}, 0});
  const std::string text = cli::why_text(chain, trace, "en");
  INFO(text);
  CHECK(text.find("changes a packet on its way") != std::string::npos);
  CHECK(text.find("rule hide-starttls = ") != std::string::npos);
}

// Of a DNSBL the reason is the zone's own words, and so is what a server replies.
TEST_CASE("why: every decision of every lesson, and every reason, has a sentence in the catalogues",
          "[why]") {
  std::vector<std::string> complaints;
  for (const std::string& path : cli::scenario_files({"scenarios"}, complaints)) {
    const auto scenario = cli::load_file(path, complaints);
    if (!scenario) continue;
    for (const KnobPositions& positions : combinations(*scenario)) {
      for (const Record& record : run_of(*scenario, positions)) {
        const auto* decision = std::get_if<Decision>(&record.payload);
        if (decision == nullptr) continue;
        INFO(path << " " << to_text(*scenario, positions) << " " << decision->code);
        CHECK(ui::has_decision_sentence(decision->code));
        for (const auto& [key, value] : decision->facts) {
          if (key != "reason" || value.empty() || decision->code == "dnsbl-listed") continue;
          INFO(value);
          CHECK(ui::is_known_reason(value));
        }
      }
    }
  }
}

TEST_CASE("why: a reason within a reason is said in the user's language, too", "[why]") {
  const ui::Words russian = ui::words_in("ru");
  CHECK(ui::reason_text(russian, "no MX of a.example has an address (mx.a.example: no A record)") ==
        "ни у одного MX домена a.example нет адреса (mx.a.example: нет записи A)");
  CHECK(ui::reason_text(russian, "include:b.example, which has no SPF record") ==
        "include:b.example, а записи SPF там нет");
  CHECK(ui::reason_text(russian, "whatever a server says") == "whatever a server says");
}

TEST_CASE("why: a record that does not exist has no chain", "[why]") {
  const Scenario scenario = lesson("scenarios/relays-and-abuse/open-relay.json");
  const Trace trace = run_of(scenario, {});
  CHECK(why(trace, {}).links.empty());
  CHECK(why(trace, {static_cast<std::uint32_t>(trace.size() + 1)}).links.empty());
}

}  // namespace
}  // namespace mailscope::scenario
