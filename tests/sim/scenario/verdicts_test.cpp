// Every claim under every modality, over small runs made by hand, and what is said when it fails.
#include "sim/scenario/verdicts.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/scenario/claim_times.h"
#include "sim/trace/trace.h"

namespace mailscope::scenario {
namespace {

constexpr HostId k_alice{1}, k_mx{2}, k_eve{3};
constexpr Time k_second{1'000'000};

std::string mail(const std::string& subject) {
  return "Subject: " + subject + "\r\n\r\nHello.\r\n";
}

// A second passes before each record.
class Story {
 public:
  Story() : recorder_(trace_) {
    add(k_alice, {}, HostAdded{"alice", HostRole::client, {1}, {}, {}});
    add(k_mx, {}, HostAdded{"mx", HostRole::server, {2}, {}, {}});
    add(k_eve, {}, HostAdded{"eve", HostRole::attacker, {3}, {}, k_alice});
  }
  Story& add(HostId host, HostId peer, Payload payload) {
    recorder_.set_now({recorder_.now().us + k_second.us});
    recorder_.set_cause(trace_.last());
    recorder_.add({host, peer, {1}}, std::move(payload));
    return *this;
  }
  Story& client(const std::string& line, bool is_encrypted = false) {
    return add(
        k_alice, k_mx,
        Said{Protocol::smtp, Speaker::client, LineKind::command, is_encrypted, line + "\r\n"});
  }
  Story& server(const std::string& line, bool is_encrypted = false) {
    return add(k_mx, k_alice,
               Said{Protocol::smtp, Speaker::server, LineKind::reply, is_encrypted, line + "\r\n"});
  }
  Story& queued(const std::string& id, const std::string& to, const std::string& subject) {
    return add(k_mx, {}, MailQueued{id, "alice@example.org", {to}, mail(subject)});
  }
  Story& done(const std::string& id, const std::string& to, RecipientOutcome outcome,
              const std::string& detail = "") {
    return add(k_mx, {}, RecipientDone{id, to, outcome, detail});
  }
  Story& stored(std::uint32_t uid, const std::string& subject) {
    return add(k_mx, {}, MailStored{"bob@example.org", "INBOX", uid, {}, mail(subject)});
  }
  const Trace& trace() const { return trace_; }

 private:
  Trace trace_;
  Recorder recorder_;
};

Verdict verdict(Modality modality, Claim claim, const Story& story) {
  Expectation expectation;
  expectation.modality = modality;
  expectation.claim = std::move(claim);
  return verdict_on(expectation, story.trace());
}
bool is_met(Modality modality, Claim claim, const Story& story) {
  return verdict(modality, std::move(claim), story).is_met;
}
std::string message(Modality modality, Claim claim, const Story& story) {
  return verdict(modality, std::move(claim), story).message;
}
void check_happens(const Claim& claim, const Story& with, const Story& without) {
  INFO(to_text(claim));
  CHECK(is_met(Modality::eventually, claim, with));
  CHECK(is_met(Modality::finally, claim, with));
  CHECK_FALSE(is_met(Modality::never, claim, with));
  CHECK_FALSE(is_met(Modality::eventually, claim, without));
  CHECK_FALSE(is_met(Modality::finally, claim, without));
  CHECK(is_met(Modality::never, claim, without));
}

TEST_CASE("claims: what happens, happens for each of them, and does not without it", "[scenario]") {
  const std::string bob = "bob@example.org";
  const Story nothing;
  Story sent;
  sent.queued("q", bob, "Lunch").done("q", bob, RecipientOutcome::delivered);
  check_happens(Delivered{bob, ""}, sent, nothing);
  check_happens(Delivered{"BOB@example.org", "Lu*"}, sent, nothing);
  check_happens(Delivered{bob, "Lunch"}, sent, Story().queued("q", bob, "Lunch"));
  CHECK_FALSE(is_met(Modality::eventually, Delivered{bob, "Dinner"}, sent));
  CHECK_FALSE(is_met(Modality::eventually, Bounced{bob, ""}, sent));
  check_happens(Bounced{bob, "Lunch"},
                Story().queued("q", bob, "Lunch").done("q", bob, RecipientOutcome::bounced), sent);

  Story talk;
  talk.client("EHLO alice").server("550 5.7.1 no").client("QUIT", true);
  check_happens(Refused{"550*", "mx"}, talk, nothing);
  check_happens(Refused{"550 5.7.1 no", ""}, talk, nothing);
  CHECK_FALSE(is_met(Modality::eventually, Refused{"550*", "alice"}, talk));
  check_happens(InClear{"alice", "mx", Protocol::smtp, "EHLO *"}, talk, nothing);
  check_happens(Encrypted{"alice", "mx", {}, "QUIT"}, talk, nothing);
  CHECK_FALSE(is_met(Modality::eventually, Encrypted{"alice", "mx", {}, "EHLO *"}, talk));
  CHECK_FALSE(is_met(Modality::eventually, InClear{"alice", "mx", Protocol::imap, ""}, talk));
  check_happens(TranscriptContains{"5.7.1", "mx", {}}, talk, nothing);
  check_happens(Seen{"EHLO", "eve"}, talk, nothing);
  check_happens(Seen{"QUIT", "mx"}, talk, nothing);
  CHECK_FALSE(is_met(Modality::eventually, Seen{"QUIT", "eve"}, talk));  // under TLS
  check_happens(Shown{"alice", "mail-*", Severity::error},
                Story().add(k_alice, {}, ScreenShown{Severity::error, "mail-refused", {}}),
                nothing);
  check_happens(Happens{{{{"kind", "said", false}, {"text", "QUIT", false}}, 0}}, talk, nothing);
}

TEST_CASE("claims: who knows a secret depends on where", "[scenario]") {
  Story story;
  story.add(k_eve, {}, SecretLearnt{SecretKind::password, "x", "alice@example.org"});
  story.add(k_mx, k_alice,
            Understood{Protocol::smtp, Speaker::client, LineKind::command, true,
                       "AUTH PLAIN AGFsaWNlAHg=\r\n"});
  const Learnt by_eve{"eve", SecretKind::password, "alice@*", "x", {}};
  const Learnt by_mx{"mx", SecretKind::password, "alice", "x", LearntAt::server};
  check_happens(by_eve, story, Story());
  check_happens(by_mx, story, Story());
  Learnt elsewhere = by_mx;
  elsewhere.at = LearntAt::wire;
  CHECK_FALSE(is_met(Modality::eventually, elsewhere, story));
  CHECK(
      message(Modality::eventually, elsewhere, story) ==
      "eventually learnt by mx (wire): password of alice, \"x\": it never is. mx learnt: password "
      "of alice \"x\" (server) at step 2 (5.000000 s)");
}

TEST_CASE("claims: what is so, is so until it ends", "[scenario]") {
  const std::string bob = "bob@example.org";
  const InMailbox lunch{bob, "Lunch", "INBOX", "mx", 0};
  Story story;
  story.stored(1, "Lunch");
  CHECK(is_met(Modality::finally, lunch, story));
  CHECK(is_met(Modality::finally, InMailbox{bob, "", "INBOX", "", 1}, story));
  CHECK_FALSE(is_met(Modality::finally, InMailbox{bob, "", "INBOX", "", 2}, story));
  CHECK_FALSE(is_met(Modality::finally, InMailbox{bob, "", "INBOX", "alice", 0}, story));
  story.add(k_mx, {}, FlagsChanged{bob, "INBOX", 1, {"\\Seen"}});
  CHECK(is_met(Modality::finally, Flagged{bob, "Lunch", "INBOX", "mx", "\\seen"}, story));
  story.add(k_mx, {}, MailDeleted{bob, "INBOX", 1});
  CHECK(is_met(Modality::eventually, lunch, story));
  CHECK_FALSE(is_met(Modality::finally, lunch, story));
  CHECK_FALSE(is_met(Modality::never, lunch, story));
  CHECK(is_met(Modality::eventually, Deleted{bob, "Lunch", "INBOX", "mx"}, story));
  CHECK_FALSE(is_met(Modality::eventually, Deleted{bob, "Dinner", "INBOX", "mx"}, story));
  CHECK(message(Modality::finally, lunch, story).find("UID 1 was deleted on mx at step ") !=
        std::string::npos);
}

TEST_CASE("claims: a queue is empty before and after, and says what waits", "[scenario]") {
  const std::string bob = "bob@example.org";
  Story story;
  story.queued("q7", bob, "Lunch");
  story.add(k_mx, {}, MailDeferred{"q7", bob, "450 busy", 1, {}});
  CHECK_FALSE(is_met(Modality::finally, QueueEmpty{"mx"}, story));
  CHECK(message(Modality::finally, QueueEmpty{"mx"}, story) ==
        "finally queue empty on mx: there wait: q7 for bob@example.org (450 busy)");
  story.done("q7", bob, RecipientOutcome::delivered).add(k_mx, {}, MailUnqueued{"q7"});
  CHECK(is_met(Modality::finally, QueueEmpty{"mx"}, story));
}

TEST_CASE("verdicts: within and before look at the first time", "[scenario]") {
  Story story;
  story.client("EHLO a").client("MAIL FROM:<>").client("EHLO a");
  Expectation expectation;
  expectation.claim = TranscriptContains{"MAIL", "", {}};
  expectation.within = seconds(5);
  CHECK(verdict_on(expectation, story.trace()).is_met);
  expectation.within = seconds(4);
  CHECK(verdict_on(expectation, story.trace()).message.find("only at step ") != std::string::npos);
  expectation.within.reset();
  expectation.later = TranscriptContains{"EHLO", "", {}};
  CHECK(verdict_on(expectation, story.trace()).message.find("the other already at step ") !=
        std::string::npos);
  std::swap(expectation.claim, *expectation.later);
  CHECK(verdict_on(expectation, story.trace()).is_met);
  expectation.later = TranscriptContains{"QUIT", "", {}};
  CHECK(verdict_on(expectation, story.trace()).message.find("the later one never is") !=
        std::string::npos);
}

TEST_CASE("verdicts: since says from where within counts, and what was before does not count",
          "[scenario]") {
  Story story;  // the lines are said from 4 s on
  story.client("EHLO a").client("MAIL FROM:<>").client("NOOP").client("EHLO b").client("QUIT");
  Expectation expectation;
  expectation.claim = TranscriptContains{"EHLO", "", {}};
  expectation.since = TranscriptContains{"MAIL", "", {}};
  expectation.within = seconds(2);
  CHECK(verdict_on(expectation, story.trace()).is_met);
  expectation.within = seconds(1);
  CHECK(verdict_on(expectation, story.trace()).message ==
        "eventually transcript contains \"EHLO\", within 1.000000 s, since transcript contains "
        "\"MAIL\": only at step 4 (7.000000 s)");
  expectation.since = TranscriptContains{"QUIT", "", {}};
  CHECK(verdict_on(expectation, story.trace())
            .message.find(
                "the last time it is at step 4 (7.000000 s), and what it counts from at step 5") !=
        std::string::npos);
  expectation.since = TranscriptContains{"STARTTLS", "", {}};
  CHECK(verdict_on(expectation, story.trace())
            .message.find("what it counts from never is. nobody said a line") != std::string::npos);
}

TEST_CASE("verdicts: never looks only until the later claim, or for so long", "[scenario]") {
  Story story;
  story.client("EHLO a").client("MAIL FROM:<>").client("QUIT");
  Expectation expectation;
  expectation.modality = Modality::never;
  expectation.claim = TranscriptContains{"QUIT", "", {}};
  expectation.later = TranscriptContains{"MAIL", "", {}};
  CHECK(verdict_on(expectation, story.trace()).is_met);
  expectation.later =
      TranscriptContains{"STARTTLS", "", {}};  // it never comes: one looks to the end
  CHECK(verdict_on(expectation, story.trace())
            .message.find("but it is, at step 3 (6.000000 s), and the other one never is") !=
        std::string::npos);
  expectation.later = TranscriptContains{"QUIT", "", {}};
  expectation.claim = TranscriptContains{"MAIL", "", {}};
  CHECK(verdict_on(expectation, story.trace())
            .message.find("but it is, at step 2 (5.000000 s), and the other one only at step 3") !=
        std::string::npos);
  expectation.later.reset();
  expectation.within = seconds(4);
  CHECK(verdict_on(expectation, story.trace()).is_met);
  expectation.within = seconds(5);
  CHECK_FALSE(verdict_on(expectation, story.trace()).is_met);
}

TEST_CASE("verdicts: finally may ask about a moment, before another claim or after some time",
          "[scenario]") {
  const std::string bob = "bob@example.org";
  Story story;
  story.client("EHLO a").stored(1, "Lunch").client("DELE 1");
  story.add(k_mx, {}, MailDeleted{bob, "INBOX", 1}).client("QUIT");
  Expectation expectation;
  expectation.modality = Modality::finally;
  expectation.claim = InMailbox{bob, "Lunch", "INBOX", "mx", 0};
  CHECK_FALSE(verdict_on(expectation, story.trace()).is_met);
  expectation.later = TranscriptContains{"DELE", "", {}};
  CHECK(verdict_on(expectation, story.trace()).is_met);
  expectation.later = TranscriptContains{"QUIT", "", {}};
  CHECK(verdict_on(expectation, story.trace()).message.find("not so after step ") !=
        std::string::npos);
  expectation.later.reset();
  expectation.within = seconds(6);
  CHECK(verdict_on(expectation, story.trace()).is_met);
  expectation.within = seconds(7);
  CHECK_FALSE(verdict_on(expectation, story.trace()).is_met);
  expectation.within.reset();
  expectation.later = TranscriptContains{"NOOP", "", {}};
  CHECK(verdict_on(expectation, story.trace()).message.find("the later one never is") !=
        std::string::npos);
}

TEST_CASE("verdicts: a promise that fails says what happened instead, and at which step",
          "[scenario]") {
  const std::string bob = "bob@example.org";
  Story story;
  story.client("RCPT TO:<bob@example.org>").server("550 5.1.1 nobody");
  CHECK(message(Modality::eventually, Delivered{bob, ""}, story)
            .find("no server took a mail for bob") != std::string::npos);
  CHECK(message(Modality::never, Refused{"550*", "mx"}, story) ==
        "never refused with \"550*\" by mx: but it is, at step 2 (5.000000 s)");
  CHECK(message(Modality::eventually, Refused{"250*", "mx"}, story)
            .find("mx said \"550 5.1.1 nobody\" at step 2") != std::string::npos);
  CHECK(message(Modality::eventually, TranscriptContains{"5.1.1", "alice", {}}, story)
            .find("mx said \"550 5.1.1 nobody\" at step 2 (5.000000 s), by somebody else") !=
        std::string::npos);
  CHECK(message(Modality::eventually, Seen{"password", "eve"}, story)
            .find("nobody said a line with \"password\"") != std::string::npos);
}

}  // namespace
}  // namespace mailscope::scenario
