// The shapes of a mail server's rules: limits, lists, switches.
#include "sim/hosts/policy_spec.h"
#include "sim/scenario/formats.h"
#include "sim/scenario/language.h"
#include "sim/scenario/language_words.h"

namespace mailscope::scenario {
namespace {

ShapePtr limits() {
  const ShapePtr limit = object_of(
      "a limit", {may("per", word_of("who is counted", words_of(hosts::k_limit_pers)),
                      "account (a login) or client (an address on the network); default account"),
                  may("counts", word_of("what is counted", words_of(hosts::k_limit_counts)),
                      "recipients, mails or connections; default recipients"),
                  need("max", integer(0, 1'000'000), "how many pass"),
                  may("within", duration(), "in any stretch of this length; default 1d"),
                  may("permanent", boolean(), "550 instead of 450; default false"),
                  may("text", some_text(), "the reply's words; default: made from the numbers")});
  return map_of("the limits", k_id, limit);
}

ShapePtr lockout() {
  return object_of("a lockout",
                   {may("failures-max", integer(1, 1'000), "failed logins that lock; default 5"),
                    may("within", duration(), "in a stretch of this length; default 10min"),
                    may("for", duration(), "how long it stays locked; default 30min"),
                    may("per", word_of("who is locked", words_of(hosts::k_limit_pers)),
                        "account or client; default account")});
}

ShapePtr greylisting() {
  return object_of(
      "greylisting",
      {may("delay", duration(), "between first and second attempt; default 5min"),
       may("retry-window", duration(), "a second attempt after this is a first one; default 1d"),
       may("remembered", duration(), "who passed need not wait again so long; default 36d"),
       may("client-passes", integer(0, 1'000),
           "after so many a client is believed; 0: never; default 5"),
       may("network-length", integer(0, 32), "clients count by network; default 24"),
       may("trusted", list_of(text_by(k_network)), "networks that never wait")});
}

ShapePtr blocklists() {
  const ShapePtr list =
      object_of("a block list", {may("codes", list_of(integer(0, 255)),
                                     "last octets of 127.0.0.x that count; default: any")});
  return object_of("block lists",
                   {need("zones", map_of("the zones", k_domain, list), "lists in the DNS, by zone"),
                    may("at", word_of("a moment", words_of(hosts::k_check_ats)),
                        "refused at mail or at recipient; default mail")});
}

ShapePtr smtp_auth() {
  return object_of(
      "SMTP AUTH switches",
      {may("organisation", boolean(), "the organisation's switch; default true"),
       may("security-defaults", boolean(), "security defaults: SMTP AUTH is off; default false"),
       may("policy", authentication_policy_shape(), "for users without one of their own")});
}

}  // namespace

const ShapePtr& authentication_policy_shape() {
  static const ShapePtr shape = object_of(
      "an authentication policy",
      {need("name", some_text(), "its name"),
       may("allows-basic-smtp", boolean(), "Basic authentication for SMTP; default false")});
  return shape;
}

std::vector<Key> rule_keys() {
  return {may("limits", limits(), "how much each may send, by name"),
          may("lockout", lockout(), "failed logins lock an account or a client"),
          may("greylisting", greylisting(), "strangers are told to come again (RFC 6647)"),
          may("blocklists", blocklists(), "clients on these lists are refused (RFC 5782)"),
          may("smtp-auth", smtp_auth(), "who may use SMTP AUTH, as Exchange Online switches it")};
}

}  // namespace mailscope::scenario
