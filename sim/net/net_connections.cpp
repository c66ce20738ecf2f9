// TCP endpoints joined to packets, records and events.
#include "sim/net/net_impl.h"

namespace mailscope::net {

ConnectionId Net::Impl::add_connection(HostId client, Ipv4 address, Port port, HostId server,
                                       Ipv4 server_address, Port server_port) {
  connections.emplace_back();
  Connection& connection = connections.back();
  connection.hosts = {client, server};
  connection.addresses = {address, server_address};
  connection.ports = {port, server_port};
  const ConnectionId id{static_cast<std::uint32_t>(connections.size())};
  if (port != 0) tuples[{address, port, server_address, server_port}] = id;
  return id;
}

bool Net::Impl::is_live(ConnectionId id) const {
  const Connection& connection = connections[id.value - 1];
  return connection.ends[0] != nullptr || connection.ends[1] != nullptr;
}

// The next ephemeral port from which no connection to that service is left; 0: all are taken.
Port Net::Impl::free_port(HostId host, Ipv4 address, Port port) {
  HostState& state = state_of(host);
  for (std::uint32_t tries = 0; tries < k_ephemeral_port_count; ++tries) {
    const auto candidate =
        static_cast<Port>(k_ephemeral_port_first + state.ports_given++ % k_ephemeral_port_count);
    const auto found = tuples.find({state.options.address, candidate, address, port});
    if (found == tuples.end() || !is_live(found->second)) return candidate;
  }
  return 0;
}

std::unique_ptr<End> Net::Impl::new_end(HostId host) {
  TcpOptions tcp;
  tcp.segment_octets_max = options.segment_octets_max;
  tcp.retransmit_after = options.retransmit_after;
  tcp.transmissions_max = options.transmissions_max;
  tcp.time_wait = options.time_wait;
  const auto initial_sequence = static_cast<std::uint32_t>(state_of(host).random.next());
  return std::make_unique<End>(End{TcpEnd(tcp, initial_sequence)});
}

ConnectionId Net::Impl::connection_at(const Packet& packet, bool& is_from_client) const {
  const Ipv4 source = packet.ip.source;
  const Ipv4 destination = packet.ip.destination;
  const TcpHeader& tcp = *packet.tcp();
  auto found = tuples.find({source, tcp.source_port, destination, tcp.destination_port});
  is_from_client = found != tuples.end();
  if (!is_from_client) {
    found = tuples.find({destination, tcp.destination_port, source, tcp.source_port});
  }
  return found == tuples.end() ? ConnectionId{} : found->second;
}

void Net::Impl::arrive_tcp(const Flight& flight, const Packet& packet, HostId host) {
  const TcpHeader header = *packet.tcp();
  bool is_from_client = false;
  ConnectionId id = connection_at(packet, is_from_client);
  const RecordNumber arrived = record_arrival(flight);
  const bool is_call = header.is_syn && !header.is_ack && !header.is_rst;
  const bool is_listening = state_of(host).listening.count(header.destination_port) != 0;
  if (id.is_none() && is_call && is_listening) {  // a forged call: nobody has dialled
    is_from_client = true;
    id = add_connection(host_at(packet.ip.source), packet.ip.source, header.source_port, host,
                        packet.ip.destination, header.destination_port);
  }
  if (id.is_none()) return refuse(host, packet, id, arrived);
  const Endpoint endpoint{id, is_from_client ? Speaker::server : Speaker::client};
  if (End* end = end_of(endpoint)) {
    end->tcp.receive(header, packet.payload, now, arrived);
    return drain(endpoint);
  }
  if (!is_from_client || !is_call || !is_listening) return refuse(host, packet, id, arrived);
  auto& end = connection_of(id).ends[1];
  end = new_end(host);
  end->tcp.answer(header, now, arrived);
  drain(endpoint);
}

// RST to what belongs to no endpoint (RFC 9293, section 3.10.7.1).
void Net::Impl::refuse(HostId host, const Packet& packet, ConnectionId connection,
                       RecordNumber cause) {
  const TcpHeader& got = *packet.tcp();
  if (got.is_rst) return;
  TcpHeader reset;
  reset.source_port = got.destination_port;
  reset.destination_port = got.source_port;
  reset.is_rst = true;
  if (got.is_ack) {
    reset.sequence = got.acknowledgment;
  } else {
    reset.is_ack = true;
    reset.acknowledgment = got.sequence + static_cast<std::uint32_t>(packet.payload.size()) +
                           (got.is_syn ? 1U : 0U) + (got.is_fin ? 1U : 0U);
  }
  const IpHeader ip = ip_header(host, packet.ip.destination, packet.ip.source);
  send_packet(host, host_at(ip.destination), connection, tcp_packet(ip, reset, {}), cause);
}

IpHeader Net::Impl::ip_header(HostId host, Ipv4 source, Ipv4 destination) {
  IpHeader ip;
  ip.source = source;
  ip.destination = destination;
  ip.identification = state_of(host).next_identification++;
  return ip;
}

Place Net::Impl::place_of(Endpoint endpoint) {
  const Connection& connection = connection_of(endpoint.connection);
  const std::size_t own = index_of(endpoint.side);
  return {connection.hosts[own], connection.hosts[1 - own], endpoint.connection};
}

// Does all that the endpoint wants done, then looks after its timer and its last breath.
void Net::Impl::drain(Endpoint endpoint) {
  End* end = end_of(endpoint);
  if (end == nullptr) return;
  RecordNumber led = recorder.cause();
  while (auto wanted = end->tcp.next(now)) led = act(endpoint, *wanted, led);
  rearm(endpoint);
  if (end->room_asked && end->tcp.unsent_octets() <= *end->room_asked) {
    end->room_asked.reset();
    tell(RoomMade{endpoint, place_of(endpoint).host}, recorder.cause());
  }
  if (end->tcp.state() == TcpState::closed) {
    connection_of(endpoint.connection).ends[index_of(endpoint.side)].reset();
  }
}

// Returns the record to which later acts of the same moment owe themselves.
RecordNumber Net::Impl::act(Endpoint endpoint, TcpEnd::Act& wanted, RecordNumber led) {
  const Place place = place_of(endpoint);
  End& end = *end_of(endpoint);
  if (const auto* segment = std::get_if<TcpEnd::SegmentOut>(&wanted)) {
    end.tcp.sent_as(transmit(endpoint, *segment));
    return led;
  }
  if (const auto* change = std::get_if<TcpEnd::StateChange>(&wanted)) {
    const KeptCause kept(recorder, change->cause);
    return recorder.add(place, TcpStateChanged{change->from, change->to});
  }
  if (auto* delivered = std::get_if<TcpEnd::Delivered>(&wanted)) {
    tell(Received{endpoint, place.host, std::move(delivered->octets)}, delivered->cause);
    return led;
  }
  if (std::holds_alternative<TcpEnd::Opened>(wanted)) {
    end.is_known = true;
    const Connection& connection = connection_of(endpoint.connection);
    if (endpoint.side == Speaker::client) {
      tell(Connected{endpoint, place.host}, led);
    } else {
      tell(Accepted{endpoint, place.host, connection.ports[1], connection.addresses[0],
                    connection.ports[0]},
           led);
    }
    return led;
  }
  if (std::holds_alternative<TcpEnd::PeerFinished>(wanted)) {
    tell(PeerClosed{endpoint, place.host}, led);
    return led;
  }
  EndReason reason = std::get<TcpEnd::Gone>(wanted).reason;
  if (!end.is_known) return led;  // a call that never became one: its program heard nothing of it
  if (reason == EndReason::timed_out && state_of(place.host).wire.is_cut) reason = EndReason::cut;
  const KeptCause kept(recorder, led);
  led = recorder.add(place, ConnectionEnded{reason});
  tell(Ended{endpoint, place.host, reason}, led);
  return led;
}

RecordNumber Net::Impl::transmit(Endpoint endpoint, const TcpEnd::SegmentOut& segment) {
  const Connection& connection = connection_of(endpoint.connection);
  const std::size_t own = index_of(endpoint.side);
  TcpHeader header = segment.header;
  header.source_port = connection.ports[own];
  header.destination_port = connection.ports[1 - own];
  const HostId host = connection.hosts[own];
  const IpHeader ip = ip_header(host, connection.addresses[own], connection.addresses[1 - own]);
  const RecordNumber cause = segment.cause.is_none() ? recorder.cause() : segment.cause;
  const RecordNumber before = recorder.trace().last();
  send_packet(host, connection.hosts[1 - own], endpoint.connection,
              tcp_packet(ip, header, segment.payload), cause);
  return {before.value + 1};
}

// One timer in the queue for each endpoint. It is left alone when the deadline moves away, as it
// does with every acknowledgement, and looks again when it fires.
void Net::Impl::rearm(Endpoint endpoint) {
  End& end = *end_of(endpoint);
  Work work;
  work.endpoint = endpoint;
  work.cause = recorder.cause();
  if (end.tcp.wants_push() && !end.is_push_due) {
    end.is_push_due = true;
    work.kind = Work::Kind::push;
    queue.add_late(now, work);
  }
  const auto deadline = end.tcp.deadline();
  if (end.timer != 0 && (!deadline || *deadline < end.timer_at)) {
    queue.cancel(end.timer);
    end.timer = 0;
  }
  if (!deadline || end.timer != 0) return;
  work.kind = Work::Kind::wake;
  end.timer_at = *deadline;
  end.timer = queue.add(*deadline, work);
}

}  // namespace mailscope::net
