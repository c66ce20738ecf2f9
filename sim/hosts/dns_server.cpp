// Datagrams into authority and resolver, and what they say back onto the wire.
#include "sim/hosts/dns_server.h"

#include "sim/dns/zone_text.h"
#include "sim/hosts/dns_records.h"

namespace mailscope::hosts {

std::vector<dns::Zone> zones_of(const DnsServerSpec& spec) {
  std::vector<dns::Zone> zones;
  for (const ZoneSpec& zone : spec.zones) {
    auto parsed = dns::parse_zone(dns::name_of(zone.origin), zone.records);
    MUST(parsed.has_value());  // the scenario's loader has refused bad ones
    zones.push_back(std::move(*parsed));
  }
  return zones;
}

DnsServer::DnsServer(Environment& env, HostId id, const HostSpec& spec)
    : Host(env, id, spec), authority_(zones_of(*spec.dns_server)) {
  env.net.open_datagram_port(id, dns::k_dns_port);
  note_service({Protocol::dns, dns::k_dns_port, Security::none,
                spec.dns_server->resolves ? "resolver" : "authority"});
  for (const dns::Zone& zone : authority_.zones()) {
    std::string text;
    for (const dns::Record& each : zone.records()) {
      if (!text.empty()) text += "\n";
      text += dns::to_text(each);
    }
    set_setting("zone " + zone.origin().text(), text);
  }
  if (spec.dns_server->resolves) {
    dns::Resolver::Options options;
    options.zones = env.zone_servers;
    resolver_.emplace(std::move(options), fork(env, Purpose::resolver, id));
  }
}

bool DnsServer::is_own(std::string_view octets) const {
  const auto query = dns::parse_message(octets);
  if (!query || query->questions.empty()) return !resolver_;
  for (const dns::Zone& zone : authority_.zones()) {
    if (query->questions.front().name.is_within(zone.origin())) return true;
  }
  return !resolver_;
}

void DnsServer::datagram(const net::DatagramReceived& datagram) {
  const dns::Peer peer{datagram.peer_address, datagram.peer_port};
  if (datagram.port != dns::k_dns_port) {
    if (resolver_) {
      resolver_->receive_answer(env_.net.now(), peer, datagram.port, datagram.octets);
      pump_resolver();
    }
    return;
  }
  if (is_own(datagram.octets)) {
    if (const auto reply = authority_.reply(datagram.octets, dns::Transport::udp)) {
      send(peer, dns::k_dns_port, reply->octets, response_record(reply->message));
    }
    return;
  }
  resolver_->receive_query(env_.net.now(), peer, datagram.octets);
  pump_resolver();
}

void DnsServer::pump_resolver() {
  while (auto event = resolver_->next()) {
    if (const auto* query = std::get_if<dns::SendQuery>(&*event)) {
      if (ports_.count(query->from_port) == 0) env_.net.open_datagram_port(id(), query->from_port);
      ports_[query->from_port] = query->inquiry;
      send(query->to, query->from_port, query->octets,
           query_record(query->octets, query->question));
    } else if (const auto* answer = std::get_if<dns::SendAnswer>(&*event)) {
      const auto message = dns::parse_message(answer->octets);
      if (message) send(answer->to, dns::k_dns_port, answer->octets, response_record(*message));
    } else if (const auto* cached = std::get_if<dns::Cached>(&*event)) {
      const CacheChanged change = cache_record(cached->entry);
      cached_[{change.name, change.type}] = {change.answers, change.expires};
      record(change);
    } else if (const auto* used = std::get_if<dns::CacheUsed>(&*event)) {
      const dns::Question& question = used->entry.question;
      record(Decision{Verdict::accepted,
                      "answered-from-cache",
                      {{"name", question.name.text()}, {"type", dns::to_text(question.type)}},
                      "RFC 1035, section 7.4",
                      ""});
    } else if (const auto* bad = std::get_if<dns::BadQuery>(&*event)) {
      if (!bad->reply.empty()) {
        const auto message = dns::parse_message(bad->reply);
        if (message) send(bad->from, dns::k_dns_port, bad->reply, response_record(*message));
      }
    }
  }
  if (timer_ != 0) cancel(timer_);
  timer_ = 0;
  if (const auto due = resolver_->next_due()) {
    timer_ = after(*due - env_.net.now(), [this] {
      timer_ = 0;
      resolver_->tick(env_.net.now());
      pump_resolver();
    });
  }
}

void DnsServer::send(const dns::Peer& to, Port from_port, const std::string& octets, DnsSaid said) {
  const CauseScope scope(env_.recorder);
  env_.recorder.lead({id(), env_.net.host_at(to.address), {}}, std::move(said));
  env_.net.send_datagram(id(), from_port, to.address, to.port, octets);
}

void DnsServer::describe_own(HostState& state) const { state.dns_cache = cached_; }

}  // namespace mailscope::hosts
