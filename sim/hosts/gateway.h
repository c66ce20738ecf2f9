// The host through which programs of the real world take part: its connections are led out.
//
// It has no sessions and knows no protocol. What happens on its connections it hands to whoever has
// the other programs (see sim/cli/serve_sockets.h), who answers by calls on the network:
//
//   world.advance(now);
//   while (auto event = world.gateway()->next()) ...   // Connected, Received, PeerClosed, Ended, Accepted
//   world.net().send(endpoint, octets);                // what came from outside, when it came
//
// What its programs said is known by what their peers in the simulation understood, and recorded then
// (sim/hosts/channel.h).
#pragma once

#include <deque>
#include <optional>

#include "sim/hosts/host.h"

namespace mailscope::hosts {

class Gateway : public Host {
 public:
  using Host::Host;

  void handle(const net::NetEvent& event) override;
  // In the order in which they happened.
  std::optional<net::NetEvent> next();

  // Calls to this port are accepted, and told.
  void listen(Protocol protocol, Port port, const std::string& service_name);
  net::Endpoint call(Ipv4 address, Port port);

 protected:
  void describe_own(HostState& state) const override;

 private:
  std::deque<net::NetEvent> events_;
};

}  // namespace mailscope::hosts
