// What servers and logs learn: from real octets, whatever the mechanism, and nothing that was not sent.
#include "sim/trace/knowledge.h"

#include <catch2/catch_test_macros.hpp>

namespace mailscope {
namespace {

constexpr HostId k_mx{1};

class Hearing {
 public:
  Hearing() : recorder_(trace_) {
    recorder_.add({k_mx, {}, {}}, HostAdded{"mx", HostRole::server, {1}, {}, {}});
  }
  Hearing& hears(Protocol protocol, const std::string& line, LineKind kind = LineKind::command,
                 std::uint32_t connection = 1) {
    recorder_.add({k_mx, {}, {connection}},
                  Understood{protocol, Speaker::client, kind, true, line + "\r\n"});
    return *this;
  }
  Hearing& add(Payload payload) {
    recorder_.add({k_mx, {}, {}}, std::move(payload));
    return *this;
  }
  // "password x of bob at server", a line each.
  std::string known() const {
    std::string out;
    for (const Known& known : knowledge_of(trace_)) {
      out += std::string(name_of(known.kind)) + " " + known.value + " of " + known.owner + " at " +
             std::string(name_of(known.at)) + "\n";
    }
    return out;
  }

 private:
  Trace trace_;
  Recorder recorder_;
};

TEST_CASE("knowledge: a server learns the password by whatever way it is sent", "[trace]") {
  const std::string secret = "password x of bob at server\n";
  CHECK(Hearing().hears(Protocol::smtp, "AUTH PLAIN AGJvYgB4").known() == secret);
  CHECK(Hearing()
            .hears(Protocol::smtp, "auth plain")
            .hears(Protocol::smtp, "AGJvYgB4", LineKind::continuation)
            .known() == secret);
  CHECK(Hearing()
            .hears(Protocol::smtp, "AUTH LOGIN")
            .hears(Protocol::smtp, "Ym9i", LineKind::continuation)
            .hears(Protocol::smtp, "eA==", LineKind::continuation)
            .known() == secret);
  CHECK(Hearing()
            .hears(Protocol::smtp, "AUTH LOGIN Ym9i")
            .hears(Protocol::smtp, "eA==", LineKind::continuation)
            .known() == secret);
  CHECK(Hearing().hears(Protocol::pop3, "USER bob").hears(Protocol::pop3, "PASS x").known() ==
        secret);
  CHECK(Hearing().hears(Protocol::imap, "a1 LOGIN bob \"x\"").known() == secret);
  CHECK(Hearing().hears(Protocol::imap, "a1 AUTHENTICATE PLAIN AGJvYgB4").known() == secret);
}

TEST_CASE("knowledge: a token is learnt, and a challenge's answer gives no password away",
          "[trace]") {
  // user=bob^Aauth=Bearer tok^A^A
  CHECK(Hearing()
            .hears(Protocol::smtp, "AUTH XOAUTH2 dXNlcj1ib2IBYXV0aD1CZWFyZXIgdG9rAQE=")
            .known() == "token tok of bob at server\n");
  CHECK(Hearing()
            .hears(Protocol::smtp, "AUTH CRAM-MD5")
            .hears(Protocol::smtp, "Ym9iIDEyMzQ=", LineKind::continuation)
            .known()
            .empty());
  CHECK(Hearing().hears(Protocol::smtp, "AUTH PLAIN !!!").known().empty());
  CHECK(Hearing().hears(Protocol::smtp, "AGJvYgB4", LineKind::continuation).known().empty());
}

TEST_CASE("knowledge: envelopes, mails in the queue, and what the log names", "[trace]") {
  CHECK(Hearing()
            .hears(Protocol::smtp, "MAIL FROM:<a@example.org> SIZE=1")
            .hears(Protocol::smtp, "RCPT TO:<b@example.org>")
            .hears(Protocol::smtp, "MAIL FROM:<>")
            .known() ==
        "address a@example.org of a@example.org at server\n"
        "address b@example.org of b@example.org at server\n");
  CHECK(Hearing()
            .add(MailQueued{
                "q", "a@example.org", {}, "Subject: Our\r\n plan\r\n\r\n\r\nAt six.\r\nBye"})
            .known() ==
        "subject Our plan of a@example.org at server\nbody At six. of a@example.org at server\n");
  CHECK(Hearing()
            .add(Decision{Verdict::refused, "no", {{"recipient", "b@example.org"}}, "", ""})
            .add(Decision{Verdict::refused, "no", {{"recipient", "b@example.org"}}, "", ""})
            .known() == "address b@example.org of b@example.org at log\n");
}

}  // namespace
}  // namespace mailscope
