#include "sim/policy/spf.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/policy/answers.h"

using namespace mailscope;
using namespace mailscope::policy;

namespace {

const ZoneAnswers& zone() {
  static const ZoneAnswers answers("example", R"(
good MX 10 mx.good
good TXT "v=spf1 mx a:web.good.example/28 ip6:2001:db8::/32 -all exp=why.example"
mx.good A 192.0.2.25
web.good A 198.51.100.16
why TXT "%{i} may not send for %{d}; see http://%{o}/?s=%{S}"
soft TXT "v=spf1 ~all"
neutral TXT "v=spf1 ip4:203.0.113.1"
redirect TXT "v=spf1 redirect=good.example"
include TXT "v=spf1 include:good.example ?all"
include-none TXT "v=spf1 include:nothing.example -all"
twice TXT "v=spf1 -all"
twice TXT "v=spf1 +all"
typo TXT "v=spf1 ipv4:192.0.2.1 -all"
loop TXT "v=spf1 include:loop.example -all"
void TXT "v=spf1 a:n1.example a:n2.example a:n3.example -all"
mania TXT "v=spf1 exists:%{l1r+-}.%{ir}.%{v}._spf.%{d2} -all"
anna.25.2.0.192.in-addr._spf.mania A 127.0.0.2
alias CNAME soft
)");
  return answers;
}

std::string checked(const char* client, const char* mail_from) {
  SpfRequest request{*parse_address(client)};
  request.mail_from = mail_from;
  request.helo = "mx.good.example";
  Spf spf(request);
  zone().play(spf);
  if (!spf.is_done()) return "not done";
  const SpfOutcome& outcome = spf.outcome();
  std::string text(to_text(outcome.result));
  if (!outcome.mechanism.empty()) text += " " + outcome.mechanism;
  if (outcome.result == SpfResult::permerror) text += ": " + outcome.reason;
  if (!outcome.explanation.empty()) text += ": " + outcome.explanation;
  return text;
}

}  // namespace

TEST_CASE("policy spf: verdicts", "[policy]") {
  struct Row {
    const char *client, *mail_from, *expected;
  };
  for (const Row& row : {
           Row{"192.0.2.25", "a@good.example", "pass mx"},
           Row{"198.51.100.31", "a@good.example", "pass a:web.good.example/28"},
           Row{"2001:db8::1", "a@good.example", "pass ip6:2001:db8::/32"},
           Row{"::ffff:192.0.2.25", "a@good.example", "pass mx"},
           Row{"203.0.113.66", "a@good.example",
               "fail -all: 203.0.113.66 may not send for good.example; see "
               "http://good.example/?s=a%40good.example"},
           Row{"203.0.113.66", "a@soft.example", "softfail ~all"},
           Row{"203.0.113.66", "a@alias.example", "softfail ~all"},
           Row{"203.0.113.66", "a@neutral.example", "neutral"},
           Row{"192.0.2.25", "a@redirect.example", "pass mx"},
           Row{"192.0.2.25", "a@include.example", "pass include:good.example"},
           Row{"203.0.113.66", "a@include.example", "neutral ?all"},
           Row{"203.0.113.66", "a@include-none.example",
               "permerror: include:nothing.example, which has no SPF record"},
           Row{"203.0.113.66", "a@twice.example",
               "permerror: twice.example has more than one SPF record"},
           Row{"203.0.113.66", "a@typo.example",
               "permerror: \"ipv4:192.0.2.1\" is no mechanism, or is written wrongly"},
           Row{"203.0.113.66", "a@loop.example",
               "permerror: more than 10 mechanisms and modifiers that need the DNS (RFC 7208, "
               "section 4.6.4)"},
           Row{"203.0.113.66", "a@void.example",
               "permerror: more than 2 lookups that found nothing (RFC 7208, section 4.6.4)"},
           Row{"192.0.2.25", "anna+list@mania.example",
               "pass exists:%{l1r+-}.%{ir}.%{v}._spf.%{d2}"},
           Row{"203.0.113.66", "a@nothing.example", "none"},
           Row{"203.0.113.66", "a@localhost", "none"},
           Row{"203.0.113.66", "", "none"},  // the HELO name has no record
       }) {
    CAPTURE(row.client, row.mail_from);
    CHECK(checked(row.client, row.mail_from) == row.expected);
  }
}

TEST_CASE("policy spf: records are read strictly", "[policy]") {
  for (const char* text :
       {"v=spf1", "v=spf1  mx   -all ", "V=SPF1 a//64 mx/24//64 ptr:example.org all",
        "v=spf1 exists:%{ir}.%{l1r+-/_=}.example.org moo=%{d} redirect=%{d}"}) {
    CAPTURE(text);
    CHECK(parse_spf(text));
  }
  for (const char* text : {"v=spf10",
                           "spf1 -all",
                           "v=spf1 all:x",
                           "v=spf1 a:",
                           "v=spf1 a/33",
                           "v=spf1 a//129",
                           "v=spf1 a/01",
                           "v=spf1 a:museum",
                           "v=spf1 a:x.123",
                           "v=spf1 include",
                           "v=spf1 ip4:192.0.2",
                           "v=spf1 ip6:192.0.2.1",
                           "v=spf1 exists:%{c}.x.org",
                           "v=spf1 exists:%{d0}.x.org",
                           "v=spf1 exists:%(d).x.org",
                           "v=spf1 =x",
                           "v=spf1 redirect=a.org redirect=b.org",
                           "v=spf1 exp=",
                           "v=spf1 mx\r-all",
                           "v=spf1 \x80"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_spf(text));
  }
}

TEST_CASE("policy spf: a DNS that does not answer is temporary", "[policy]") {
  SpfRequest request{*parse_address("192.0.2.1")};
  request.mail_from = "a@good.example";
  Spf spf(request);
  dns::Answer silence;
  silence.question = *spf.next_question();
  silence.kind = dns::AnswerKind::timed_out;
  spf.answer(silence);
  REQUIRE(spf.is_done());
  CHECK(spf.decision().reply.code == 451);
}
