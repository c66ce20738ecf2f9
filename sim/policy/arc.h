// ARC (RFC 8617): what each host on the way has seen of a mail's authentication, under its seal.
//
// Each host that seals adds a set of three fields: its results, a signature of the mail as it goes on, and a
// seal over all sets so far. Verifying is a machine that asks for keys, as DkimVerifier.
//
//   ArcVerifier verifier(mail, {.now_s = now});
//   while (const auto question = verifier.next_question()) stub.ask(now, *question);
//   mail = arc_set_fields(mail, verifier.chain(), results, key, sealing) + mail;
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/crypto/keys.h"
#include "sim/policy/dkim.h"
#include "sim/policy/questions.h"

namespace mailscope::policy {

inline constexpr std::size_t k_arc_sets_max = 50;  // RFC 8617, section 4.2.1

enum class ArcStatus { none, pass, fail };  // RFC 8617, section 4.4: cv=
std::string_view to_text(ArcStatus status);

struct ArcSet {
  std::string sealer;   // d= of its seal
  std::string results;  // its ARC-Authentication-Results behind "i=1;", unfolded
  friend bool operator==(const ArcSet&, const ArcSet&) = default;
};

// "dmarc=pass … header.from=example.org" among its results.
bool saw_dmarc_pass(const ArcSet& set, std::string_view author_domain);

struct ArcChain {
  ArcStatus status = ArcStatus::none;
  std::string reason;        // why it fails
  std::size_t instance = 0;  // the highest that is there
  bool is_dead = false;  // somebody before us found that it fails, and said so: nobody seals more
  std::vector<ArcSet> sets;  // from i=1, when it passes
  // The lowest instance whose signature of the mail still holds, all behind it holding, too; 0: all hold.
  // So who changed the mail last is oldest_pass (RFC 8617, section 5.2, step 5). When it passes.
  std::size_t oldest_pass = 0;
  friend bool operator==(const ArcChain&, const ArcChain&) = default;
};

class ArcVerifier {
 public:
  ArcVerifier(std::string_view mail, DkimVerifier::Options options);

  std::optional<dns::Question> next_question() { return questions_.next(); }
  void answer(const dns::Answer& answer);
  bool is_done() const { return chain_.has_value(); }
  const ArcChain& chain() const { return *chain_; }

 private:
  std::optional<ArcChain> evaluate();

  std::string mail_;
  DkimVerifier::Options options_;
  Questions questions_;
  std::optional<ArcChain> chain_;
};

struct ArcSealing {
  std::string domain, selector;
  std::int64_t signed_s = 0;  // t=
};
// The three fields of the next set with their CR LFs, to be put before the mail as it goes on; empty where
// nothing may be sealed any more. `chain`: as the mail came; `results`: "mx.example.org; spf=pass …".
std::string arc_set_fields(std::string_view mail, const ArcChain& chain, std::string_view results,
                           const crypto::PrivateKey& key, const ArcSealing& sealing);

}  // namespace mailscope::policy
