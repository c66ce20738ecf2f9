// Events kept for who carries them out of the simulation.
#include "sim/hosts/gateway.h"

namespace mailscope::hosts {

void Gateway::handle(const net::NetEvent& event) { events_.push_back(event); }

std::optional<net::NetEvent> Gateway::next() {
  if (events_.empty()) return std::nullopt;
  std::optional<net::NetEvent> event(std::move(events_.front()));
  events_.pop_front();
  return event;
}

void Gateway::listen(Protocol protocol, Port port, const std::string& service_name) {
  note_service({protocol, port, Security::none, service_name});
  env_.net.listen(id(), port);
}

net::Endpoint Gateway::call(Ipv4 address, Port port) {
  env_.recorder.set_cause({});
  return env_.net.connect(id(), address, port);
}

// It has no account of its own of what others say through it: the trace's is the only one.
void Gateway::describe_own(HostState& state) const {
  WorldState told;
  for (const Record& record : env_.recorder.trace()) apply(told, record);
  state.connections = told.hosts[id().value - 1].connections;
}

}  // namespace mailscope::hosts
