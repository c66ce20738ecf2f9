// Any text as the records that policies read from DNS and the web, and any mail to be verified.
#include "sim/base/check.h"
#include "sim/policy/dkim.h"
#include "sim/policy/dmarc.h"
#include "sim/policy/spf_record.h"
#include "sim/policy/tag_list.h"
#include "sim/policy/transport_policy.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

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
