// The before and after of an attack and its defence, from the two traces.
#include "sim/scenario/outcomes.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/cli/files.h"
#include "sim/cli/outcome_table.h"
#include "sim/world/world.h"
#include "ui/text/outcome_text.h"

namespace mailscope::scenario {
namespace {

std::vector<Outcome> outcomes(const std::string& path, const KnobPositions& positions) {
  std::vector<std::string> complaints;
  const auto scenario = cli::load_file(path, complaints);
  REQUIRE(scenario);
  const auto spec = world_for(*scenario, positions, {});
  REQUIRE(spec);
  world::World world(*spec);
  world.run();
  return outcomes_of(world.trace());
}

const ComparedOutcome* row(const std::vector<ComparedOutcome>& rows, const std::string& subject) {
  for (const ComparedOutcome& row : rows) {
    if (ui::outcome_subject(ui::words_in("en"), name_of(row.kind), row.facts) == subject)
      return &row;
  }
  return nullptr;
}

std::string cell(const std::optional<Outcome>& outcome, std::string_view language) {
  if (!outcome) return "—";
  return ui::outcome_cell(ui::words_in(language), name_of(outcome->kind), name_of(outcome->value),
                          outcome->detail);
}

TEST_CASE("outcomes: closing the relay ends the delivery and begins a refusal", "[outcomes]") {
  const std::string path = "scenarios/relays-and-abuse/open-relay.json";
  const auto rows =
      compared(outcomes(path, {}), outcomes(path, KnobPositions{{"relay", "closed"}}));
  CHECK(is_any_changed(rows));
  const ComparedOutcome* mail = row(rows, "mail “You have won” to vera@example.com");
  REQUIRE(mail != nullptr);
  CHECK(mail->is_changed);
  CHECK(cell(mail->before, "en") == "delivered");
  CHECK(cell(mail->after, "en") == "—");
  const ComparedOutcome* refusal = row(rows, "relay refuses mallory: RCPT TO:<vera@example.com>");
  REQUIRE(refusal != nullptr);
  CHECK_FALSE(refusal->before);
  CHECK(cell(refusal->after, "en").substr(0, 9) == "550 5.7.1");
  const ComparedOutcome* talk = row(rows, "mallory with relay, port 25");
  REQUIRE(talk != nullptr);
  CHECK_FALSE(talk->is_changed);
  CHECK(cell(talk->before, "ru") == "открыто");
}

// What the switches of Exchange Online come to, mailbox by mailbox: a table of logins.
TEST_CASE("outcomes: each login says whether it was let in, and else what kept it out",
          "[outcomes]") {
  const std::string path = "scenarios/authentication-and-policy/smtp-auth-switches.json";
  const auto rows =
      compared(outcomes(path, {}),
               outcomes(path, KnobPositions{{"organisation", "true"}, {"policy", "kiosk"}}));
  const auto at = [&](const std::string& user) {
    const ComparedOutcome* found = row(rows, user + "@orchard.example at exchange, from office");
    REQUIRE(found != nullptr);
    return cell(found->before, "en") + " / " + cell(found->after, "en");
  };
  const std::string no = "kept out (535 5.7.139 Authentication unsuccessful, ";
  CHECK(at("scanner") == "let in / let in");
  const std::string mailbox = no + "SmtpClientAuthentication is disabled for the Mailbox.)";
  CHECK(at("anna") == mailbox + " / " + mailbox);
  CHECK(at("reports") ==
        "let in / " + no + "SmtpClientAuthentication is disabled for the Tenant.)");
  CHECK(cell(row(rows, "scanner@orchard.example at exchange, from office")->after, "ru") ==
        "вход открыт");
  CHECK(at("kiosk") == "let in / " + no + "basic authentication is disabled.)");
}

TEST_CASE("outcomes: insisting on TLS keeps the password from the eavesdropper", "[outcomes]") {
  const std::string path = "scenarios/ports-and-encryption/starttls-stripping.json";
  const auto rows =
      compared(outcomes(path, {}), outcomes(path, KnobPositions{{"policy", "required"}}));
  std::size_t learnt_before = 0, learnt_after = 0;
  for (const ComparedOutcome& one : rows) {
    if (one.kind != OutcomeKind::secret) continue;
    learnt_before += one.before ? 1U : 0U;
    learnt_after += one.after ? 1U : 0U;
  }
  CHECK(learnt_before >= 3);
  CHECK(learnt_after == 0);
}

TEST_CASE("outcomes: a run compared with itself has no changed row", "[outcomes]") {
  const std::string path = "scenarios/ports-and-encryption/starttls-stripping.json";
  const auto same = outcomes(path, {});
  CHECK_FALSE(is_any_changed(compared(same, same)));
  CHECK(is_any_changed(compared(same, {})));
  CHECK(compared({}, {}).empty());
  const std::string table = cli::outcome_table(compared(same, same), "a", "b", ui::words_in("ru"));
  CHECK(table.find("Секреты\n") != std::string::npos);
  CHECK(table.find("\n* ") == std::string::npos);
}

TEST_CASE("outcomes: every kind and value has its words in every language", "[outcomes]") {
  for (const ui::Language& language : ui::languages()) {
    const ui::Words words(language);
    const bool is_english = language.code == "en";
    for (int i = 0; i <= static_cast<int>(OutcomeValue::shown); ++i) {
      const std::string_view name = name_of(static_cast<OutcomeValue>(i));
      const std::string text = ui::outcome_cell(words, "mail", name, "");
      INFO(language.code << ": " << name << " is " << text);
      CHECK((is_english || text != ui::outcome_cell(ui::words_in("en"), "mail", name, "")));
    }
    for (int i = 0; i <= static_cast<int>(OutcomeKind::screen); ++i) {
      const std::string_view name = name_of(static_cast<OutcomeKind>(i));
      const std::string text = ui::outcome_section(words, name);
      INFO(language.code << ": " << name << " is " << text);
      CHECK((is_english || text != ui::outcome_section(ui::words_in("en"), name)));
    }
  }
}

}  // namespace
}  // namespace mailscope::scenario
