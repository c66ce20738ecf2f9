// What a mail server does about senders, as the spec that the host runs.
#include "sim/scenario/node_view.h"
#include "sim/scenario/read.h"

namespace mailscope::scenario {
namespace {

hosts::SenderChecksSpec read_checks(const Node& node) {
  const NodeView view(node);
  hosts::SenderChecksSpec out;
  out.reverse_name = view.word("reverse-name", out.reverse_name);
  out.spf = view.word("spf", out.spf);
  out.dkim = view.word("dkim", out.dkim);
  out.dmarc = view.word("dmarc", out.dmarc);
  out.trusts_arc = view.texts("trusts-arc");
  out.junk = view.text("junk", out.junk);
  return out;
}

hosts::DkimSpec read_dkim(const Node& node) {
  const NodeView view(node);
  hosts::DkimSpec out;
  out.domain = view.text("domain");
  out.selector = view.text("selector", out.selector);
  out.algorithm = view.word("algorithm", out.algorithm);
  out.rsa_bits = view.number("rsa-bits", out.rsa_bits) / 128 * 128;
  out.header = view.word("header", out.header);
  out.body = view.word("body", out.body);
  out.published = view.word("published", out.published);
  return out;
}

hosts::MailingListSpec read_list(const Member& member) {
  const NodeView view(member.value);
  hosts::MailingListSpec out;
  out.address = member.key;
  out.members = view.texts("members");
  out.subject_prefix = view.text("subject-prefix");
  out.footer = view.text("footer");
  out.owner = view.text("owner");
  out.rewrites_from = view.flag("rewrites-from", false);
  return out;
}

hosts::MtaStsSpec read_mta_sts(const Node& node) {
  const NodeView view(node);
  hosts::MtaStsSpec out;
  const std::string mode = view.text("mode", "enforce");
  for (const auto& known : hosts::k_mta_sts_modes) {
    if (known.name == mode) out.mode = known.value;
  }
  out.mx = view.texts("mx");
  out.max_age = view.duration("max-age", out.max_age);
  return out;
}

}  // namespace

void read_sender(const Node& node, hosts::SenderSpec& out) {
  const NodeView view(node);
  if (const Node* checks = view.find("checks")) out.checks = read_checks(*checks);
  if (const Node* dkim = view.find("dkim")) out.dkim = read_dkim(*dkim);
  out.rewrites_sender = view.flag("rewrites-sender", out.rewrites_sender);
  out.seals_arc = view.flag("seals-arc", out.seals_arc);
  for (const Member& member : view.members("lists")) out.lists.push_back(read_list(member));
  if (const Node* policy = view.find("mta-sts")) out.mta_sts = read_mta_sts(*policy);
  out.dane = view.optional_word<hosts::Published>("dane");
  out.uses_mta_sts = view.flag("uses-mta-sts", out.uses_mta_sts);
  out.uses_dane = view.flag("uses-dane", out.uses_dane);
  out.sends_tls_reports = view.flag("sends-tls-reports", out.sends_tls_reports);
  out.gives_tickets = view.flag("tls-tickets", out.gives_tickets);
  out.tls_version_max = view.word("tls-version-max", out.tls_version_max);
}

}  // namespace mailscope::scenario
