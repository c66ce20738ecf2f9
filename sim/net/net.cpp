// The owner's calls, and the loop that runs what is due.
#include "sim/net/net.h"

#include <algorithm>

#include "sim/net/net_impl.h"

namespace mailscope::net {
namespace {

constexpr Duration k_delay_max = days(36'500);

}  // namespace

Net::Net(Recorder& recorder, Random random, NetOptions options)
    : impl_(std::make_unique<Impl>(recorder, random, options)) {}
Net::~Net() = default;

HostState& Net::Impl::state_of(HostId host) {
  MUST(host.value >= 1 && host.value <= hosts.size());
  return hosts[host.value - 1];
}

Connection& Net::Impl::connection_of(ConnectionId id) {
  MUST(id.value >= 1 && id.value <= connections.size());
  return connections[id.value - 1];
}

End* Net::Impl::end_of(Endpoint endpoint) {
  return connection_of(endpoint.connection).ends[index_of(endpoint.side)].get();
}

Time Net::Impl::later(Duration delay) const {
  return now + std::clamp(delay, Duration{}, k_delay_max);
}

HostId Net::add_host(const HostOptions& options) {
  const HostId id{static_cast<std::uint32_t>(impl_->hosts.size() + 1)};
  HostState state{options, {}, {}, {}, {}, 0, 0, impl_->random.fork(id.value)};
  state.options.delay = std::clamp(options.delay, Duration{}, k_delay_max);
  state.wire.length = state.options.delay;
  state.next_identification = static_cast<std::uint16_t>(state.random.next());
  if (options.wire_of.is_none()) {
    MUST(impl_->host_at(options.address).is_none());
    impl_->addresses[options.address] = id;
  } else {
    HostState& owner = impl_->state_of(options.wire_of);
    MUST(owner.options.wire_of.is_none());
    add_box(owner.wire, id, state.options.delay);
    state.options.delay = std::min(state.options.delay, owner.options.delay);
  }
  impl_->recorder.add({id, {}, {}}, HostAdded{options.name, options.role, options.address,
                                              state.options.delay, options.wire_of});
  impl_->hosts.push_back(std::move(state));
  return id;
}

HostId Net::host_at(Ipv4 address) const { return impl_->host_at(address); }
Ipv4 Net::address_of(HostId host) const { return impl_->state_of(host).options.address; }

void Net::listen(HostId host, Port port) { impl_->state_of(host).listening.insert(port); }
void Net::unlisten(HostId host, Port port) { impl_->state_of(host).listening.erase(port); }

void Net::filter(HostId host, Port port, bool is_filtered) {
  auto& filtered = impl_->state_of(host).filtered;
  if (is_filtered) {
    filtered.insert(port);
  } else {
    filtered.erase(port);
  }
}

void Net::set_wire_cut(HostId host, bool is_cut) {
  const HostId owner = impl_->state_of(host).options.wire_of;
  impl_->state_of(owner.is_none() ? host : owner).wire.is_cut = is_cut;
}

void Net::set_fates(std::vector<PacketFate> fates) {
  for (PacketFate& fate : fates) impl_->fates[{fate.host, fate.nth}] = std::move(fate.payload);
}

Endpoint Net::connect(HostId host, Ipv4 address, Port port) {
  const HostId peer = impl_->host_at(address);
  const Ipv4 own_address = impl_->state_of(host).options.address;
  const Port own_port = impl_->free_port(host, address, port);
  const ConnectionId id = impl_->add_connection(host, own_address, own_port, peer, address, port);
  const Endpoint endpoint{id, Speaker::client};
  const KeptCause kept(impl_->recorder);
  const RecordNumber opened = impl_->recorder.lead(
      {host, peer, id}, ConnectionOpened{own_address, address, own_port, port});
  if (own_port == 0) {
    const RecordNumber ended =
        impl_->recorder.add({host, peer, id}, ConnectionEnded{EndReason::unreachable});
    impl_->tell(Ended{endpoint, host, EndReason::unreachable}, ended);
    return endpoint;
  }
  auto& end = impl_->connection_of(id).ends[0];
  end = impl_->new_end(host);
  end->is_known = true;
  end->tcp.dial(impl_->now, opened);
  impl_->drain(endpoint);
  return endpoint;
}

void Net::send(Endpoint endpoint, std::string_view octets) {
  if (End* end = impl_->end_of(endpoint)) {
    end->tcp.say(octets, impl_->recorder.cause());
    impl_->drain(endpoint);
  }
}

void Net::close(Endpoint endpoint) {
  if (End* end = impl_->end_of(endpoint)) {
    end->tcp.close(impl_->recorder.cause());
    impl_->drain(endpoint);
  }
}

void Net::abort(Endpoint endpoint) {
  if (End* end = impl_->end_of(endpoint)) {
    end->tcp.abort(impl_->recorder.cause());
    impl_->drain(endpoint);
  }
}

void Net::set_unread(Endpoint endpoint, std::size_t octets) {
  if (End* end = impl_->end_of(endpoint)) {
    end->tcp.set_unread(octets, impl_->recorder.cause());
    impl_->drain(endpoint);
  }
}

std::size_t Net::unsent_octets(Endpoint endpoint) const {
  const End* end = impl_->end_of(endpoint);
  return end == nullptr ? 0 : end->tcp.unsent_octets();
}

void Net::ask_for_room(Endpoint endpoint, std::size_t unsent_octets_max) {
  if (End* end = impl_->end_of(endpoint)) {
    end->room_asked = unsent_octets_max;
    impl_->drain(endpoint);
  }
}

TcpState Net::state_of(Endpoint endpoint) const {
  const End* end = impl_->end_of(endpoint);
  return end == nullptr ? TcpState::closed : end->tcp.state();
}

HostId Net::host_of(Endpoint endpoint) const {
  return impl_->connection_of(endpoint.connection).hosts[index_of(endpoint.side)];
}

Port Net::open_datagram_port(HostId host) {
  HostState& state = impl_->state_of(host);
  // At random: a port that cannot be guessed is half of a resolver's defence (RFC 5452, section 9.2).
  std::uint64_t at = state.random.below(k_ephemeral_port_count);
  for (std::uint32_t tries = 0; tries < k_ephemeral_port_count; ++tries) {
    const auto port = static_cast<Port>(k_ephemeral_port_first + at);
    if (state.datagram_ports.insert(port).second) return port;
    at = (at + 1) % k_ephemeral_port_count;
  }
  return 0;
}

void Net::open_datagram_port(HostId host, Port port) {
  impl_->state_of(host).datagram_ports.insert(port);
}

void Net::close_datagram_port(HostId host, Port port) {
  impl_->state_of(host).datagram_ports.erase(port);
}

void Net::send_datagram(HostId host, Port from, Ipv4 to, Port to_port, std::string_view octets) {
  if (octets.size() > k_udp_payload_octets_max) return;
  const IpHeader ip = impl_->ip_header(host, impl_->state_of(host).options.address, to);
  impl_->send_packet(host, impl_->host_at(to), {}, udp_packet(ip, {from, to_port}, octets),
                     impl_->recorder.cause());
}

std::uint64_t Net::after(HostId host, Duration delay, std::uint64_t token) {
  Work work;
  work.kind = Work::Kind::timer;
  work.cause = impl_->recorder.cause();
  work.host = host;
  work.token = token;
  return impl_->queue.add(impl_->later(delay), work);
}

void Net::cancel(std::uint64_t timer) { impl_->queue.cancel(timer); }

void Net::forward(std::uint64_t ticket) {
  HostId box;
  bool was_held = false;
  Flight flight = impl_->take_ticket(ticket, box, was_held);
  // When it went on later than it came, the trace must say when.
  if (was_held) impl_->replace_octets(flight, box, impl_->octets_of(flight.carrier));
  impl_->fly(flight);
}

void Net::forward_changed(std::uint64_t ticket, std::string packet) {
  HostId box;
  bool was_held = false;
  Flight flight = impl_->take_ticket(ticket, box, was_held);
  if (was_held || packet != impl_->octets_of(flight.carrier)) {
    impl_->replace_octets(flight, box, std::move(packet));
  }
  impl_->fly(flight);
}

void Net::drop(std::uint64_t ticket, DropReason reason) {
  HostId box;
  bool was_held = false;
  const Flight flight = impl_->take_ticket(ticket, box, was_held);
  impl_->drop_packet(flight, {box, {}, {}}, reason);
}

void Net::inject(HostId box, std::string packet, bool is_to_wire_owner) {
  const HostId owner = impl_->state_of(box).options.wire_of;
  MUST(!owner.is_none());
  HostId peer = owner;
  ConnectionId connection;
  if (const auto parsed = parse_packet(packet)) {
    bool is_from_client = false;
    if (!is_to_wire_owner) peer = impl_->host_at(parsed->ip.destination);
    if (parsed->tcp() != nullptr) connection = impl_->connection_at(*parsed, is_from_client);
  } else if (!is_to_wire_owner) {
    peer = {};
  }
  const KeptCause kept(impl_->recorder);
  const RecordNumber sent = impl_->record_packet({box, peer, connection}, std::move(packet), true);
  const Wire& wire = impl_->state_of(owner).wire;
  impl_->fly({sent, sent, place_behind(wire, owner, box, !is_to_wire_owner), false});
}

Time Net::now() const { return impl_->now; }

std::optional<Time> Net::next_due() const {
  if (!impl_->events.empty()) return impl_->now;
  return impl_->queue.next_time();
}

std::optional<NetEvent> Net::next(Time until) {
  for (;;) {
    if (!impl_->events.empty()) {
      Impl::Told told = std::move(impl_->events.front());
      impl_->events.pop_front();
      impl_->recorder.set_cause(told.cause);
      return std::move(told.event);
    }
    auto due = impl_->queue.take(until);
    if (!due) break;
    impl_->now = due->time;
    impl_->recorder.set_now(due->time);
    impl_->recorder.set_cause(due->work.cause);
    impl_->run(due->work);
  }
  if (until != k_forever && until > impl_->now) {
    impl_->now = until;
    impl_->recorder.set_now(until);
  }
  impl_->recorder.set_cause({});
  return std::nullopt;
}

void Net::Impl::run(Work work) {
  switch (work.kind) {
    case Work::Kind::timer: return tell(TimerFired{work.host, work.token}, work.cause);
    case Work::Kind::stop: return stop(work.flight);
    case Work::Kind::push:
      if (End* end = end_of(work.endpoint)) {
        end->is_push_due = false;
        end->tcp.push();
        drain(work.endpoint);
      }
      return;
    case Work::Kind::wake:
      if (End* end = end_of(work.endpoint)) {
        end->timer = 0;
        end->tcp.wake(now, work.cause);
        drain(work.endpoint);
      }
      return;
    case Work::Kind::unreachable:
      if (End* end = end_of(work.endpoint); end && end->tcp.state() == TcpState::syn_sent) {
        end->tcp.give_up(EndReason::unreachable, work.cause);
        drain(work.endpoint);
      }
      return;
  }
}

}  // namespace mailscope::net
