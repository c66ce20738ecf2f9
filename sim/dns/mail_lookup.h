// Where does mail for a domain go? The algorithm of RFC 5321, section 5, with null MX (RFC 7505).
//
// A machine that asks (see answer.h): knows no server, no cache, no time. Chance is passed in, for
// exchanges of the same preference.
//
//   MailLookup lookup("example.org", {}, random.fork(3));
//   while (const auto question = lookup.next_question()) stub.ask(now, *question);
//   lookup.answer(answer);                       // for each answer that comes, in any order
//   if (lookup.is_done()) use(lookup.result());  // targets in order, or why there are none
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/random.h"
#include "sim/base/result.h"
#include "sim/dns/answer.h"

namespace mailscope::dns {

// One address to try.
struct MailTarget {
  Name host;  // the exchange's name, as MX names it: what TLS verifies; root for an address literal
  Address address;
  std::uint16_t preference = 0;  // 0 for an implicit MX
  bool is_implicit = false;      // no MX record: the domain's own address (RFC 5321, section 5.1)
  bool is_literal = false;       // [192.0.2.1]
  bool is_secure = false;        // MX and address are both vouched for (RFC 7672, section 2.2)
  friend bool operator==(const MailTarget&, const MailTarget&) = default;
};

struct MailLookupFailure {
  bool is_temporary = false;  // try again later, or give the mail back now
  // Kebab-case: "null-mx", "no-such-domain", "no-address", "mx-is-self", "dns-failed",
  // "bad-domain", "bad-address-literal".
  std::string code;
  std::string reason;         // "example.org accepts no mail: its MX is \".\""
  std::string rule;           // "RFC 7505, section 3"
  int reply_code = 550;       // for the reply or the bounce
  std::string enhanced_code;  // "5.1.10"
  friend bool operator==(const MailLookupFailure&, const MailLookupFailure&) = default;
};

using MailLookupResult = Result<std::vector<MailTarget>, MailLookupFailure>;

class MailLookup {
 public:
  struct Options {
    // The relay's own: exchanges no better than itself are dropped (section 5.1).
    std::vector<Name> own_names{};
    bool use_ipv6 = false;  // ask AAAA, too; addresses of a host then come in the order AAAA, A
    std::size_t exchanges_max = 20;  // of a longer list only the best are asked for
  };
  // `domain`: a name (UTF-8 is turned into A-labels), or an address literal with its brackets.
  MailLookup(std::string_view domain, Options options, Random random);

  std::optional<Question> next_question();
  void answer(const Answer& answer);
  bool is_done() const { return result_.has_value(); }
  const MailLookupResult& result() const;

  // What was noticed on the way, for the trace: "mx.example.org is an alias, which RFC 5321,
  // section 5.1 forbids".
  const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  struct Exchange {
    std::uint16_t preference = 0;
    Name host;
    bool is_secure = false;
    std::optional<Answer> a, aaaa;
  };
  void fail(MailLookupFailure failure);
  void take_literal(std::string_view domain);
  void take_domain(std::string_view domain);
  void take_mx(const Answer& answer);
  void take_exchanges(const Answer& answer);
  void order_exchanges();
  void drop_from_self();
  void ask_addresses();
  void finish_if_complete();
  void add_targets(const Exchange& exchange, std::vector<MailTarget>& targets);

  Name domain_;
  Options options_;
  Random random_;
  bool is_implicit_ = false;
  bool mx_is_known_ = false;
  std::vector<Exchange> exchanges_;
  std::deque<Question> questions_;
  std::vector<std::string> remarks_;
  std::optional<MailLookupResult> result_;
};

}  // namespace mailscope::dns
