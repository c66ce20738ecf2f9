// What a learner is asked and what is to be reached, as text: every kind of question untouched, touched, judged.
#include <catch2/catch_test_macros.hpp>

#include "tests/ui/model/golden.h"
#include "tests/ui/model/sample.h"
#include "ui/model/compare_model.h"
#include "ui/model/goals_model.h"
#include "ui/model/outcome_model.h"
#include "ui/model/question_model.h"
#include "ui/model/why_model.h"

using namespace mailscope;
using namespace mailscope::ui;
using mailscope::test::check_golden;
using mailscope::test::Sample;

namespace {

Question question(const char* id, QuestionKind kind, RecordNumber at) {
  Question made;
  made.id = id;
  made.kind = kind;
  made.at = at;
  made.text = std::string("Question ") + id;
  made.hints = {"A nudge.", "A push."};
  made.options = {{"a", "zebra", "", true}, {"b", "ape", "", false}, {"c", "lion", "", true}};
  return made;
}

// The question alone at its step.
std::string shown(Sample& sample, const Question& asked, const GivenAnswer& given,
                  const Judged& judged = {}) {
  Lesson lesson;
  lesson.questions = {asked};
  const Answers answers{{asked.id, given}};
  const Look look = sample.at(6);
  return to_text(question_at(asked_here(look, lesson, answers, ""), answers, judged, sample.words));
}

}  // namespace

TEST_CASE("question: every kind untouched, touched and judged", "[model]") {
  Sample sample;
  const RecordNumber at = sample.record(7);
  std::string text;

  const Question one = question("one", QuestionKind::one, at);
  GivenAnswer given;
  text += shown(sample, one, given);
  choose(given, one, "b");
  text += shown(sample, one, given, {false, "No ape.", "", {{1, true, false, "No ape."}}});
  choose(given, one, "a");
  text += shown(sample, one, given, {true, "It is.", "", {{0, true, true, "It is."}}});

  const Question several = question("several", QuestionKind::several, at);
  given = {};
  choose(given, several, "a");
  choose(given, several, "b");
  given.hints = 1;
  text += shown(sample, several, given);
  given.is_final = true;
  const Judged half{
      false,
      "",
      "",
      {{0, true, true, "Yes."}, {1, true, false, "Not this."}, {2, false, false, ""}}};
  text += shown(sample, several, given, half);
  choose(given, several, "b");  // touched again: taken back
  text += shown(sample, several, given, half);

  const Question order = question("order", QuestionKind::order, at);
  given = {};
  text += shown(sample, order, given);
  move(given, order, "a", true);
  text += shown(sample, order, given);
  given.is_final = true;
  text += shown(
      sample, order, given,
      {false, "1 of 3", "", {{1, true, false, ""}, {0, true, false, ""}, {2, true, true, ""}}});

  Question match = question("match", QuestionKind::match, at);
  match.lefts = {"stripes", "mane"};
  match.pairs = {"a", "c"};
  given = {};
  choose(given, match, "1:c");
  text += shown(sample, match, given);
  choose(given, match, "0:b");
  text += shown(sample, match, given);
  given.is_final = true;
  text += shown(sample, match, given,
                {false, "1 of 2", "", {{0, true, false, ""}, {1, true, true, ""}}});
  choose(given, match, "7:a");
  choose(given, match, "0:nonsense");
  CHECK(given.chosen == std::vector<std::string>{"b", "c"});

  Question type = question("type", QuestionKind::type, at);
  type.options.clear();
  given = {};
  text += shown(sample, type, given);
  choose(given, type, "EHLO");
  CHECK_FALSE(given.is_final);
  text += shown(sample, type, given);
  given.is_final = true;
  text += shown(sample, type, given, {false, "", "501 5.5.4 Syntax error", {}});

  Question find = question("find", QuestionKind::find, at);
  find.options.clear();
  text += shown(sample, find, {});
  text += shown(sample, find, {{"3", "9"}, true, true, 0}, {true, "There.", "", {}});
  check_golden("question", text);
}

TEST_CASE("question: several at one step come one after the other; what sends away stays",
          "[model]") {
  Sample sample;
  Lesson lesson;
  lesson.questions = {question("first", QuestionKind::one, sample.record(7)),
                      question("second", QuestionKind::one, sample.record(7)),
                      question("find", QuestionKind::find, sample.record(4)),
                      question("mended", QuestionKind::repair, sample.record(7))};
  lesson.questions[3].is_in_force = false;
  Answers answers;
  const auto asked = [&](std::size_t index, const char* chosen) {
    const AskedHere here = asked_here(sample.at(index), lesson, answers, chosen);
    return here.all.empty() ? std::string() : here.all[here.shown]->id;
  };
  CHECK(asked(6, "") == "first");
  answers["first"] = {{"b"}, true, false, 0};  // wrong: one may try again
  CHECK(asked(6, "") == "first");
  answers["first"] = {{"a"}, true, true, 0};
  CHECK(asked(6, "first") == "first");  // its words are read before the next one comes
  CHECK(asked(6, "") == "second");
  CHECK(asked(6, "mended") == "mended");
  CHECK(asked(2, "").empty());
  CHECK(asked(9, "") == "find");
  CHECK_FALSE(asked_here(sample.at(9), lesson, answers, "").is_here);
  answers["find"] = {{"1", "2"}, true, true, 0};
  CHECK(asked(9, "").empty());
}

TEST_CASE("question: an order never lies there as it should", "[model]") {
  Question order = question("order", QuestionKind::order, {1});
  order.options = {{"a", "one", "", true}, {"b", "three", "", true}, {"c", "two", "", true}};
  CHECK(mixed_order(order) == std::vector<std::string>{"b", "c", "a"});
  GivenAnswer given;
  move(given, order, "b", true);  // the first cannot go up
  CHECK(given.chosen == mixed_order(order));
  for (int i = 0; i < 5; ++i) move(given, order, "b", false);
  CHECK(given.chosen.back() == "b");
}

TEST_CASE("question: the keyboard's cursor goes round through answers and buttons", "[model]") {
  Sample sample;
  Lesson lesson;
  lesson.questions = {question("several", QuestionKind::several, sample.record(7))};
  const Answers answers{{"several", {{"a"}, false, false, 0}}};
  const Look look = sample.at(6);
  const QuestionModel model =
      question_at(asked_here(look, lesson, answers, ""), answers, {}, sample.words);
  std::string place, path;
  for (int i = 0; i < 6; ++i) path += (place = next_place(model, place, 1)) + " ";
  CHECK(path == "option:a option:b option:c check hint option:a ");
  CHECK(next_place(model, "option:a", -1) == "hint");
  CHECK(next_place(model, "", -1) == "hint");
}

TEST_CASE("goals: what is reached, what still fails and where, in both languages", "[model]") {
  std::string text;
  for (const char* language : {"en", "ru"}) {
    Sample sample(language);
    Lesson lesson;
    lesson.is_challenge = true;
    lesson.goals = {
        {"safe", "Eve learns nothing.", {"Look at the Secrets."}, GoalLack::none, {}},
        {"never", "No refusal.", {"Who?", "Where?"}, GoalLack::happened, sample.record(25)},
        {"sent", "It arrives.", {}, GoalLack::nowhere, {}},
        {"late", "In time.", {}, GoalLack::too_late, sample.record(9)},
        {"kept", "It stays.", {}, GoalLack::not_at_end, sample.record(20)}};
    text += to_text(goals_at(sample.at(3), lesson, {{"never", 1}, {"safe", 1}})) + "\n";
    for (Goal& goal : lesson.goals) goal.lack = GoalLack::none;
    const GoalsModel all = goals_at(sample.at(3), lesson, {});
    CHECK(all.are_all_met);
    text += all.progress + "\n\n";
  }
  check_golden("goals", text);
}

TEST_CASE("why: what was asked about first, its roots last, each with its rule and step",
          "[model]") {
  std::string text;
  for (const char* language : {"en", "ru"}) {
    Sample sample(language);
    const std::vector<Cause> causes{
        {CauseKind::symptom, sample.record(20), "", "ignored"},
        {CauseKind::decision, sample.record(19), "RFC 5321, section 2.3.5", "ignored"},
        {CauseKind::setting, {3}, "", "a setting of submission: domains = example.com"},
        {CauseKind::person, sample.record(1), "", "Alice does: send"},
        {CauseKind::person, {9'999'999}, "", "beyond the trace: left out"}};
    text += to_text(why_at(sample.at(20), causes)) + "\n";
  }
  check_golden("why", text);
  Sample sample;
  CHECK_FALSE(why_at(sample.at(0), {}).is_askable);
  CHECK(why_at(sample.at(20), {}).is_askable);
}

TEST_CASE("outcome: two runs' ends in a table that also counts their steps", "[model]") {
  Sample before, after("en", test::SampleTls::stripped);
  const std::vector<OutcomeRow> rows{
      {"Mail", "mail to bob", {true, "delivered", {9}}, {true, "delivered", {9}}, false},
      {"Secrets", "eve learns a password", {}, {true, "yes", {20}}, true},
      {"Secrets", "eve learns a body", {}, {true, "yes", {9'999'999}}, true}};
  std::string text =
      to_text(outcomes_at(rows, before.run, after.run, StepLevel::mail, before.words));
  text += to_text(outcomes_at({}, before.run, before.run, StepLevel::mail, words_in("ru")));
  check_golden("outcome", text);
  const OutcomeModel model =
      outcomes_at(rows, before.run, after.run, StepLevel::mail, before.words);
  CHECK(model.rows[1].before_step == 0);
  CHECK(model.rows[1].after_step != 0);
  CHECK(model.rows[2].after_step == 0);
}

TEST_CASE("compare: of the dialogue only words are rows", "[model]") {
  Sample before, after("en", test::SampleTls::stripped);
  const DifferenceModel changed = difference(before.run, after.run, StepLevel::mail, before.words);
  const CompareModel model = compare_at(after.at(9), before.run, changed, CompareView::dialogue);
  check_golden("compare-dialogue", to_text(model));
}
