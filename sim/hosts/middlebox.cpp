// Reading, changing, dropping and resetting what passes.
#include "sim/hosts/middlebox.h"

#include "sim/base/text.h"
#include "sim/dns/dns_message.h"

namespace mailscope::hosts {
namespace {

// With `find` replaced everywhere.
std::string replaced(std::string_view text, const std::string& find, const std::string& with) {
  std::string out;
  std::size_t from = 0;
  for (auto at = text.find(find); at != std::string_view::npos; at = text.find(find, from)) {
    out += text.substr(from, at - from);
    out += with;
    from = at + find.size();
  }
  return out.append(text.substr(from));
}

std::uint64_t stream_of(const net::PacketPassing& passing) {
  return std::uint64_t{passing.connection.value} * 2 + (passing.is_to_wire_owner ? 1 : 0);
}

}  // namespace

Middlebox::Middlebox(Environment& env, HostId id, const HostSpec& spec)
    : Host(env, id, spec), spec_(*spec.middlebox), watcher_(env.secrets) {
  set_setting("wire-of", spec_.wire_of);
  set_setting("watches", spec_.watches ? "yes" : "no");
  for (const BoxRule& rule : spec_.rules) {
    static constexpr const char* k_acts[] = {"drop",   "replace", "reset",     "reject-connection",
                                             "insert", "delay",   "answer-dns"};
    std::string text = k_acts[static_cast<std::size_t>(rule.act)];
    if (rule.port != 0) text += " port " + std::to_string(rule.port);
    if (!rule.find.empty()) text += " \"" + rule.find + "\"";
    if (rule.act == BoxRule::Act::replace) text += " by \"" + rule.replace + "\"";
    if (rule.act == BoxRule::Act::insert) text += " followed by \"" + rule.replace + "\"";
    if (rule.act == BoxRule::Act::answer_dns) text += " with " + to_text(rule.address);
    set_setting("rule " + rule.id, text);
  }
}

bool Middlebox::change_setting(const std::string& key, const std::string& value) {
  if (key != "active" || (value != "yes" && value != "no")) return false;
  is_active_ = value == "yes";
  set_setting(key, value);
  return true;
}

void Middlebox::packet(const net::PacketPassing& passing) {
  const auto packet = net::parse_packet(passing.packet);
  if (!packet) return env_.net.forward(passing.ticket);
  if (spec_.watches) watch(passing, *packet);
  if (is_active_ && answer_dns(passing, *packet)) return env_.net.forward(passing.ticket);
  if (packet->tcp() == nullptr || passing.connection.is_none()) return decide(passing);
  BoxConnection& connection = connection_of(passing);
  connection.see(passing, *packet);
  if (!connection.keeps(passing, *packet)) decide(passing);
  connection.go_on();
}

void Middlebox::decide(const net::PacketPassing& passing) {
  const auto packet = net::parse_packet(passing.packet);
  const BoxRule* rule = packet && is_active_ ? rule_for(*packet) : nullptr;
  if (rule) return apply(*rule, passing, *packet);
  connection_of(passing).pass(passing);
}

BoxConnection& Middlebox::connection_of(const net::PacketPassing& passing) {
  const auto let_go = [this](const net::PacketPassing& held) { decide(held); };
  return connections_.try_emplace(passing.connection, *this, passing.connection, let_go)
      .first->second;
}

bool Middlebox::speak(ConnectionId connection, const BoxWords& words) {
  const auto found = connections_.find(connection);
  return found != connections_.end() && found->second.speak(words);
}

// Octets that were seen already (sent again) are not read twice.
void Middlebox::watch(const net::PacketPassing& passing, const net::Packet& packet) {
  std::string_view payload = packet.payload;
  if (const net::TcpHeader* tcp = packet.tcp()) {
    if (payload.empty()) return;
    std::uint32_t& next = next_sequence_[stream_of(passing)];
    const std::uint32_t already = next - tcp->sequence;
    if (next != 0 && already != 0 && already < 0x8000'0000U) {
      if (already >= payload.size()) return;
      payload.remove_prefix(already);
    }
    next = tcp->sequence + static_cast<std::uint32_t>(packet.payload.size());
  }
  for (const Secret* secret : watcher_.read(stream_of(passing), payload)) {
    const CauseScope scope(env_.recorder);
    const RecordNumber number = env_.recorder.add(
        {id(), {}, passing.connection}, SecretLearnt{secret->kind, secret->value, secret->owner});
    learnt_.push_back({number, secret->kind, secret->value, secret->owner});
  }
}

const BoxRule* Middlebox::rule_for(const net::Packet& packet) {
  const net::TcpHeader* tcp = packet.tcp();
  if (!tcp) return nullptr;
  for (const BoxRule& rule : spec_.rules) {
    if (rule.act == BoxRule::Act::answer_dns) continue;
    const Port server_port = rule.is_from_server ? tcp->source_port : tcp->destination_port;
    if (rule.port != 0 && server_port != rule.port) continue;
    if (rule.times_max != 0 && times_used_[rule.id] >= rule.times_max) continue;
    const bool is_opening = tcp->is_syn && !tcp->is_ack;
    if (rule.act == BoxRule::Act::reject_connection) {
      if (is_opening && (rule.port == 0 || tcp->destination_port == rule.port)) return &rule;
      continue;
    }
    if (rule.find.empty() ? true : packet.payload.find(rule.find) != std::string_view::npos) {
      return &rule;
    }
  }
  return nullptr;
}

void Middlebox::apply(const BoxRule& rule, const net::PacketPassing& passing,
                      const net::Packet& packet) {
  ++times_used_[rule.id];
  const CauseScope scope(env_.recorder);
  Facts facts{{"rule", rule.id}};
  if (!rule.find.empty()) facts.emplace_back("find", rule.find);
  if (rule.act == BoxRule::Act::replace || rule.act == BoxRule::Act::insert)
    facts.emplace_back("replace", rule.replace);
  facts.emplace_back("setting", "rule " + rule.id);
  env_.recorder.lead({id(), {}, passing.connection},
                     Decision{Verdict::accepted, "box-rule", std::move(facts), "", ""});
  switch (rule.act) {
    case BoxRule::Act::drop:
      return env_.net.drop(passing.ticket,
                           rule.find.empty() ? DropReason::firewall : DropReason::middlebox);
    case BoxRule::Act::replace:
      return connection_of(passing).pass_changed(passing,
                                                 replaced(packet.payload, rule.find, rule.replace));
    case BoxRule::Act::insert:
      return connection_of(passing).pass_changed(
          passing, replaced(packet.payload, rule.find, rule.find + rule.replace));
    case BoxRule::Act::delay:
      after(rule.delay, [this, passing] { connection_of(passing).pass(passing); });
      return;
    case BoxRule::Act::answer_dns: return env_.net.forward(passing.ticket);
    case BoxRule::Act::reset:
    case BoxRule::Act::reject_connection: return reset(passing, packet);
  }
}

// An RST in the other end's name, to both; the packet itself goes no further (RFC 9293, section 3.5.2).
void Middlebox::reset(const net::PacketPassing& passing, const net::Packet& packet) {
  const net::TcpHeader& tcp = *packet.tcp();
  const std::uint32_t length = static_cast<std::uint32_t>(packet.payload.size()) +
                               (tcp.is_syn ? 1 : 0) + (tcp.is_fin ? 1 : 0);
  net::TcpHeader back;  // to who sent the packet
  back.source_port = tcp.destination_port;
  back.destination_port = tcp.source_port;
  back.is_rst = true;
  back.is_ack = true;
  back.sequence = tcp.is_ack ? tcp.acknowledgment : 0;
  back.acknowledgment = tcp.sequence + length;
  net::IpHeader ip;
  ip.source = packet.ip.destination;
  ip.destination = packet.ip.source;
  env_.net.drop(passing.ticket, DropReason::middlebox);
  env_.net.inject(id(), net::tcp_packet(ip, back, ""), !passing.is_to_wire_owner);
  if (tcp.is_syn && !tcp.is_ack) return;  // the other end knows nothing yet
  net::TcpHeader on = back;
  on.source_port = tcp.source_port;
  on.destination_port = tcp.destination_port;
  on.sequence = tcp.sequence;
  on.acknowledgment = tcp.acknowledgment;
  std::swap(ip.source, ip.destination);
  env_.net.inject(id(), net::tcp_packet(ip, on, ""), passing.is_to_wire_owner);
}

// Answers before the real server can: the asker believes whoever is first with the right port and number
// (RFC 5452, section 4). The question itself goes on, and its answer comes too late.
bool Middlebox::answer_dns(const net::PacketPassing& passing, const net::Packet& packet) {
  const net::UdpHeader* udp = packet.udp();
  if (!udp || udp->destination_port != dns::k_dns_port) return false;
  const auto query = dns::parse_message(packet.payload);
  if (!query || query->is_response || query->questions.empty()) return false;
  const dns::Question& question = query->questions.front();
  for (const BoxRule& rule : spec_.rules) {
    if (rule.act != BoxRule::Act::answer_dns || question.type != dns::Type::a) continue;
    if (!equal_ignoring_case(question.name.text(), rule.find)) continue;
    if (rule.times_max != 0 && times_used_[rule.id] >= rule.times_max) continue;
    ++times_used_[rule.id];
    const CauseScope scope(env_.recorder);
    env_.recorder.lead({id(), {}, {}}, Decision{Verdict::accepted,
                                                "dns-answer-forged",
                                                {{"rule", rule.id},
                                                 {"name", rule.find},
                                                 {"address", to_text(rule.address)},
                                                 {"setting", "rule " + rule.id}},
                                                "RFC 5452, section 4",
                                                ""});
    dns::Message forged = dns::make_response(*query, dns::Rcode::no_error);
    dns::Record record;
    record.name = question.name;
    record.ttl_s = 3'600;
    record.data = dns::A{rule.address};
    forged.answers.push_back(record);
    net::IpHeader ip;
    ip.source = packet.ip.destination;
    ip.destination = packet.ip.source;
    net::UdpHeader back;
    back.source_port = udp->destination_port;
    back.destination_port = udp->source_port;
    env_.net.inject(id(), net::udp_packet(ip, back, dns::print_message(forged)),
                    !passing.is_to_wire_owner);
    return true;
  }
  return false;
}

void Middlebox::describe_own(HostState& state) const { state.secrets = learnt_; }

}  // namespace mailscope::hosts
