// Steps: which records a learner calls one.
#include "sim/trace/steps.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

namespace mailscope {
namespace {

struct Typed {
  Trace trace;
  Recorder recorder{trace};

  Typed() {
    recorder.add({.host = {1}}, HostAdded{.name = "mallory", .role = HostRole::attacker});
    recorder.add({.host = {2}}, HostAdded{.name = "mx"});
    recorder.add({.host = {1}, .peer = {2}, .connection = {1}}, ConnectionOpened{});
  }
  void says(std::string line) {
    recorder.add({.host = {1}, .peer = {2}, .connection = {1}},
                 Said{Protocol::smtp, Speaker::client, LineKind::content, false, std::move(line)});
  }
  void is_heard(std::string text) {
    recorder.add(
        {.host = {2}, .peer = {1}, .connection = {1}},
        Understood{Protocol::smtp, Speaker::client, LineKind::content, false, std::move(text)});
  }
  bool has_change() const {
    const auto steps = steps_of(trace);
    return std::any_of(steps.begin(), steps.end(),
                       [](const Step& step) { return step.kind == StepKind::changed_line; });
  }
};

TEST_CASE("trace: a mail typed line by line and understood as one is not heard otherwise",
          "[trace]") {
  Typed typed;
  for (const char* line : {"Subject: x\r\n", "\r\n", "..hidden\r\n", "Bye\r\n", ".\r\n"})
    typed.says(line);
  typed.is_heard("Subject: x\r\n\r\n.hidden\r\nBye\r\n");
  CHECK_FALSE(typed.has_change());
}

TEST_CASE("trace: a typed mail of which a line was changed on its way is heard otherwise",
          "[trace]") {
  Typed typed;
  for (const char* line : {"Subject: x\r\n", "\r\n", "Pay Vera\r\n", ".\r\n"}) typed.says(line);
  typed.is_heard("Subject: x\r\n\r\nPay Mallory\r\n");
  CHECK(typed.has_change());
}

}  // namespace
}  // namespace mailscope
