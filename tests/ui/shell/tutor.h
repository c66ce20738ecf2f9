// The program without a window, on lessons of this checkout.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "ui/shell/app.h"
#include "ui/shell/scenario_source.h"

namespace mailscope::test {

inline std::string text_of(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  REQUIRE(stream);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// The index, and the files of the lessons with these ids.
inline void give_lessons(ui::ScenarioSource& source, const std::vector<std::string>& ids) {
  REQUIRE(source.give("index.json", text_of("scenarios/index.json")).empty());
  for (const std::string& path : source.wanted()) {
    for (const std::string& id : ids) {
      if (path.ends_with("/" + id + ".json"))
        REQUIRE(source.give(path, text_of("scenarios/" + path)).empty());
    }
  }
}

struct Tutor {
  ui::ScenarioSource source;
  ui::App app{source};

  // The lesson of the link is open; those with the `other` ids are at hand.
  explicit Tutor(const std::string& link, std::vector<std::string> other = {}) {
    other.push_back(link.substr(0, link.find('/')));
    give_lessons(source, other);
    INFO(app.open_link(link));
    REQUIRE(app.run() != nullptr);
  }
};

}  // namespace mailscope::test
