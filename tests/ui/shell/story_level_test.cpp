// A lesson begins at the level at which each line of its story can be read.
#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/ui/shell/tutor.h"

namespace mailscope::ui {
namespace {

// What is read on a walk from the first step to the last, as the lesson opens.
std::set<std::string> lines_read(App& app) {
  std::set<std::string> read;
  app.act("first");
  while (true) {
    const StoryModel& story = app.screen().story;
    if (!story.paragraphs.empty()) read.insert(story.paragraphs.front());
    if (!app.screen().can_forward) return read;
    app.act("forward");
  }
}

// At level `mail` only the last line of the handshake was read, and that at the step before it.
TEST_CASE("story: a lesson on finer steps begins with them shown, and none of its lines is lost",
          "[shell]") {
  for (const char* id : {"tls-handshake", "as-wireshark-sees-it", "dns-for-mail", "spf"}) {
    test::Tutor tutor(std::string(id) + "/0/en");
    const std::set<std::string> read = lines_read(tutor.app);
    for (const StoryPiece& piece : tutor.app.lesson().story) {
      INFO(id << ": " << piece.text);
      CHECK(read.count(paragraphs_of(piece.text).front()) == 1);
    }
  }
}

TEST_CASE("story: a lesson on mail begins with the mail alone, also after one on finer steps",
          "[shell]") {
  test::Tutor tutor("tls-handshake/0/en", {"first-message"});
  CHECK(tutor.app.screen().level == StepLevel::detail);
  tutor.app.act("lesson", "first-message");
  CHECK(tutor.app.screen().level == StepLevel::mail);
}

}  // namespace
}  // namespace mailscope::ui
