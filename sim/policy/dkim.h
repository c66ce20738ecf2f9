// DKIM (RFC 6376, RFC 8463): a signature over chosen header fields and the body.
//
// Signing is a pure function of mail, key and options. Verifying is a machine that asks for the
// keys (see sim/dns/answer.h); each signature has its own result.
//
//   mail = dkim_signature_field(mail, key, options) + mail;
//   DkimVerifier verifier(mail, {.now_s = now});
//   while (const auto question = verifier.next_question()) stub.ask(now, *question);
//   verifier.answer(answer);
//   if (verifier.is_done()) use(verifier.results());
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/crypto/keys.h"
#include "sim/policy/questions.h"

namespace mailscope::policy {

enum class Canonicalization { simple, relaxed };  // RFC 6376, section 3.4

// The field with its line end as it is hashed; the body as it is hashed.
std::string canonical_field(std::string_view field, Canonicalization how);
std::string canonical_body(std::string_view body, Canonicalization how);

struct DkimSigning {
  std::string domain, selector;
  std::vector<std::string> fields{"From", "To",         "Cc",           "Subject",
                                  "Date", "Message-ID", "MIME-Version", "Content-Type"};
  Canonicalization header = Canonicalization::relaxed, body = Canonicalization::relaxed;
  std::int64_t signed_s = 0;  // t=
};
// "DKIM-Signature: …" with its CR LF, to be put before the mail. The key is RSA or Ed25519.
std::string dkim_signature_field(std::string_view mail, const crypto::PrivateKey& key,
                                 const DkimSigning& signing);
// The text of the TXT record at <selector>._domainkey.<domain>.
std::string dkim_key_record(const crypto::PublicKey& key);

// Names of RFC 8601, section 2.7.1.
enum class DkimStatus { pass, fail, neutral, policy, temperror, permerror };
std::string_view to_text(DkimStatus status);

struct DkimResult {
  DkimStatus status = DkimStatus::permerror;
  std::string domain, selector, algorithm;
  std::string reason;  // "the body has been changed: its hash does not agree with bh="
  friend bool operator==(const DkimResult&, const DkimResult&) = default;
};

class DkimVerifier {
 public:
  struct Options {
    std::int64_t now_s = 0;           // for x=
    std::size_t signatures_max = 5;   // of more, the rest is not looked at
    std::size_t rsa_bits_min = 1024;  // RFC 8301, section 3.2
  };
  DkimVerifier(std::string_view mail, Options options);

  std::optional<dns::Question> next_question() { return questions_.next(); }
  void answer(const dns::Answer& answer);
  bool is_done() const { return is_done_; }
  // One for each signature, from the top; none for a mail without.
  const std::vector<DkimResult>& results() const { return results_; }

 private:
  void evaluate();

  std::string mail_;
  Options options_;
  Questions questions_;
  bool is_done_ = false;
  std::vector<DkimResult> results_;
};

}  // namespace mailscope::policy
