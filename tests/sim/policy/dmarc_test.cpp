#include "sim/policy/dmarc.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/policy/answers.h"

using namespace mailscope;
using namespace mailscope::policy;

namespace {

std::string checked(const char* author, const char* spf, std::vector<std::string> dkim = {}) {
  static const ZoneAnswers zone("example", R"(
_dmarc.org TXT "v=DMARC1; p=reject; sp=quarantine; np=reject; rua=mailto:d@org.example"
mail.org A 192.0.2.1
_dmarc.strict TXT "v=DMARC1; p=reject; aspf=s; adkim=s"
_dmarc.testing TXT "v=DMARC1; p=reject; t=y"
_dmarc.suffix TXT "v=DMARC1; p=none; np=reject; psd=y"
_dmarc.two TXT "v=DMARC1; p=reject"
_dmarc.two TXT "v=DMARC1; p=none"
_dmarc.own.org TXT "v=DMARC1; p=none; psd=n"
_dmarc.nop TXT "v=DMARC1"
_dmarc.badp TXT "v=DMARC1; p=rejekt"
_dmarc.badsp TXT "v=DMARC1; p=reject; sp=quarantin; rua=mailto:d@badsp.example"
mail.badsp A 192.0.2.1
_dmarc.badnp TXT "v=DMARC1; p=reject; np=; rua=nowhere"
_dmarc.spfirst TXT "v=DMARC1; p=none; sp=reject"
_dmarc.late TXT "p=reject; v=DMARC1"
)");
  Dmarc dmarc({author, spf, std::move(dkim)});
  zone.play(dmarc);
  if (!dmarc.is_done()) return "not done";
  const DmarcOutcome& outcome = dmarc.outcome();
  return dmarc.decision().code + " at " + outcome.policy_domain + " of " +
         outcome.organisational_domain;
}

}  // namespace

TEST_CASE("policy dmarc: alignment and policy by the tree walk", "[policy]") {
  CHECK(checked("org.example", "org.example") == "dmarc-pass at org.example of org.example");
  CHECK(checked("mail.org.example", "bounce.org.example") ==
        "dmarc-pass at org.example of org.example");
  CHECK(checked("org.example", "", {"x.example", "mail.org.example"}) ==
        "dmarc-pass at org.example of org.example");
  CHECK(checked("org.example", "evil.example") ==
        "dmarc-fail-reject at org.example of org.example");
  CHECK(checked("mail.org.example", "") == "dmarc-fail-quarantine at org.example of org.example");
  CHECK(checked("ghost.org.example", "") == "dmarc-fail-reject at org.example of org.example");
  CHECK(checked("strict.example", "mail.strict.example") ==
        "dmarc-fail-reject at strict.example of strict.example");
  CHECK(checked("strict.example", "strict.example") ==
        "dmarc-pass at strict.example of strict.example");
  CHECK(checked("testing.example", "") ==
        "dmarc-fail-quarantine at testing.example of testing.example");
  CHECK(checked("two.example", "") == "dmarc-none at  of two.example");
  CHECK(checked("nop.example", "") == "dmarc-fail-none at nop.example of nop.example");
  // psd=n ends the walk: own.org.example is an organisation of its own.
  CHECK(checked("own.org.example", "org.example") ==
        "dmarc-fail-none at own.org.example of own.org.example");
  // psd=y: the organisation is one label below.
  CHECK(checked("a.b.suffix.example", "") ==
        "dmarc-fail-reject at suffix.example of b.suffix.example");
  CHECK(checked("a.b.suffix.example", "c.b.suffix.example") ==
        "dmarc-pass at suffix.example of b.suffix.example");
  CHECK(checked("b.suffix.example", "c.suffix.example") ==
        "dmarc-fail-reject at suffix.example of b.suffix.example");
  CHECK(checked("..", "") == "dmarc-permerror at  of ");
}

TEST_CASE("policy dmarc: a record with a wrong policy asks for reports, or for nothing (4.10.1)",
          "[policy]") {
  CHECK(checked("badp.example", "") == "dmarc-none at badp.example of badp.example");
  CHECK(checked("badsp.example", "") == "dmarc-fail-none at badsp.example of badsp.example");
  CHECK(checked("mail.badsp.example", "") == "dmarc-fail-none at badsp.example of badsp.example");
  CHECK(checked("badnp.example", "") == "dmarc-none at badnp.example of badnp.example");
  CHECK(checked("late.example", "") == "dmarc-none at  of late.example");
  // Without np= a domain that is not there has what sp= says, without sp= what p= says.
  CHECK(checked("ghost.spfirst.example", "") ==
        "dmarc-fail-reject at spfirst.example of spfirst.example");
  CHECK(checked("ghost.strict.example", "") ==
        "dmarc-fail-reject at strict.example of strict.example");
}

TEST_CASE("policy dmarc: a walk asks at most eight times", "[policy]") {
  Dmarc dmarc({"a.b.c.d.e.f.g.h.i.j.example", "", {}});
  int asked = 0;
  while (const auto question = dmarc.next_question()) {
    ++asked;
    dns::Answer answer;
    answer.question = *question;
    answer.kind = dns::AnswerKind::no_such_name;
    dmarc.answer(answer);
  }
  CHECK(asked == 8);
  CHECK(dmarc.is_done());
}
