// A mail server's part of the "world" as the spec that the world runs.
#include "sim/scenario/node_view.h"
#include "sim/scenario/read.h"

namespace mailscope::scenario {
namespace {

policy::Tarpit read_tarpit(const Node& node) {
  const NodeView view(node);
  policy::Tarpit out;
  out.errors_free = view.number("errors-free", out.errors_free);
  out.step = view.duration("step", out.step);
  out.delay_max = view.duration("delay-max", out.delay_max);
  return out;
}

hosts::ServiceSpec read_service(const Member& member) {
  const NodeView view(member.value);
  hosts::ServiceSpec out;
  out.kind = *named<hosts::ServiceKind>(member.key);
  out.port = view.number<Port>("port", 0);
  out.is_filtered = view.flag("filtered", false);
  out.offers_starttls = view.flag("offers-starttls", true);
  out.allows_clear_text_login = view.flag("allows-clear-text-login", false);
  out.mechanisms = view.texts("mechanisms", out.mechanisms);
  for (std::string& word : view.texts("hides-extensions"))
    out.hidden_extensions.insert(std::move(word));
  out.size_max = view.number("size-max", out.size_max);
  out.recipients_max = view.number("recipients-max", out.recipients_max);
  out.requires_tls = view.flag("requires-tls", out.requires_tls);
  out.requires_auth = view.optional_flag("requires-login");
  out.offers_auth = view.optional_flag("offers-login");
  out.offers_requiretls = view.flag("offers-requiretls", out.offers_requiretls);
  out.takes_bare_lf = view.flag("takes-bare-lf", out.takes_bare_lf);
  out.refuses_bare_newlines = view.flag("refuses-bare-newlines", out.refuses_bare_newlines);
  out.end_of_data = view.word("end-of-data", out.end_of_data);
  out.octets_before_tls = view.word("octets-before-tls", out.octets_before_tls);
  out.verify = view.word("verify", out.verify);
  out.errors_max = view.number("errors-max", out.errors_max);
  if (const Node* tarpit = view.find("tarpit")) out.tarpit = read_tarpit(*tarpit);
  return out;
}

hosts::AccountSpec read_account(const Member& member) {
  const NodeView view(member.value);
  hosts::AccountSpec out;
  out.address = member.key;
  out.user = view.text("user");
  out.password = view.text("password");
  for (const Node& mail : view.items("inbox")) out.inbox.push_back(read_mail(mail));
  out.mailboxes = view.texts("mailboxes", out.mailboxes);
  for (const Member& token : view.members("tokens")) {
    const NodeView inside(token.value);
    hosts::TokenSpec spec{token.key, std::nullopt};
    if (inside.find("valid-for") != nullptr) spec.valid_for = inside.duration("valid-for", {});
    out.tokens.push_back(std::move(spec));
  }
  out.smtp_auth = view.word("smtp-auth", out.smtp_auth);
  if (const Node* policy = view.find("authentication-policy"))
    out.authentication_policy = read_authentication_policy(*policy);
  return out;
}

void read_queue(const Node& node, hosts::QueueSpec& out) {
  const NodeView view(node);
  if (view.find("retry-after") != nullptr) {
    out.retry_after.clear();
    for (const Node& wait : view.items("retry-after"))
      out.retry_after.push_back(duration_of(wait.text));
  }
  out.give_up_after = view.duration("give-up-after", out.give_up_after);
  out.warn_after = view.duration("warn-after", out.warn_after);
}

// One address, or several.
void read_alias(const Member& member, hosts::MailServerSpec& out) {
  if (member.value.items.empty()) out.aliases.emplace_back(member.key, member.value.text);
  for (const Node& item : member.value.items) out.aliases.emplace_back(member.key, item.text);
}

}  // namespace

hosts::MailServerSpec read_server(const Node& node) {
  const NodeView view(node);
  hosts::MailServerSpec out;
  out.server_name = view.text("name");
  out.local_domains = view.texts("domains");
  for (const Member& member : view.members("accounts"))
    out.accounts.push_back(read_account(member));
  for (const Member& member : view.members("aliases")) read_alias(member, out);
  for (const Member& member : view.members("services"))
    out.services.push_back(read_service(member));
  out.relay = view.word("relay", out.relay);
  out.relay_networks = view.texts("relay-networks");
  out.relay_domains = view.texts("relay-domains");
  out.unknown_recipients = view.word("unknown-recipients", out.unknown_recipients);
  out.smart_host = view.text("smart-host");
  out.outbound_tls = view.word("outbound-tls", out.outbound_tls);
  out.verifies_outbound = view.flag("verifies-outbound", out.verifies_outbound);
  out.certificate = view.word("certificate", out.certificate);
  out.received_max = view.number("received-max", out.received_max);
  if (const Node* queue = view.find("queue")) read_queue(*queue, out.queue);
  read_rules(node, out);
  read_sender(node, out.sender);
  return out;
}

}  // namespace mailscope::scenario
