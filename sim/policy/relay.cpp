#include "sim/policy/relay.h"

#include <algorithm>

#include "sim/base/text.h"

namespace mailscope::policy {
namespace {

bool contains(const std::vector<std::string>& domains, std::string_view domain) {
  return std::any_of(domains.begin(), domains.end(),
                     [&](const std::string& known) { return equal_ignoring_case(known, domain); });
}

const Prefix* network_of(const std::vector<Prefix>& networks, const Address& client) {
  const auto found = std::find_if(networks.begin(), networks.end(),
                                  [&](const Prefix& network) { return network.contains(client); });
  return found == networks.end() ? nullptr : &*found;
}

}  // namespace

Decision relay_decision(const RelayRules& rules, const RelayRequest& request) {
  Facts facts{{"recipient", request.recipient}, {"client", mailscope::to_text(request.client)}};
  const auto decide = [&](Verdict verdict, const char* code, const char* rule, Reply reply) {
    return Decision{verdict, code, std::move(facts), rule, std::move(reply)};
  };
  const auto accept = [&](const char* code, const char* rule) {
    return decide(Verdict::accepted, code, rule, {250, "2.1.5", "Ok"});
  };
  if (!request.user.empty()) facts.emplace_back("user", request.user);
  if (rules.needs_authentication && request.user.empty()) {
    return decide(Verdict::refused, "authentication-required", "RFC 6409, section 4.3",
                  {530, "5.7.0", "Authentication required"});
  }
  if (request.recipient_domain.empty()) {
    if (equal_ignoring_case(request.recipient, "postmaster")) {
      return accept("recipient-is-local", "RFC 5321, section 4.5.1");
    }
    return decide(Verdict::refused, "recipient-without-domain", "RFC 5321, section 2.3.5",
                  {550, "5.1.3", "<" + request.recipient + ">: an address needs a domain"});
  }
  if (contains(rules.local_domains, request.recipient_domain)) {
    return accept("recipient-is-local", "RFC 5321, section 3.3");
  }
  if (contains(rules.relay_domains, request.recipient_domain)) {
    return accept("relay-for-domain", "RFC 5321, section 3.6.2");
  }
  if (!request.user.empty()) return accept("relay-for-user", "RFC 6409, section 4.3");
  if (const Prefix* network = network_of(rules.networks, request.client)) {
    facts.emplace_back("network", mailscope::to_text(*network));
    return accept("relay-for-network", "RFC 5321, section 7.9");
  }
  if (rules.is_open) return accept("relay-open", "RFC 2505, section 2.1");
  return decide(Verdict::refused, "relay-denied", "RFC 5321, section 3.6.2",
                {550, "5.7.1", "<" + request.recipient + ">: relay access denied"});
}

}  // namespace mailscope::policy
