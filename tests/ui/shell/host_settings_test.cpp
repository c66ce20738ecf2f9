// What the host tab offers to change can be changed: in every lesson, at every host, to every choice.
#include "ui/shell/host_settings.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/ui/shell/tutor.h"
#include "ui/shell/app.h"
#include "ui/shell/scenario_source.h"

namespace mailscope::ui {
namespace {

bool holds(const Trace& trace, std::string_view screen) {
  for (const Record& record : trace) {
    const auto* shown = std::get_if<ScreenShown>(&record.payload);
    if (shown && shown->code == screen) return true;
  }
  return false;
}

TEST_CASE("host settings: every choice that is offered is taken by the host", "[shell]") {
  ScenarioSource source;
  REQUIRE(source.give("index.json", test::text_of("scenarios/index.json")).empty());
  const std::vector<std::string> paths = source.wanted();
  std::set<std::string> tried;
  for (const std::string& path : paths) {
    REQUIRE(source.give(path, test::text_of("scenarios/" + path)).empty());
    const std::size_t slash = path.find('/') + 1;
    const std::string lesson = path.substr(slash, path.size() - slash - 5);
    App app(source);
    REQUIRE(app.open_link(lesson + "/14/en").empty());
    const std::size_t count = app.run()->names().size();
    for (std::uint32_t id = 1; id <= count; ++id) {
      app.act("host", std::to_string(id));
      const HostModel host = app.screen().host;
      for (const ShownSetting& setting : host.settings) {
        // Once for each kind of host and setting: each is a run of its own.
        const std::string what = std::to_string(static_cast<int>(host.role)) +
                                 setting.key.substr(0, setting.key.find(' '));
        if (!setting.can_change || !tried.insert(what).second) continue;
        for (const std::string& choice : setting.choices) {
          if (choice == setting.value) continue;
          INFO(lesson << ": " << host.name << "." << setting.key << "=" << choice);
          REQUIRE(app.act("change-setting", host.name + "." + setting.key + "=" + choice));
          CHECK_FALSE(holds(app.run()->trace(), "no-such-setting"));
          // The learner stands where the change is made, and sees it.
          CHECK(app.screen().host.id == host.id);
          const auto& now = app.screen().host.settings;
          const auto changed = std::find_if(now.begin(), now.end(), [&](const ShownSetting& other) {
            return other.key == setting.key;
          });
          REQUIRE(changed != now.end());
          CHECK(changed->value == choice);
          app.act("undo");
          app.act("go-index", "14");
          app.act("host", std::to_string(id));
        }
      }
    }
  }
  CHECK(tried.size() >= 10);
}

}  // namespace
}  // namespace mailscope::ui
