// Is this client on a block list? (RFC 5782: lists are DNS zones, an A record in 127.0.0.0/8 means
// "listed".)
//
// A machine that asks (see sim/dns/answer.h).
//
//   Dnsbl check(client, {{.zone = "bl.example"}});
//   while (const auto question = check.next_question()) stub.ask(now, *question);
//   check.answer(answer);
//   if (check.is_done()) use(check.decision());
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/address.h"
#include "sim/policy/decision.h"
#include "sim/policy/questions.h"

namespace mailscope::policy {

struct DnsblList {
  std::string zone;  // "bl.example"
  // Last octets of 127.0.0.x that count; empty = any (section 2.3: a list may say several things at
  // once).
  std::vector<std::uint8_t> codes{};
};

class Dnsbl {
 public:
  Dnsbl(const Address& client, std::vector<DnsblList> lists);

  std::optional<dns::Question> next_question() { return questions_.next(); }
  void answer(const dns::Answer& answer);
  bool is_done() const { return decision_.has_value(); }
  // Codes: dnsbl-listed (refused, 554 5.7.1), dnsbl-not-listed. A list that does not answer lists
  // nobody: it is named in the facts as "unanswered".
  const Decision& decision() const;

 private:
  std::optional<Decision> evaluate();

  Address client_;
  std::vector<DnsblList> lists_;
  Questions questions_;
  std::optional<Decision> decision_;
};

}  // namespace mailscope::policy
