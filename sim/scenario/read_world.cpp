// The "world" and the "script" of a scenario as the specs that the world runs.
#include <utility>

#include "sim/base/text.h"
#include "sim/scenario/node_view.h"
#include "sim/scenario/read.h"

namespace mailscope::scenario {
namespace {

using hosts::BoxRule;

hosts::OutgoingSpec read_outgoing(const Node& node) {
  const NodeView view(node);
  hosts::OutgoingSpec out;
  out.server = view.text("server");
  out.port = view.number<Port>("port", 0);
  out.security = view.word("security", out.security);
  out.verifies_certificate = view.flag("verifies-certificate", true);
  out.logs_in = view.flag("logs-in", true);
  out.mechanisms = view.texts("mechanisms", out.mechanisms);
  out.user = view.text("user");
  out.password = view.text("password");
  return out;
}

hosts::IncomingSpec read_incoming(const Node& node) {
  const NodeView view(node);
  hosts::IncomingSpec out;
  out.protocol = view.word("protocol", out.protocol);
  out.server = view.text("server");
  out.port = view.number<Port>("port", 0);
  out.security = view.word("security", out.security);
  out.verifies_certificate = view.flag("verifies-certificate", true);
  out.leaves_on_server = view.flag("leaves-on-server", false);
  out.mechanisms = view.texts("mechanisms");
  out.user = view.text("user");
  out.password = view.text("password");
  return out;
}

hosts::MailClientSpec read_client(const Node& node) {
  const NodeView view(node);
  hosts::MailClientSpec out;
  out.person = view.text("person");
  out.address = view.text("address");
  out.user = view.text("user");
  out.password = view.text("password");
  out.token = view.text("token");
  out.discovers = view.flag("discovers", false);
  out.receipts = view.optional_word<hosts::Receipts>("receipts");
  out.agrees_to_receipts = view.flag("agrees-to-receipts", false);
  if (const Node* outgoing = view.find("outgoing")) out.outgoing = read_outgoing(*outgoing);
  if (const Node* incoming = view.find("incoming")) out.incoming = read_incoming(*incoming);
  return out;
}

hosts::DnsServerSpec read_dns(const Node& node) {
  const NodeView view(node);
  hosts::DnsServerSpec out;
  for (const Member& zone : view.members("zones")) {
    hosts::ZoneSpec spec;
    spec.origin = zone.key + ".";
    for (const std::string& origin : view.texts("signed"))
      spec.is_signed = spec.is_signed || equal_ignoring_case(origin, zone.key);
    for (const Member& owner : zone.value.members) {
      for (const Node& record : owner.value.items)
        spec.records.push_back(owner.key + " " + record.text);
    }
    out.zones.push_back(std::move(spec));
  }
  out.resolves = view.flag("resolves", false);
  return out;
}

BoxRule::Act box_act(const std::string& word) {
  if (word == "replace") return BoxRule::Act::replace;
  if (word == "reset") return BoxRule::Act::reset;
  if (word == "reject-connection") return BoxRule::Act::reject_connection;
  if (word == "insert") return BoxRule::Act::insert;
  if (word == "delay") return BoxRule::Act::delay;
  if (word == "answer-dns") return BoxRule::Act::answer_dns;
  return BoxRule::Act::drop;
}

hosts::MiddleboxSpec read_box(const Node& node) {
  const NodeView view(node);
  hosts::MiddleboxSpec out;
  out.wire_of = view.text("wire-of");
  out.watches = view.flag("watches", true);
  for (const Member& member : view.members("rules")) {
    const NodeView rule(member.value);
    BoxRule spec;
    spec.id = member.key;
    spec.act = box_act(rule.text("act"));
    spec.port = rule.number<Port>("port", 0);
    spec.is_from_server = rule.text("direction", "from-server") == "from-server";
    spec.find = rule.text("find");
    spec.replace = rule.text("replace");
    spec.delay = rule.duration("delay", spec.delay);
    if (rule.find("address") != nullptr) spec.address = *parse_ipv4(rule.text("address"));
    spec.times_max = rule.number("times-max", spec.times_max);
    out.rules.push_back(std::move(spec));
  }
  return out;
}

// By its parts, unless it says so itself.
HostRole usual_role(const hosts::HostSpec& host) {
  if (host.middlebox) return HostRole::attacker;
  if (host.mail_server) return HostRole::server;
  if (host.mail_client) return HostRole::client;
  if (host.dns_server) return host.dns_server->resolves ? HostRole::resolver : HostRole::dns;
  return HostRole::outside;
}

hosts::HostSpec read_host(const Member& member) {
  const NodeView view(member.value);
  hosts::HostSpec out;
  out.name = member.key;
  out.address = *parse_ipv4(view.text("address"));
  out.delay = view.duration("delay", out.delay);
  out.resolver = view.text("resolver");
  if (const Node* client = view.find("client")) out.mail_client = read_client(*client);
  if (const Node* server = view.find("server")) out.mail_server = read_server(*server);
  if (const Node* dns = view.find("dns")) out.dns_server = read_dns(*dns);
  if (const Node* box = view.find("box")) out.middlebox = read_box(*box);
  out.role = view.word("role", usual_role(out));
  return out;
}

world::MarkMail::What mark_of(const std::string& word) {
  using What = world::MarkMail::What;
  if (word == "unseen") return What::unseen;
  if (word == "flagged") return What::flagged;
  if (word == "unflagged") return What::unflagged;
  if (word == "deleted") return What::deleted;
  if (word == "moved") return What::moved;
  return What::seen;
}

world::Doing read_doing(const NodeView& view) {
  const std::string host = view.text("host"), what = view.text("do");
  if (what == "send") return world::SendMail{host, read_mail(*view.find("mail"))};
  if (what == "fetch") return world::FetchMail{host};
  if (what == "read") return world::ReadMail{host, view.text("subject")};
  if (what == "mark") {
    return world::MarkMail{host, view.text("subject"), mark_of(view.text("what")),
                           view.text("mailbox")};
  }
  if (what == "watch") return world::Watch{host, view.duration("length", minutes(5))};
  if (what == "type") {
    return world::TypeLines{host, view.text("server"), view.number<Port>("port", 25),
                            view.flag("tls", false), view.texts("lines")};
  }
  if (what == "guess-passwords") {
    hosts::Guesses guesses;
    guesses.server = view.text("server");
    guesses.port = view.number("port", guesses.port);
    guesses.security = view.word("security", guesses.security);
    guesses.users = view.texts("users");
    guesses.passwords = view.texts("passwords");
    guesses.wait = view.duration("wait", guesses.wait);
    return world::GuessPasswords{host, std::move(guesses)};
  }
  if (what == "set") return world::ChangeSetting{host, view.text("key"), view.text("value")};
  MUST(what == "cut" || what == "mend");
  return world::CutWire{host, what == "cut"};
}

}  // namespace

hosts::MailSpec read_mail(const Node& node) {
  const NodeView view(node);
  hosts::MailSpec out;
  out.from = view.text("from");
  out.to = view.texts("to");
  out.cc = view.texts("cc");
  out.bcc = view.texts("bcc");
  out.disposition_notification_to = view.texts("disposition-notification-to");
  out.subject = view.text("subject");
  out.text = view.text("text");
  for (const Node& header : view.items("headers")) {
    const NodeView field(header);
    out.headers.emplace_back(field.text("name"), field.text("value"));
  }
  if (view.find("raw") != nullptr) out.raw = view.text("raw");
  if (view.find("envelope-from") != nullptr) out.envelope_from = view.text("envelope-from");
  out.requires_tls = view.flag("requires-tls", out.requires_tls);
  return out;
}

ScriptEntry read_act(const Node& node) {
  const NodeView view(node);
  ScriptEntry out;
  out.place = node.place;
  out.act.id = view.text("id");
  out.act.at = Time{} + view.duration("at", Duration{});
  out.act.after_act = view.text("after");
  out.act.delay = view.duration("delay", Duration{});
  out.act.doing = read_doing(view);
  if (const Node* when = view.find("when")) out.when = read_when(*when);
  return out;
}

world::WorldSpec read_world(const Node& node) {
  const NodeView view(node);
  world::WorldSpec out;
  out.seed = view.number("seed", out.seed);
  if (const Node* epoch = view.find("epoch"))
    out.epoch_s = unix_seconds_of(epoch->text).value_or(out.epoch_s);
  for (const Member& member : view.members("hosts")) out.hosts.push_back(read_host(member));
  for (const Member& member : view.members("cuts")) {
    const NodeView cut(member.value);
    world::CutTrigger trigger;
    trigger.host = cut.text("host");
    trigger.on_text = cut.text("on-text");
    trigger.count = cut.number("count", trigger.count);
    trigger.before_sending = cut.flag("before-sending", true);
    trigger.mend_after = cut.duration("mend-after", Duration{});
    out.cuts.push_back(std::move(trigger));
  }
  if (const Node* budget = view.find("budget")) {
    const NodeView limits(*budget);
    out.budget.records_max = limits.number("records-max", out.budget.records_max);
    out.budget.virtual_time_max = limits.duration("virtual-time-max", out.budget.virtual_time_max);
    out.budget.octets_max = limits.number("octets-max", out.budget.octets_max);
  }
  return out;
}

}  // namespace mailscope::scenario
