// Every kind of question, answered rightly and wrongly, in a run of a lesson.
#include "sim/scenario/judge.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/cli/files.h"
#include "sim/scenario/lesson.h"
#include "sim/scenario/load.h"
#include "sim/trace/steps.h"
#include "sim/world/world.h"

namespace mailscope::scenario {
namespace {

constexpr const char* k_questions = R"("questions": [
  {"id": "order", "kind": "order-steps", "at": {"kind": "connection-opened"}, "text": {"en": "Order", "ru": "Порядок"},
   "why": {"en": "So it goes.", "ru": "Так идёт."},
   "items": [{"text": {"en": "a", "ru": "а"}, "at": {"kind": "said", "text": "EHLO *"}},
             {"text": {"en": "b", "ru": "б"}, "at": {"kind": "said", "text": "MAIL *"}},
             {"text": {"en": "c", "ru": "в"}, "at": {"kind": "said", "text": "RCPT *"}}]},
  {"id": "match", "kind": "match", "at": {"kind": "connection-opened"}, "text": {"en": "Match", "ru": "Пары"},
   "why": {"en": "So it is.", "ru": "Так и есть."},
   "pairs": [{"left": {"en": "one", "ru": "раз"}, "right": {"en": "odd", "ru": "нечёт"}},
             {"left": {"en": "two", "ru": "два"}, "right": {"en": "even", "ru": "чёт"}},
             {"left": {"en": "three", "ru": "три"}, "right": {"en": "odd", "ru": "нечёт"}}]},
  {"id": "type", "kind": "type-command", "at": {"kind": "connection-opened"}, "text": {"en": "Type", "ru": "Введите"},
   "protocol": "smtp", "command": "RCPT TO:<vera@example.com>", "why": {"en": "Right.", "ru": "Верно."},
   "slips": [{"typed": "RCPT vera*", "why": {"en": "Brackets!", "ru": "Скобки!"}}]},
  {"id": "find", "kind": "find-step", "at": {"kind": "connection-opened"}, "text": {"en": "Find", "ru": "Найдите"},
   "find": {"kind": "decision", "code": "relay-open"}, "why": {"en": "There.", "ru": "Вот."},
   "misses": [{"at": {"kind": "said", "text": "EHLO *"}, "why": {"en": "Too early.", "ru": "Рано."}}]},
  {"id": "repair", "kind": "repair", "at": {"kind": "connection-opened"}, "text": {"en": "Mend", "ru": "Почините"},
   "goals": ["stop-mallory"], "why": {"en": "Mended.", "ru": "Починено."}},
)";

struct Played {
  Scenario scenario;
  KnobPositions positions;
  Trace trace;

  explicit Played(const KnobPositions& turned = {}) {
    std::vector<std::string> complaints;
    std::string text =
        cli::read_text("scenarios/relays-and-abuse/open-relay.json", complaints).value_or("");
    const std::string begin = "\"questions\": [";
    const std::size_t at = text.find(begin);
    REQUIRE(at != std::string::npos);
    auto loaded = load_scenario(text.replace(at, begin.size(), k_questions));
    REQUIRE(loaded);
    scenario = std::move(*loaded);
    positions = initial_positions(scenario);
    for (const auto& [knob, position] : turned) positions[knob] = position;
    const auto spec = world_for(scenario, positions, {});
    REQUIRE(spec);
    world::World world(*spec);
    world.run();
    trace = world.trace();
  }
  Judgement answer(const std::string& id, const Given& given) const {
    for (const Question& question : scenario.questions) {
      if (question.id == id) return judge(question, given, {scenario, positions, trace});
    }
    FAIL("no such question");
    return {};
  }
  Clicked step_with(const Pattern& pattern) const {
    const auto steps = steps_of(trace);
    const auto found = find_all(pattern, trace);
    REQUIRE(!found.empty());
    const Step& step = steps[step_of(steps, found.front())];
    return {step.first, step.last};
  }
};

TEST_CASE("judge: one or several are right when all the right ones are chosen and no other",
          "[judge]") {
  const Played played;
  CHECK(played.answer("why-relay-is-harmful", Chosen{{0}}).is_right);
  const Judgement wrong = played.answer("why-relay-is-harmful", Chosen{{1}});
  CHECK_FALSE(wrong.is_right);
  CHECK(wrong.why.en == "It does: any host may look up the MX and call it.");
  CHECK_FALSE(played.answer("why-relay-is-harmful", Chosen{{0, 1}}).is_right);
  CHECK_FALSE(played.answer("why-relay-is-harmful", Chosen{{}}).is_right);
  CHECK_FALSE(played.answer("why-relay-is-harmful", Typed{"0"}).is_right);

  CHECK(played.answer("who-may-still-relay", Chosen{{1, 0}}).is_right);
  const Judgement half = played.answer("who-may-still-relay", Chosen{{0}});
  CHECK_FALSE(half.is_right);
  CHECK(half.right_count == 2);
  CHECK(half.parts[1] == JudgedPart{1, false, false, half.parts[1].why});
}

TEST_CASE("judge: a predicted reply is right when the server then says it", "[judge]") {
  const Played open;
  CHECK(open.answer("reply-to-rcpt-open", Chosen{{0}}).is_right);
  CHECK(open.answer("reply-to-rcpt-open", Chosen{{0}}).protocol.substr(0, 9) == "250 2.1.5");
  CHECK_FALSE(open.answer("reply-to-rcpt-open", Chosen{{1}}).is_right);
  for (const char* right : {"250", "2", "2.1.5", " 250 "})
    CHECK(open.answer("reply-to-rcpt-open", Typed{right}).is_right);
  for (const char* wrong : {"", "25", "550", "5", "2.1.0"}) {
    INFO(wrong);
    CHECK(open.answer("reply-to-rcpt-open", Typed{wrong}).is_right == (std::string(wrong) == "25"));
  }
  const Played closed(KnobPositions{{"relay", "closed"}});
  CHECK(closed.answer("reply-to-rcpt-closed", Typed{"5.7.1"}).is_right);
}

TEST_CASE("judge: steps are in order when they stand as they happened", "[judge]") {
  const Played played;
  CHECK(played.answer("order", Ordered{{0, 1, 2}}).is_right);
  const Judgement wrong = played.answer("order", Ordered{{1, 0, 2}});
  CHECK_FALSE(wrong.is_right);
  CHECK(wrong.right_count == 1);
  CHECK_FALSE(played.answer("order", Ordered{{0, 1}}).is_right);
}

TEST_CASE("judge: pairs match by what they say, so equal right sides may be swapped", "[judge]") {
  const Played played;
  CHECK(played.answer("match", Matched{{0, 1, 2}}).is_right);
  CHECK(played.answer("match", Matched{{2, 1, 0}}).is_right);
  CHECK_FALSE(played.answer("match", Matched{{1, 0, 2}}).is_right);
  CHECK_FALSE(played.answer("match", Matched{{0, 1, 9}}).is_right);
}

TEST_CASE("judge: a command is right when the protocol reads the same from it", "[judge]") {
  const Played played;
  CHECK(played.answer("type", Typed{"rcpt to:<vera@EXAMPLE.com>"}).is_right);
  CHECK(played.answer("type", Typed{" RCPT TO:<vera@example.com>\r\n"}).is_right);
  CHECK_FALSE(played.answer("type", Typed{"RCPT TO:<Vera@example.com>"}).is_right);
  const Judgement slip = played.answer("type", Typed{"rcpt vera@example.com"});
  CHECK_FALSE(slip.is_right);
  CHECK(slip.why.en == "Brackets!");
  CHECK(slip.protocol.substr(0, 2) == "50");
}

TEST_CASE("judge: commands of each protocol that mean the same", "[judge]") {
  std::string fault;
  const auto same = [&](Protocol protocol, const char* a, const char* b) {
    return is_same_command(protocol, a, b, fault);
  };
  CHECK(same(Protocol::smtp, "EHLO mx.example.org", "ehlo MX.example.org"));
  CHECK_FALSE(same(Protocol::smtp, "EHLO mx.example.org", "HELO mx.example.org"));
  CHECK(same(Protocol::smtp, "AUTH PLAIN AGJvYgB4", "auth plain AGJvYgB4"));
  CHECK_FALSE(same(Protocol::smtp, "AUTH PLAIN AGJvYgB4", "AUTH PLAIN agjvygb4"));
  CHECK(same(Protocol::smtp, ".", "."));
  CHECK(same(Protocol::pop3, "RETR 1", "retr 1"));
  CHECK_FALSE(same(Protocol::pop3, "RETR 1", "RETR 2"));
  CHECK_FALSE(same(Protocol::pop3, "RETR 1", "RETR one"));
  CHECK(fault.substr(0, 4) == "-ERR");
  CHECK(same(Protocol::imap, "a1 SELECT INBOX", "x9 select \"inbox\""));
  CHECK(same(Protocol::imap, "a2 FETCH 1 (FLAGS BODY[HEADER])", "a3 fetch 1 (flags body[header])"));
  CHECK(same(Protocol::imap, "a LOGIN bob \"secret\"", "b LOGIN \"bob\" secret"));
  CHECK_FALSE(same(Protocol::imap, "a LOGIN bob secret", "a LOGIN bob Secret"));
  CHECK_FALSE(same(Protocol::imap, "a SELECT Sent", "SELECT Sent"));
}

TEST_CASE("judge: the step with a matching record is found, and a miss has its word", "[judge]") {
  const Played played;
  Pattern decision{{{"kind", "decision", false}, {"code", "relay-open", false}}, 0};
  CHECK(played.answer("find", played.step_with(decision)).is_right);
  Pattern hello{{{"kind", "said", false}, {"text", "EHLO *", false}}, 0};
  const Judgement miss = played.answer("find", played.step_with(hello));
  CHECK_FALSE(miss.is_right);
  CHECK(miss.why.en == "Too early.");
}

TEST_CASE("judge: a repair is right in a run in which its goals hold", "[judge]") {
  const Judgement before = Played().answer("repair", Repaired{});
  CHECK_FALSE(before.is_right);
  CHECK(before.protocol.find("never delivered to vera@example.com") == 0);
  const Judgement after = Played(KnobPositions{{"relay", "closed"}}).answer("repair", Repaired{});
  CHECK(after.is_right);
  CHECK(after.why.en == "Mended.");
}

}  // namespace
}  // namespace mailscope::scenario
