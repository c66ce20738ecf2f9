// Questions, goals, reasons and comparisons on real lessons, by the actions that keys, panels and mirror use.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/ui/model/golden.h"
#include "tests/ui/shell/tutor.h"
#include "ui/shell/app.h"
#include "ui/shell/causes.h"
#include "ui/shell/mirror.h"
#include "ui/shell/scenario_source.h"

namespace mailscope::ui {
namespace {

struct Tutor : test::Tutor {
  using test::Tutor::Tutor;

  // To the step at which the question of this kind is asked; shows it.
  const QuestionModel& ask(QuestionKind kind) {
    for (const Question& question : app.lesson().questions) {
      if (question.kind != kind || !question.is_in_force) continue;
      app.act("go", std::to_string(asked_step(*app.run(), question, StepLevel::mail)));
      for (int i = 0; i < 9 && app.screen().question.id != question.id; ++i)
        app.act("next-question");
      REQUIRE(app.screen().question.id == question.id);
      return app.screen().question;
    }
    FAIL("no such question");
    return app.screen().question;
  }
  const Question& asked() { return *question_named(app.lesson(), app.screen().question.id); }
  Mark mark() { return app.screen().question.mark; }
  const LessonProgress& kept() { return app.progress().at(app.lesson_id()); }
};

TEST_CASE("questions: one of several answers, by letter, wrong and then right", "[shell]") {
  Tutor tutor("first-message/0/en");
  tutor.ask(QuestionKind::one);
  const Question asked = tutor.asked();
  std::size_t right = 0;
  while (!asked.options[right].is_right) ++right;
  const std::size_t wrong = right == 0 ? 1 : 0;
  tutor.app.act("answer-nth", std::to_string(wrong));
  CHECK(tutor.mark() == Mark::wrong);
  CHECK(tutor.app.screen().question.feedback == asked.options[wrong].feedback);
  CHECK(tutor.app.screen().question.options[right].mark == Mark::none);  // not given away
  tutor.app.act("answer-nth", std::to_string(right));
  CHECK(tutor.mark() == Mark::right);
  CHECK(tutor.app.screen().question.feedback == asked.options[right].feedback);
  CHECK(tutor.kept().right.count(asked.id) == 1);
  CHECK(tutor.kept().slipped.count(asked.id) == 1);
  CHECK(tutor.app.screen().score == "1 of 4 answered right, 0 at once and without a hint");
}

TEST_CASE("questions: choose several, check, change one's mind", "[shell]") {
  Tutor tutor("forged-sender/0/en");
  tutor.ask(QuestionKind::several);
  const Question asked = tutor.asked();
  for (const Option& option : asked.options) {
    if (!option.is_right) tutor.app.act("answer", asked.id + "=" + option.id);
  }
  tutor.app.act("check", asked.id);
  CHECK(tutor.mark() == Mark::wrong);
  CHECK_FALSE(tutor.app.screen().question.feedback.empty());
  for (const Option& option : asked.options) tutor.app.act("answer", asked.id + "=" + option.id);
  CHECK(tutor.mark() == Mark::none);
  tutor.app.act("check");
  CHECK(tutor.mark() == Mark::right);
}

TEST_CASE("questions: a command is read by the protocol's parser, not by its letters", "[shell]") {
  Tutor tutor("smtp-by-hand/0/en");
  tutor.ask(QuestionKind::type);
  const Question asked = tutor.asked();
  tutor.app.act("answer-text", "GARBAGE");
  CHECK(tutor.mark() == Mark::none);  // every letter is not an answer
  tutor.app.act("answer-text-done", "GARBAGE");
  CHECK(tutor.mark() == Mark::wrong);
  CHECK_FALSE(
      (tutor.app.screen().question.protocol + tutor.app.screen().question.feedback).empty());
  std::string spelt = asked.typed;
  for (std::size_t i = 0; i < 4 && i < spelt.size(); ++i)
    spelt[i] = static_cast<char>(spelt[i] | 0x20);
  tutor.app.act("answer-text-done", spelt);
  CHECK(tutor.mark() == Mark::right);
}

TEST_CASE("questions: steps are put in order by moving them up", "[shell]") {
  Tutor tutor("smtp-by-hand/0/en");
  tutor.ask(QuestionKind::order);
  const Question asked = tutor.asked();
  tutor.app.act("check", asked.id);
  CHECK(tutor.mark() == Mark::wrong);
  for (std::size_t i = 0; i < asked.options.size(); ++i) {
    const std::string& id = asked.options[i].id;
    while (tutor.app.screen().question.options[i].id != id)
      tutor.app.act("move", asked.id + "=" + id + ":up");
  }
  CHECK(tutor.mark() == Mark::none);
  tutor.app.act("check", asked.id);
  CHECK(tutor.mark() == Mark::right);
  CHECK(tutor.app.screen().question.feedback == asked.explanation);
}

TEST_CASE("questions: pairs are matched, and by the keyboard alone", "[shell]") {
  Tutor tutor("envelope-and-header/0/en");
  tutor.ask(QuestionKind::match);
  const Question asked = tutor.asked();
  for (std::size_t i = 0; i < asked.lefts.size(); ++i) {
    tutor.app.press("ArrowDown", false);
    CHECK(tutor.app.views().picked == "pair:" + std::to_string(i));
    for (std::size_t turns = 0; turns <= asked.options.size(); ++turns) {
      const auto& pairs = tutor.app.screen().question.pairs;
      if (pairs[i].option == asked.pairs[i]) break;
      tutor.app.press("Enter", false);
    }
  }
  tutor.app.press("ArrowDown", false);
  CHECK(tutor.app.views().picked == "check");
  tutor.app.press("Enter", false);
  CHECK(tutor.mark() == Mark::right);
  const std::string wrong =
      asked.pairs[0] == asked.options[0].id ? asked.options[1].id : asked.options[0].id;
  tutor.app.act("answer", asked.id + "=0:" + wrong);
  CHECK(tutor.mark() == Mark::none);
  tutor.app.act("check", asked.id);
  CHECK(tutor.mark() == Mark::wrong);
  CHECK(tutor.app.screen().question.pairs[0].mark == Mark::wrong);
}

TEST_CASE("questions: a step is found by a click; a miss says why, the next click may be right",
          "[shell]") {
  Tutor tutor("smtp-by-hand/0/en");
  tutor.ask(QuestionKind::find);
  const Question asked = tutor.asked();
  tutor.app.act("pick-step", "1");
  CHECK(tutor.app.screen().question.id == asked.id);
  CHECK(tutor.mark() == Mark::wrong);
  CHECK_FALSE(tutor.app.screen().question.feedback.empty());
  const Run& run = *tutor.app.run();
  tutor.app.act("pick-step", std::to_string(run.shown_step(
                                 step_of(run.steps(), asked.targets.front()), StepLevel::mail)));
  CHECK(tutor.mark() == Mark::right);
  CHECK(tutor.app.screen().question.feedback == asked.explanation);
}

TEST_CASE("questions: every hint says more, the last one all; they are counted", "[shell]") {
  Tutor tutor("smtp-by-hand/0/en");
  for (const QuestionKind kind :
       {QuestionKind::one, QuestionKind::order, QuestionKind::type, QuestionKind::find}) {
    tutor.ask(kind);
    const Question asked = tutor.asked();
    INFO(asked.id);
    CHECK(tutor.app.screen().question.hints.empty());
    REQUIRE_FALSE(asked.hints.empty());
    for (std::size_t i = 1; i <= asked.hints.size() + 2; ++i) {
      tutor.app.act("hint");
      CHECK(tutor.app.screen().question.hints.size() == std::min(i, asked.hints.size()));
    }
    CHECK_FALSE(tutor.app.screen().question.has_more_hints);
    CHECK(tutor.kept().hinted.count(asked.id) == 1);
  }
}

TEST_CASE("challenge: goals say what still fails; turning the right knobs is the answer",
          "[shell]") {
  Tutor tutor("close-the-relay/0/en");
  const auto met = [&] {
    std::string text;
    for (const ShownGoal& goal : tutor.app.screen().goals.goals) text += goal.is_met ? "x" : ".";
    return text;
  };
  REQUIRE(tutor.app.screen().goals.is_challenge);
  CHECK(met() == ".xx");
  CHECK(tutor.app.screen().goals.goals[0].lack.find("step ") != std::string::npos);
  CHECK(tutor.app.screen().question.kind == QuestionKind::repair);
  tutor.app.act("goal-hint");
  CHECK(tutor.app.screen().goals.goals[0].hints.size() == 1);
  tutor.app.act("knob", "relay=off");
  CHECK(met() == "xx.");
  CHECK(tutor.mark() == Mark::none);
  CHECK_FALSE(tutor.app.screen().goals.goals[2].lack.empty());
  tutor.app.act("knob", "networks=scanner");
  CHECK(met() == "xxx");
  CHECK(tutor.app.screen().question.id == "close-it");
  CHECK(tutor.mark() == Mark::right);
  CHECK(tutor.app.screen().question.feedback.find("Relay for those you know") == 0);
  CHECK(tutor.kept().right.count("close-it") == 1);
  CHECK(tutor.kept().reached == std::set<std::string>{"no-prize", "scan-arrives"});
  CHECK(tutor.app.screen().score == "1 of 4 answered right, 0 at once and without a hint");
}

TEST_CASE("challenge: mended where the question is not asked any more still counts", "[shell]") {
  Tutor tutor("deliver-in-order/0/ru");
  tutor.ask(QuestionKind::repair);
  tutor.app.act("knob", "order=right");
  CHECK(tutor.app.screen().question.id == "deliver-it");
  CHECK(tutor.mark() == Mark::right);
  CHECK(tutor.kept().right.count("deliver-it") == 1);
  CHECK(tutor.kept().slipped.count("deliver-it") == 0);
  // What was mended before anybody saw it broken is nobody's answer.
  Tutor other("deliver-in-order/0/ru?order=right");
  CHECK(other.app.screen().goals.are_all_met);
  CHECK(other.kept().right.count("deliver-it") == 0);
}

TEST_CASE("why: a refusal's chain ends in the setting that caused it", "[shell]") {
  Tutor tutor("open-relay/0/en?relay=closed");
  for (tutor.app.act("first"); tutor.app.screen().can_forward; tutor.app.act("forward")) {
    if (tutor.app.screen().story.headline.find("550 5.7.1") != std::string::npos) break;
  }
  CHECK(tutor.app.screen().why.is_askable);
  CHECK(tutor.app.screen().why.links.empty());
  tutor.app.act("why");
  const WhyModel& why = tutor.app.screen().why;
  REQUIRE(why.links.size() > 2);
  CHECK(why.links.front().sentence.find("550 5.7.1") != std::string::npos);
  CHECK(why.links.front().kind.empty());
  bool has_setting = false;
  for (const WhyLink& link : why.links) {
    has_setting =
        has_setting || (link.is_root && link.sentence.find("relay = ") != std::string::npos);
    CHECK_FALSE(link.sentence.empty());
  }
  CHECK(has_setting);
  CHECK(mirror_json(tutor.app).find("because it is set so") != std::string::npos);
}

TEST_CASE("compare: any two branches, chosen for left and right, and the way into each",
          "[shell]") {
  Tutor tutor("starttls-stripping/0/en");
  tutor.app.act("knob", "policy=required");
  tutor.app.act("branch", "immediate TLS");
  tutor.app.act("knob", "policy=tls");
  tutor.app.act("compare");
  const auto sides = [&] {
    const CompareModel& compare = tutor.app.screen().compare;
    std::string text;
    for (const CompareSide& side : compare.sides) {
      if (side.is_left) text = side.id + " | " + text;
      if (side.is_right) text += side.id;
    }
    return text;
  };
  CHECK(sides() == "written | branch:1");
  tutor.app.act("compare-left", "branch:0");
  CHECK(sides() == "branch:0 | branch:1");
  for (const char* view : {"0", "1", "2"}) {
    tutor.app.act("compare-view", view);
    const CompareModel& compare = tutor.app.screen().compare;
    CHECK((compare.rows.size() > 3 || compare.outcome.rows.size() > 3));
    CHECK(compare.before_title != compare.after_title);
  }
  tutor.app.act("compare-right", "written");
  CHECK(sides() == "branch:0 | written");
  tutor.app.act("show-compared", "left:5");
  CHECK(tutor.app.branches().current() == 0);
  CHECK(tutor.app.views().overlay == Overlay::none);
  tutor.app.act("compare");
  tutor.app.act("show-compared", "right:5");  // no branch holds it: a new one does
  CHECK(tutor.app.branches().all().size() == 3);
  CHECK(tutor.app.branches().now() == Changes{});
}

TEST_CASE("compare: a link opens it again with both its runs; a broken one says so", "[shell]") {
  Tutor tutor("starttls-stripping/9/en");
  tutor.app.act("knob", "policy=required");
  tutor.app.act("compare");
  CHECK(tutor.app.link().find("&compare=outcome") != std::string::npos);
  CHECK(tutor.app.link().find("compare=outcome:") == std::string::npos);
  tutor.app.act("close");
  tutor.app.act("branch");
  tutor.app.act("knob", "policy=tls");
  tutor.app.act("drop-packet");
  tutor.app.act("compare");
  tutor.app.act("compare-left", "branch:0");
  tutor.app.act("compare-view", "1");
  const std::string link = tutor.app.link();
  INFO(link);
  CHECK(link.find("compare=dialogue:policy=required") != std::string::npos);
  Tutor other(link);
  CHECK(other.app.views().overlay == Overlay::compare);
  CHECK(other.app.link() == link);
  CHECK(other.app.screen().compare.before_title == tutor.app.screen().compare.before_title);

  CHECK_FALSE(other.app.open_link("starttls-stripping/3/en?compare=nonsense").empty());
  CHECK(other.app.views().overlay == Overlay::none);
  CHECK_FALSE(other.app.open_link("starttls-stripping/3/en?compare=steps:no/such").empty());
  CHECK_FALSE(other.app.open_link("starttls-stripping/3/en?compare=steps:knob=none").empty());
  CHECK(other.app.run() != nullptr);
}

TEST_CASE("compare: before and after of an attack and its defence, made from the two traces",
          "[shell]") {
  std::string text;
  for (const char* link : {"starttls-stripping/0/en", "starttls-stripping/0/ru", "open-relay/0/en",
                           "backscatter/0/ru"}) {
    Tutor tutor(link);
    CHECK(tutor.app.screen().has_attack);
    tutor.app.act("compare");
    const CompareModel& compare = tutor.app.screen().compare;
    text += "---- " + std::string(link) + "\n" + to_text(compare) + "\n";
  }
  mailscope::test::check_golden("before-after", text);
  // Where finding the defence is the task, it is not given away.
  Tutor challenge("close-the-relay/0/en");
  challenge.app.act("compare");
  CHECK(challenge.app.screen().compare.sides.size() == 1);
}

TEST_CASE("compare: every attack that is told has a before and an after", "[shell]") {
  ScenarioSource source;
  REQUIRE(source.give("index.json", test::text_of("scenarios/index.json")).empty());
  std::size_t attacks = 0;
  for (const std::string& path : source.wanted()) {
    REQUIRE(source.give(path, test::text_of("scenarios/" + path)).empty());
    const std::size_t slash = path.find('/') + 1;
    const std::string id = path.substr(slash, path.size() - slash - 5);
    INFO(id);
    const auto run = source.run(id, {});
    REQUIRE(run);
    const Trace& trace = (*run)->trace();
    const bool is_attack = std::any_of(trace.begin(), trace.end(), [](const Record& record) {
      const auto* added = std::get_if<HostAdded>(&record.payload);
      return added && added->role == HostRole::attacker;
    });
    const bool is_told = path.rfind("challenges/", 0) != 0;  // there it is the learner's task
    if (is_attack && is_told) ++attacks;
    // Against her who only looks for a hole in TLS 1.3 there is nothing to be turned.
    CHECK(source.defence(id).has_value() == (is_attack && is_told && id != "tls-handshake"));
  }
  CHECK(attacks >= 15);
}

TEST_CASE("score: what the lesson asks as it is written counts, wherever the knobs stand",
          "[shell]") {
  Tutor tutor("first-message/0/en");
  const Score before = tutor.app.score();
  CHECK(before.asked == 3);  // the fourth is asked when the recipient is misspelt
  CHECK(before == Score{.asked = 3});
  tutor.ask(QuestionKind::one);
  const Question asked = tutor.asked();
  std::size_t right = 0;
  while (!asked.options[right].is_right) ++right;
  tutor.app.act("answer-nth", std::to_string(right));
  CHECK(tutor.app.score() == Score{.asked = 3, .right = 1, .at_once = 1});
  tutor.app.act("last");
  CHECK(tutor.app.score().is_seen);
  tutor.app.act("knob", "recipient=misspelt");
  CHECK(tutor.app.score().asked == 3);
  CHECK(tutor.app.score().right == 1);
}

TEST_CASE("score: a link to a changed run counts the same questions as the lesson as it is written",
          "[shell]") {
  Tutor changed("dns-for-mail/0/en?records=down"), written("dns-for-mail/0/en");
  CHECK(changed.app.score().asked == written.app.score().asked);
  CHECK(written.app.score().asked > 0);
  CHECK(written.app.score().asked < written.app.lesson().all_questions.size());
}

TEST_CASE("score: a goal counts when a changed run has met it, and stays so", "[shell]") {
  Tutor tutor("close-the-relay/0/en");
  const Score before = tutor.app.score();
  CHECK(before.goals == 3);
  CHECK(before.goals_met < before.goals);
  tutor.app.act("knob", "relay=off");
  tutor.app.act("knob", "networks=scanner");
  const Score after = tutor.app.score();
  CHECK(after.goals_met == 3);
  tutor.app.act("as-written");
  CHECK(tutor.app.score().goals_met == after.goals_met);
}

}  // namespace
}  // namespace mailscope::ui
