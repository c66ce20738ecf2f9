#include "sim/policy/dkim.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/policy/answers.h"

using namespace mailscope;
using namespace mailscope::policy;

namespace {

const std::string k_mail =
    "From: Anna <anna@example.org>\r\nTo: boris@example.net\r\nSubject: A  folded\r\n subject\r\n"
    "\r\nHello \t Boris,\r\nhow are you?  \r\n\r\n\r\n";

std::string checked(const std::string& mail, const crypto::PublicKey& key, std::int64_t now_s = 0) {
  DkimVerifier verifier(mail, {.now_s = now_s});
  while (const auto question = verifier.next_question()) {
    dns::Answer answer;
    answer.question = *question;
    answer.kind = dns::AnswerKind::found;
    const std::string text = dkim_key_record(key);
    answer.records.push_back(
        {question->name, 60,
         dns::Txt{{text.substr(0, 200), text.substr(std::min<std::size_t>(200, text.size()))}}});
    verifier.answer(answer);
  }
  if (!verifier.is_done()) return "not done";
  if (verifier.results().empty()) return "none";
  const DkimResult& result = verifier.results().front();
  return std::string(to_text(result.status)) + (result.reason.empty() ? "" : ": " + result.reason);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  MUST(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("policy dkim: canonical forms are those of RFC 6376, section 3.4.5", "[policy]") {
  CHECK(canonical_field("A: X\r\n", Canonicalization::relaxed) == "a:X\r\n");
  CHECK(canonical_field("B : Y\t\r\n\tZ  \r\n", Canonicalization::relaxed) == "b:Y Z\r\n");
  CHECK(canonical_field("B : Y\t\r\n\tZ  \r\n", Canonicalization::simple) ==
        "B : Y\t\r\n\tZ  \r\n");
  CHECK(canonical_body(" C \r\nD \t E\r\n\r\n\r\n", Canonicalization::relaxed) == " C\r\nD E\r\n");
  CHECK(canonical_body(" C \r\nD \t E\r\n\r\n\r\n", Canonicalization::simple) ==
        " C \r\nD \t E\r\n");
  CHECK(canonical_body("", Canonicalization::simple) == "\r\n");
  CHECK(canonical_body("", Canonicalization::relaxed).empty());
}

TEST_CASE("policy dkim: a signature holds until a signed octet changes", "[policy]") {
  for (const auto kind : {crypto::KeyKind::ed25519, crypto::KeyKind::rsa}) {
    for (const auto how : {Canonicalization::simple, Canonicalization::relaxed}) {
      const crypto::PrivateKey key = crypto::generate_key(kind, Random(5), 1024);
      const crypto::PublicKey pub = crypto::public_key(key);
      DkimSigning signing;
      signing.domain = "example.org";
      signing.selector = "s1";
      signing.header = signing.body = how;
      const std::string mail = dkim_signature_field(k_mail, key, signing) + k_mail;
      CHECK(checked(mail, pub) == "pass");
      CHECK(checked("Received: from a by b\r\n" + mail, pub) == "pass");
      CHECK(checked(replaced(mail, "Hello", "Hullo"), pub) ==
            "fail: the body has been changed: its hash does not agree with bh=");
      CHECK(checked(replaced(mail, "A  folded", "An unfolded"), pub) ==
            "fail: a signed header field has been changed: the signature does not agree");
      const bool forgives = how == Canonicalization::relaxed;
      CHECK((checked(replaced(mail, "A  folded\r\n subject", "A folded subject"), pub) == "pass") ==
            forgives);
      CHECK((checked(replaced(mail, "Hello \t Boris", "Hello Boris"), pub) == "pass") == forgives);
      CHECK(checked(mail, crypto::public_key(crypto::generate_key(kind, Random(6), 1024))) ==
            "fail: a signed header field has been changed: the signature does not agree");
    }
  }
  CHECK(checked(k_mail, {}) == "none");
}

TEST_CASE("policy dkim: hostile signatures are permanent errors", "[policy]") {
  for (const char* field :
       {"DKIM-Signature: \r\n", "DKIM-Signature: v=1; v=1\r\n", "DKIM-Signature:;;;=\r\n",
        "DKIM-Signature: v=1; a=rsa-sha1; b=; bh=; d=x.org; h=from; s=s\r\n",
        "DKIM-Signature: v=1; a=rsa-sha256; b=; bh=; d=x.org; h=to; s=s\r\n",
        "DKIM-Signature: v=1; a=rsa-sha256; b=; bh=; d=..; h=from; s=s\r\n",
        "DKIM-Signature: v=1; a=rsa-sha256; b=; bh=; d=x.org; h=from; s=s; i=@y.org\r\n"}) {
    CAPTURE(field);
    CHECK(checked(field + k_mail, {}).find("permerror: ") == 0);
  }
}
