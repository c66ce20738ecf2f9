// A mail server's rules as the specs that the host runs.
#include "sim/scenario/node_view.h"
#include "sim/scenario/read.h"

namespace mailscope::scenario {
namespace {

hosts::LimitSpec read_limit(const Member& member) {
  const NodeView view(member.value);
  hosts::LimitSpec out;
  out.id = member.key;
  out.per = view.word("per", out.per);
  out.counts = view.word("counts", out.counts);
  out.count_max = view.number("max", out.count_max);
  out.window = view.duration("within", out.window);
  out.is_permanent = view.flag("permanent", out.is_permanent);
  out.text = view.text("text");
  return out;
}

hosts::LockoutSpec read_lockout(const Node& node) {
  const NodeView view(node);
  hosts::LockoutSpec out;
  out.failures_max = view.number("failures-max", out.failures_max);
  out.window = view.duration("within", out.window);
  out.length = view.duration("for", out.length);
  out.per = view.word("per", out.per);
  return out;
}

policy::Greylist::Options read_greylisting(const Node& node) {
  const NodeView view(node);
  policy::Greylist::Options out;
  out.delay = view.duration("delay", out.delay);
  out.retry_window = view.duration("retry-window", out.retry_window);
  out.remembered = view.duration("remembered", out.remembered);
  out.client_passes = view.number("client-passes", out.client_passes);
  out.network_length = view.number("network-length", out.network_length);
  for (const std::string& network : view.texts("trusted")) {
    if (const auto prefix = parse_prefix(network)) out.trusted.push_back(*prefix);
  }
  return out;
}

hosts::BlocklistSpec read_blocklists(const Node& node) {
  const NodeView view(node);
  hosts::BlocklistSpec out;
  out.at = view.word("at", out.at);
  for (const Member& member : view.members("zones")) {
    policy::DnsblList list{member.key, {}};
    for (const Node& code : NodeView(member.value).items("codes")) {
      list.codes.push_back(static_cast<std::uint8_t>(code.number));
    }
    out.lists.push_back(std::move(list));
  }
  return out;
}

policy::OrganisationSwitches read_smtp_auth(const Node& node) {
  const NodeView view(node);
  policy::OrganisationSwitches out;
  out.smtp_auth_is_on = view.flag("organisation", out.smtp_auth_is_on);
  out.security_defaults_are_on = view.flag("security-defaults", out.security_defaults_are_on);
  if (const Node* policy = view.find("policy"))
    out.default_policy = read_authentication_policy(*policy);
  return out;
}

}  // namespace

policy::AuthenticationPolicy read_authentication_policy(const Node& node) {
  const NodeView view(node);
  return {view.text("name"), view.flag("allows-basic-smtp", false)};
}

void read_rules(const Node& node, hosts::MailServerSpec& out) {
  const NodeView view(node);
  for (const Member& member : view.members("limits")) out.limits.push_back(read_limit(member));
  if (const Node* lockout = view.find("lockout")) out.lockout = read_lockout(*lockout);
  if (const Node* greylisting = view.find("greylisting"))
    out.greylisting = read_greylisting(*greylisting);
  if (const Node* blocklists = view.find("blocklists"))
    out.blocklists = read_blocklists(*blocklists);
  if (const Node* switches = view.find("smtp-auth")) out.smtp_auth = read_smtp_auth(*switches);
}

}  // namespace mailscope::scenario
