// A host that answers DNS questions: authoritative for its zones, and, if it resolves, for clients' sake
// a caching resolver that asks the world's other name servers.
#pragma once

#include <map>
#include <optional>

#include "sim/dns/authority.h"
#include "sim/dns/resolver.h"
#include "sim/hosts/host.h"

namespace mailscope::hosts {

// The zones of a spec as the DNS room has them. Zones must have been checked by the loader.
std::vector<dns::Zone> zones_of(const DnsServerSpec& spec);

class DnsServer : public Host {
 public:
  DnsServer(Environment& env, HostId id, const HostSpec& spec);

 protected:
  void datagram(const net::DatagramReceived& datagram) override;
  void describe_own(HostState& state) const override;

 private:
  void pump_resolver();
  void send(const dns::Peer& to, Port from_port, const std::string& octets, DnsSaid said);
  bool is_own(std::string_view octets) const;

  dns::Authority authority_;
  std::optional<dns::Resolver> resolver_;
  std::map<Port, dns::InquiryId> ports_;
  std::map<std::pair<std::string, std::string>, CachedAnswer> cached_;
  std::uint64_t timer_ = 0;
};

}  // namespace mailscope::hosts
