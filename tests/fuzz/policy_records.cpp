// Any text as the records that policies read from DNS and the web, and any mail to be verified.
#include "sim/base/check.h"
#include "sim/policy/arc.h"
#include "sim/policy/dkim.h"
#include "sim/policy/dmarc.h"
#include "sim/policy/spf_record.h"
#include "sim/policy/tag_list.h"
#include "sim/policy/transport_policy.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

namespace {

// Any text as a mail with a chain. The key is a good one, so that a seed whose seals hold is followed to
// its end (tests/fuzz/seeds/policy_records/arc is sealed by it).
void follow_chain(std::string_view text) {
  static const crypto::PrivateKey key =
      crypto::generate_key(crypto::KeyKind::ed25519, Random(5), 1024);
  static const std::string record = policy::dkim_key_record(crypto::public_key(key));
  policy::ArcVerifier verifier(text, {});
  std::size_t asked = 0;
  while (const auto question = verifier.next_question()) {
    dns::Answer answer;
    answer.question = *question;
    answer.kind = dns::AnswerKind::found;
    answer.records.push_back({question->name, 60, dns::Txt{{record}}});
    verifier.answer(answer);
    MUST(++asked <= 2 * policy::k_arc_sets_max);
  }
  MUST(verifier.is_done());
  const policy::ArcChain& chain = verifier.chain();
  const bool is_pass = chain.status == policy::ArcStatus::pass;
  MUST(chain.sets.size() == (is_pass ? chain.instance : 0));
  MUST(chain.oldest_pass <= chain.sets.size());
  static_cast<void>(policy::arc_set_fields(text, chain, "mx.example.org; none", key,
                                           {.domain = "example.org", .selector = "s1"}));
}

}  // namespace

FUZZ_TARGET(policy_records) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(policy::parse_spf(text));
  static_cast<void>(policy::parse_dmarc(text));
  static_cast<void>(policy::parse_mta_sts(text));
  static_cast<void>(policy::parse_mta_sts_record(text));
  static_cast<void>(policy::TagList::parse(text));
  for (const auto how : {policy::Canonicalization::simple, policy::Canonicalization::relaxed}) {
    static_cast<void>(policy::canonical_field(text, how));
    static_cast<void>(policy::canonical_body(text, how));
  }
  follow_chain(text);
  policy::DkimVerifier verifier(text, {});
  int asked = 0;
  while (const auto question = verifier.next_question()) {
    dns::Answer answer;
    answer.question = *question;
    verifier.answer(answer);
    MUST(++asked <= 5);
  }
  return 0;
}
