#include "sim/policy/arc.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/policy/answers.h"

using namespace mailscope;
using namespace mailscope::policy;

namespace {

const std::string k_mail =
    "From: Anna <anna@example.org>\r\nTo: boris@example.net\r\nSubject: Lunch\r\n\r\nAt noon?\r\n";
const crypto::PrivateKey& key() {
  static const crypto::PrivateKey made =
      crypto::generate_key(crypto::KeyKind::ed25519, Random(5), 1024);
  return made;
}

ArcChain chain_of(const std::string& mail, dns::AnswerKind kind = dns::AnswerKind::found) {
  ArcVerifier verifier(mail, {});
  while (const auto question = verifier.next_question()) {
    dns::Answer answer;
    answer.question = *question;
    answer.kind = kind;
    if (kind == dns::AnswerKind::found) {
      answer.records.push_back(
          {question->name, 60, dns::Txt{{dkim_key_record(crypto::public_key(key()))}}});
    }
    verifier.answer(answer);
  }
  REQUIRE(verifier.is_done());
  return verifier.chain();
}

std::string sealed(const std::string& mail, const std::string& domain,
                   const std::string& results = "mx.example; spf=pass") {
  ArcSealing sealing;
  sealing.domain = domain;
  sealing.selector = "s1";
  return arc_set_fields(mail, chain_of(mail), results, key(), sealing) + mail;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE(
    "policy arc: each host adds a set, and the chain tells who they were (RFC 8617, 5.1, 5.2)",
    "[policy]") {
  CHECK(chain_of(k_mail) == ArcChain{});
  std::string mail =
      sealed(k_mail, "One.example", "one.example; dmarc=pass header.from=example.org");
  CHECK(mail.substr(0, 14) == "ARC-Seal: i=1;");
  CHECK(mail.find("cv=none") != std::string::npos);
  mail = sealed("Received: by x\r\n" + mail, "two.example");
  CHECK(mail.find("cv=pass") != std::string::npos);
  const ArcChain chain = chain_of(mail);
  INFO(chain.reason);
  CHECK(chain.status == ArcStatus::pass);
  CHECK(chain.instance == 2);
  REQUIRE(chain.sets.size() == 2);
  CHECK(chain.sets[0].sealer == "one.example");
  CHECK(chain.sets[1].sealer == "two.example");
  CHECK(saw_dmarc_pass(chain.sets[0], "example.org"));
  CHECK_FALSE(saw_dmarc_pass(chain.sets[0], "example.net"));
  CHECK_FALSE(saw_dmarc_pass(chain.sets[1], "example.org"));
  CHECK_FALSE(
      saw_dmarc_pass({"x", "x; spf=pass; dmarc=fail header.from=example.org"}, "example.org"));
}

TEST_CASE("policy arc: what was changed behind the last seal breaks the chain for good (5.2.1)",
          "[policy]") {
  const std::string once = sealed(k_mail, "one.example"), twice = sealed(once, "two.example");
  const std::string changes[][2] = {{"At noon?", "At one?"},
                                    {"Lunch", "Dinner"},
                                    {"i=1; mx.example; spf=pass", "i=1; mx.example; spf=fail"},
                                    {"cv=none", "cv=pass"},
                                    {"ARC-Seal: i=1", "ARC-Seal: i=3"},
                                    {"ARC-Seal: i=1", "X-Seal: i=1"},
                                    {"cv=pass", "cv=none"},
                                    {"ARC-Seal: i=2", "ARC-Seal: i=51"},
                                    {"; cv=pass", "; h=from; cv=pass"}};
  for (const auto& [from, to] : changes) {
    const ArcChain chain = chain_of(replaced(twice, from, to));
    INFO(from << " -> " << to << ": " << chain.reason);
    CHECK(chain.status == ArcStatus::fail);
    CHECK_FALSE(chain.reason.empty());
    CHECK(chain.sets.empty());
  }
  CHECK(chain_of(twice, dns::AnswerKind::no_such_name).status == ArcStatus::fail);
  CHECK(chain_of(twice, dns::AnswerKind::timed_out).status == ArcStatus::fail);

  // The next host says so under a seal of its own set alone; nobody seals more after it (5.1.2).
  const std::string changed = replaced(once, "At noon?", "At one?");
  const std::string told = sealed(changed, "two.example");
  CHECK(told.find("i=2; a=ed25519-sha256; t=0; cv=fail") != std::string::npos);
  CHECK(chain_of(told).is_dead);
  CHECK(sealed(told, "three.example") == told);
}

TEST_CASE("policy arc: a chain has at most fifty sets (4.2.1)", "[policy]") {
  std::string mail = k_mail;
  for (int i = 0; i < 50; ++i) mail = sealed(mail, "d" + std::to_string(i) + ".example");
  const ArcChain chain = chain_of(mail);
  CHECK(chain.status == ArcStatus::pass);
  CHECK(chain.sets.size() == 50);
  CHECK(sealed(mail, "one-more.example") == mail);
}
