// The relay rule: for our own people from anybody; for others only from those we answer for.
#include "sim/hosts/recipient_rules.h"

#include "sim/base/text.h"
#include "sim/hosts/mail_server.h"

namespace mailscope::hosts {
namespace {

RecipientRuling ruling(Verdict verdict, const char* code, const char* rule, smtp::Reply reply,
                       Facts facts) {
  RecipientRuling result{{verdict, code, std::move(facts), rule, smtp::to_text(reply)}, reply};
  return result;
}

}  // namespace

bool is_in_networks(Ipv4 address, const std::vector<std::string>& networks) {
  for (const std::string& network : networks) {
    const auto prefix = parse_prefix(network);
    if (prefix && prefix->contains(Address(address))) return true;
  }
  return false;
}

RecipientRuling rule_on_recipient(MailServer& server, const smtp::Path& forward_path,
                                  const std::string& user, Ipv4 client) {
  const std::string address = forward_path.text();
  Facts facts{{"recipient", address}, {"client", to_text(client)}};
  const bool is_postmaster =
      forward_path.domain.empty() && equal_ignoring_case(forward_path.local_part, "postmaster");
  if (is_postmaster || server.is_local_domain(forward_path.domain)) {
    if (is_postmaster || server.account_of_address(address)) {
      return ruling(Verdict::accepted, "recipient-is-local", "RFC 5321, section 3.3",
                    smtp::make_reply(250, "2.1.5", "Ok"), std::move(facts));
    }
    return ruling(Verdict::refused, "no-such-user", "RFC 5321, section 3.3",
                  smtp::make_reply(550, "5.1.1", "<" + address + ">: no such user here"),
                  std::move(facts));
  }
  if (forward_path.domain.empty()) {
    return ruling(Verdict::refused, "recipient-without-domain", "RFC 5321, section 2.3.5",
                  smtp::make_reply(550, "5.1.3", "<" + address + ">: an address needs a domain"),
                  std::move(facts));
  }
  if (!user.empty()) {
    facts.emplace_back("user", user);
    return ruling(Verdict::accepted, "relay-for-user", "RFC 6409, section 4.3",
                  smtp::make_reply(250, "2.1.5", "Ok"), std::move(facts));
  }
  if (is_in_networks(client, server.spec().relay_networks)) {
    return ruling(Verdict::accepted, "relay-for-network", "RFC 5321, section 7.9",
                  smtp::make_reply(250, "2.1.5", "Ok"), std::move(facts));
  }
  if (server.spec().relay == RelayPolicy::open) {
    return ruling(Verdict::accepted, "relay-open", "RFC 2505, section 2.1",
                  smtp::make_reply(250, "2.1.5", "Ok"), std::move(facts));
  }
  return ruling(Verdict::refused, "relay-denied", "RFC 5321, section 3.6.2",
                smtp::make_reply(550, "5.7.1", "<" + address + ">: relay access denied"),
                std::move(facts));
}

}  // namespace mailscope::hosts
