#include "sim/policy/dkim.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/policy/dkim_signature.h"
#include "tests/sim/policy/answers.h"

using namespace mailscope;
using namespace mailscope::policy;

namespace {

const std::string k_mail =
    "From: Anna <anna@example.org>\r\nTo: boris@example.net\r\nSubject: A  folded\r\n subject\r\n"
    "\r\nHello \t Boris,\r\nhow are you?  \r\n\r\n\r\n";

// All results, one after the other. `tags` stand in the key's record before p=.
std::string checked(const std::string& mail, const crypto::PublicKey& key, std::int64_t now_s = 0,
                    const std::string& tags = {}) {
  DkimVerifier verifier(mail, {.now_s = now_s});
  while (const auto question = verifier.next_question()) {
    dns::Answer answer;
    answer.question = *question;
    answer.kind = dns::AnswerKind::found;
    const std::string record = dkim_key_record(key);
    const std::string text =
        record.substr(0, record.find("p=")) + tags + record.substr(record.find("p="));
    answer.records.push_back(
        {question->name, 60,
         dns::Txt{{text.substr(0, 200), text.substr(std::min<std::size_t>(200, text.size()))}}});
    verifier.answer(answer);
  }
  if (!verifier.is_done()) return "not done";
  if (verifier.results().empty()) return "none";
  std::string text;
  for (const DkimResult& result : verifier.results()) {
    text += (text.empty() ? "" : "; ") + std::string(to_text(result.status)) +
            (result.reason.empty() ? "" : ": " + result.reason);
  }
  return text;
}

// k_mail, signed by a field that has these tags, too.
std::string signed_with(const std::string& tags, const crypto::PrivateKey& key,
                        std::int64_t signed_s = 100) {
  DkimSigning signing;
  signing.domain = "example.org";
  signing.selector = "s1";
  signing.signed_s = signed_s;
  return signature_field("DKIM-Signature: v=1" + tags, k_mail, key, signing) + k_mail;
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

TEST_CASE("policy dkim: l= leaves open what follows, and is never more than the body (3.5)",
          "[policy]") {
  const crypto::PrivateKey key = crypto::generate_key(crypto::KeyKind::ed25519, Random(5), 1024);
  const crypto::PublicKey pub = crypto::public_key(key);
  const std::size_t octets =
      canonical_body("Hello \t Boris,\r\nhow are you?  \r\n\r\n\r\n", Canonicalization::relaxed)
          .size();
  const std::string mail = signed_with("; l=" + std::to_string(octets), key);
  CHECK(checked(mail, pub) == "pass");
  CHECK(checked(mail + "-- \r\nBuy now!\r\n", pub) == "pass");
  CHECK(checked(replaced(mail, "how are", "How are"), pub).find("fail: the body") == 0);
  CHECK(checked(replaced(mail, "how are you?", "how"), pub) ==
        "permerror: l= is more than the body has");
  CHECK(checked(signed_with("; l=x", key), pub) == "permerror: l= is more than the body has");
  CHECK(checked(signed_with("", key) + "-- \r\nBuy now!\r\n", pub).find("fail: the body") == 0);
}

TEST_CASE("policy dkim: x= ends a signature, and lies after t= (3.5)", "[policy]") {
  const crypto::PrivateKey key = crypto::generate_key(crypto::KeyKind::ed25519, Random(5), 1024);
  const crypto::PublicKey pub = crypto::public_key(key);
  CHECK(checked(signed_with("; x=200", key), pub, 200) == "pass");
  CHECK(checked(signed_with("; x=200", key), pub, 201) == "fail: the signature has expired");
  CHECK(checked(signed_with("; x=100", key), pub, 50) == "permerror: x= is no time after t=");
  CHECK(checked(signed_with("; x=soon", key), pub, 50) == "permerror: x= is no time after t=");
}

TEST_CASE("policy dkim: i= is within d=, and with t=s in the key its very domain (3.6.1)",
          "[policy]") {
  const crypto::PrivateKey key = crypto::generate_key(crypto::KeyKind::ed25519, Random(5), 1024);
  const crypto::PublicKey pub = crypto::public_key(key);
  const std::string mail = signed_with("; i=anna@sub.example.org", key);
  CHECK(checked(mail, pub) == "pass");
  CHECK(checked(mail, pub, 0, "t=y; ") == "pass");
  CHECK(checked(mail, pub, 0, "t=y:s; ") ==
        "permerror: the key does not sign for subdomains, as i= wants");
  CHECK(checked(signed_with("; i=@example.org", key), pub, 0, "t=s; ") == "pass");
  CHECK(checked(signed_with("; i=@notexample.org", key), pub) == "permerror: i= is not within d=");
}

TEST_CASE("policy dkim: a key is for its service, its hash and its way of asking (3.5, 3.6.1)",
          "[policy]") {
  const crypto::PrivateKey key = crypto::generate_key(crypto::KeyKind::ed25519, Random(5), 1024);
  const crypto::PublicKey pub = crypto::public_key(key);
  const std::string mail = signed_with("; q=dns/txt; z=From:a", key);
  CHECK(checked(mail, pub, 0, "s=email; h=sha1:sha256; n=note; new=tag; ") == "pass");
  CHECK(checked(mail, pub, 0, "s=other:*; ") == "pass");
  CHECK(checked(mail, pub, 0, "s=tlsrpt; ") == "permerror: the key is not for mail");
  CHECK(checked(mail, pub, 0, "h=sha1; ") == "permerror: the key does not allow sha256");
  CHECK(checked(signed_with("; q=dns/other", key), pub) ==
        "permerror: q= names no known way to ask for the key");
}

TEST_CASE(
    "policy dkim: each signature has its own result, from the top, and only so many are looked at",
    "[policy]") {
  const crypto::PrivateKey key = crypto::generate_key(crypto::KeyKind::ed25519, Random(5), 1024);
  const crypto::PublicKey pub = crypto::public_key(key);
  const std::string mail = signed_with("; x=200", key);
  const std::string field = mail.substr(0, mail.size() - k_mail.size());
  CHECK(checked("DKIM-Signature: v=2; a=b\r\n" + mail, pub) ==
        "permerror: the signature has no tag b=; pass");
  std::string many;
  for (int i = 0; i < 50; ++i) many += field;
  CHECK(checked(many + k_mail, pub) == "pass; pass; pass; pass; pass");
  // A second From above the signed one is not what was signed: the lowest is (5.4.2).
  CHECK(checked(replaced(mail, "From: Anna", "From: Eve <eve@example.net>\r\nFrom: Anna"), pub) ==
        "pass");
  CHECK(checked(replaced(mail, "Subject:", "From: Eve <eve@example.net>\r\nSubject:"), pub)
            .find("fail") == 0);
}
