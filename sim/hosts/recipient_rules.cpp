// The server's settings as the relay policy wants them, and the mailboxes that it does not know.
#include "sim/hosts/recipient_rules.h"

#include "sim/base/text.h"
#include "sim/hosts/decisions.h"
#include "sim/hosts/mail_server.h"
#include "sim/policy/relay.h"

namespace mailscope::hosts {
namespace {

policy::RelayRules rules_of(const MailServer& server) {
  const MailServerSpec& spec = server.spec();
  policy::RelayRules rules;
  rules.local_domains = spec.local_domains;
  rules.local_domains.push_back(server.own_literal());
  rules.relay_domains = spec.relay_domains;
  for (const std::string& network : spec.relay_networks) {
    if (const auto prefix = parse_prefix(network)) rules.networks.push_back(*prefix);
  }
  rules.is_open = spec.relay == RelayPolicy::open;
  return rules;
}

// The setting that the ruling comes from; empty: the rule of RFC 5321 itself.
std::string setting_of(const std::string& code) {
  if (code == "relay-open" || code == "relay-denied") return "relay";
  if (code == "relay-for-network") return "relay-networks";
  if (code == "relay-for-domain") return "relay-domains";
  return {};
}

}  // namespace

Ruling rule_on_recipient(MailServer& server, const smtp::Path& forward_path,
                         const std::string& user, Ipv4 client) {
  const std::string address = forward_path.text();
  const policy::Decision relay =
      policy::relay_decision(rules_of(server), {.recipient = address,
                                                .recipient_domain = forward_path.domain,
                                                .client = Address(client),
                                                .user = user});
  const UnknownRecipients how = server.spec().unknown_recipients;
  const bool is_unknown = relay.code == "recipient-is-local" && !forward_path.domain.empty() &&
                          !server.is_recipient(address);
  if (!is_unknown) {
    return {trace_decision(relay, setting_of(relay.code)), smtp_reply(relay.reply)};
  }
  if (how != UnknownRecipients::refuse) {
    policy::Decision taken = relay;
    taken.code = "unknown-recipient-taken";
    return {trace_decision(taken, "unknown-recipients"), smtp_reply(relay.reply)};
  }
  const smtp::Reply reply = smtp::make_reply(550, "5.1.1", "<" + address + ">: no such user here");
  return {{Verdict::refused, "no-such-user", relay.facts, "RFC 5321, section 3.3",
           smtp::to_text(reply)},
          reply};
}

Ruling rule_on_verify(const MailServer& server, const smtp::VerifyAsked& asked,
                      const std::string& setting) {
  // "VRFY <alice@example.org>", "VRFY alice@example.org", "VRFY alice".
  std::string name(trim(asked.text));
  if (name.size() > 2 && name.front() == '<' && name.back() == '>') {
    name = name.substr(1, name.size() - 2);
  }
  std::vector<std::string> addresses{name};
  if (name.find('@') == std::string::npos) {
    addresses.clear();
    for (const std::string& domain : server.spec().local_domains) {
      addresses.push_back(name + "@" + domain);
    }
  }
  const char* rule = asked.is_expn ? "RFC 5321, section 3.5.2" : "RFC 5321, section 3.5.1";
  for (const std::string& address : addresses) {
    std::vector<std::string> known = server.destinations_of(address);
    if (known.empty()) continue;
    if (!asked.is_expn) known = {address};
    std::string lines;
    for (const std::string& each : known) lines += (lines.empty() ? "<" : "\n<") + each + ">";
    const smtp::Reply reply = smtp::make_reply(250, "2.1.5", lines);
    return {{Verdict::accepted,
             "name-told",
             {{"name", name}, {"setting", setting}},
             rule,
             smtp::to_text(reply)},
            reply};
  }
  const smtp::Reply reply = smtp::make_reply(550, "5.1.1", name + ": no such user here");
  return {{Verdict::refused,
           "name-unknown",
           {{"name", name}, {"setting", setting}},
           rule,
           smtp::to_text(reply)},
          reply};
}

}  // namespace mailscope::hosts
