// Every model as text, at telling steps of a run made by hand, against the approved ones in tests/ui/golden.
//
// MAILSCOPE_WRITE_GOLDENS=1 build/native/tests/test_ui_model rewrites them; read the difference then.
#include <catch2/catch_test_macros.hpp>

#include "tests/ui/model/golden.h"
#include "tests/ui/model/sample.h"
#include "ui/model/bytes_model.h"
#include "ui/model/dialogue_model.h"
#include "ui/model/difference_model.h"
#include "ui/model/host_model.h"
#include "ui/model/ladder_model.h"
#include "ui/model/lesson_models.h"
#include "ui/model/map_model.h"
#include "ui/model/secrets_model.h"
#include "ui/model/story_model.h"
#include "ui/model/timeline_model.h"

using namespace mailscope;
using namespace mailscope::ui;
using mailscope::test::check_golden;
using mailscope::test::Sample;

namespace {

Lesson sample_lesson(const Run& run) {
  const auto at = [&](std::size_t index) {
    return run.steps()[run.shown(StepLevel::mail)[index]].headline;
  };
  Lesson lesson;
  lesson.id = "sample";
  lesson.title = "A sample";
  lesson.story = {{{}, "A sample", "Alice writes to Bob."},
                  {at(5), "", "`EHLO` begins.\n\nIt is the\nclient's turn."}};
  Question question;
  question.id = "next";
  question.at = at(7);
  question.text = "What comes next?";
  question.options = {{"a", "The password", "Not in clear.", false},
                      {"b", "`STARTTLS`", "Yes.", true}};
  lesson.questions = {question};
  lesson.knobs = {
      {"strip", "Eve hides the offer", "", {{"no", "no", ""}, {"yes", "yes", ""}}, "no", "no"}};
  return lesson;
}

}  // namespace

TEST_CASE("views: map", "[model]") {
  Sample sample;
  std::string text;
  for (const std::size_t index : {0u, 3u, 6u, 12u, 19u, 25u, 46u}) {
    text += "---- step " + std::to_string(index) + "\n" + to_text(map_at(sample.at(index)));
  }
  check_golden("map", text);
}

TEST_CASE("views: ladder, in every fineness", "[model]") {
  Sample sample;
  check_golden("ladder-mail", to_text(ladder_at(sample.at(20), nullptr)));
  check_golden("ladder-detail", to_text(ladder_at(sample.at(12, StepLevel::detail), nullptr)));
  check_golden("ladder-segment", to_text(ladder_at(sample.at(9, StepLevel::segment), nullptr)));
}

TEST_CASE("views: story in both languages", "[model]") {
  for (const char* language : {"en", "ru"}) {
    Sample sample(language);
    const Lesson lesson = sample_lesson(sample.run);
    std::string text;
    for (std::size_t index = 0; index < sample.run.shown(StepLevel::mail).size(); ++index) {
      text += to_text(story_at(sample.at(index), lesson)) + "\n";
    }
    check_golden(std::string("story-") + language, text);
  }
}

TEST_CASE("views: dialogue, for its ends and for an eavesdropper", "[model]") {
  Sample sample;
  check_golden("dialogue", to_text(dialogue_at(sample.at(15), Listener::ends)) + "\n" +
                               to_text(dialogue_at(sample.at(15), Listener::eavesdropper)));
}

TEST_CASE("views: host, secrets, bytes, timeline", "[model]") {
  Sample sample("en", test::SampleTls::stripped);
  std::string text;
  for (std::uint32_t id = 1; id <= 6; ++id) text += to_text(host_at(sample.at(42), {id})) + "\n";
  check_golden("host", text);
  check_golden("secrets",
               to_text(secrets_at(sample.at(5))) + "\n" + to_text(secrets_at(sample.at(12))));
  check_golden("bytes", to_text(bytes_at(sample.at(5))));
  check_golden("timeline", to_text(timeline_at(sample.at(9), sample_lesson(sample.run), nullptr)));
}

TEST_CASE("views: the difference between two runs names what is new, gone and changed", "[model]") {
  Sample before, after("en", test::SampleTls::stripped);
  const DifferenceModel model = difference(before.run, after.run, StepLevel::mail, after.words);
  check_golden("difference", to_text(model, after.run, after.words));
  CHECK(difference(before.run, before.run, StepLevel::mail, before.words).is_same());
  check_golden("ladder-difference", to_text(ladder_at(after.at(10), &model)));
}

TEST_CASE("views: every step of every level has a headline and a place", "[model]") {
  Sample sample("ru");
  for (const StepLevel level : {StepLevel::mail, StepLevel::detail, StepLevel::segment}) {
    const auto& shown = sample.run.shown(level);
    for (std::size_t index = 0; index < shown.size(); ++index) {
      CHECK(sample.run.index_of(shown[index], level) == index);
      CHECK_FALSE(headline(sample.words, sample.run, sample.run.steps()[shown[index]]).empty());
    }
  }
}

TEST_CASE("dialogue: a connection without words says why", "[model]") {
  Sample sample;
  const std::size_t calls = sample.run.shown(StepLevel::segment).size();
  bool was_opening = false, was_open = false;
  for (std::size_t i = 0; i < calls; ++i) {
    const DialogueModel dialogue = dialogue_at(sample.at(i, StepLevel::segment), Listener::ends);
    CHECK(dialogue.nothing.empty() == !dialogue.lines.empty());
    if (dialogue.nothing.find("not made yet") != std::string::npos) was_opening = true;
    if (dialogue.nothing.find("Connected") != std::string::npos) was_open = true;
  }
  CHECK((was_opening || was_open));
}
