// A small internet for the tests of this room: authorities behind a resolver behind a stub. No
// delays but those that silence makes: with nothing left to deliver, time jumps to the next timeout.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "sim/dns/resolver.h"
#include "sim/dns/stub.h"
#include "sim/dns/zone_text.h"

namespace mailscope::dns {

struct DnsWorld {
  std::map<Ipv4, Authority> authorities;
  Resolver resolver;
  Stub stub{{.servers = {Ipv4{0xC0000235}}}, Random(7)};
  Time now;
  std::vector<std::string> log;  // what went to servers and came back
  std::vector<Ipv4> silent;      // servers that say nothing
  Ipv4 resolver_address{0xC0000235};
  Ipv4 client_address{0xC0000210};

  explicit DnsWorld(Resolver::Options options) : resolver(std::move(options), Random(3)) {}

  void serve(const char* address, std::vector<std::pair<const char*, const char*>> zones) {
    std::vector<Zone> made;
    for (const auto& [origin, text] : zones) {
      auto zone = parse_zone(name_of(origin), std::string_view(text));
      if (!zone) log.push_back(to_text(zone.error()));
      MUST(zone.has_value());
      made.push_back(*std::move(zone));
    }
    authorities.emplace(*parse_ipv4(address), Authority(std::move(made)));
  }

  // Asks by the stub and plays until the answer is there.
  Answer ask(const char* name, Type type) { return ask({name_of(name), type}); }
  Answer ask(const Question& question) {
    const InquiryId wanted = stub.ask(now, question);
    for (int steps = 0; steps < 10000; ++steps) {
      while (auto event = stub.next()) {
        if (auto* send = std::get_if<SendQuery>(&*event)) {
          resolver.receive_query(now, {client_address, send->from_port}, send->octets,
                                 send->transport);
        } else if (auto* resolved = std::get_if<Resolved>(&*event)) {
          if (resolved->inquiry == wanted) return resolved->answer;
        }
      }
      if (play_resolver()) continue;
      auto due = resolver.next_due();
      if (const auto stub_due = stub.next_due(); stub_due && (!due || *stub_due < *due))
        due = stub_due;
      MUST(due.has_value());
      now = *due;
      resolver.tick(now);
      stub.tick(now);
    }
    return {};
  }

  bool play_resolver() {
    auto event = resolver.next();
    if (!event) return false;
    if (auto* send = std::get_if<SendQuery>(&*event)) {
      log.push_back(to_text(send->to.address) +
                    (send->transport == Transport::tcp ? " tcp " : " ") + to_text(send->question));
      const auto server = authorities.find(send->to.address);
      const bool is_silent =
          std::find(silent.begin(), silent.end(), send->to.address) != silent.end();
      if (server == authorities.end() || is_silent) return true;
      const auto reply = server->second.reply(send->octets, send->transport);
      if (reply) resolver.receive_answer(now, send->to, send->from_port, reply->octets);
    } else if (auto* answer = std::get_if<SendAnswer>(&*event)) {
      stub.receive(now, {resolver_address, k_dns_port}, answer->to.port, answer->octets);
    } else if (auto* used = std::get_if<CacheUsed>(&*event)) {
      log.push_back("cache: " + to_text(used->entry, now));
    }
    return true;
  }

  std::string take_log() {
    std::string text;
    for (const auto& line : log) text += (text.empty() ? "" : "\n") + line;
    log.clear();
    return text;
  }
};

}  // namespace mailscope::dns
