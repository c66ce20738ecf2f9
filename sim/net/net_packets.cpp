// Packets along wires: sending, boxes, the middle, arrival, and all the ways to be lost.
#include "sim/net/net_impl.h"

namespace mailscope::net {
namespace {

std::optional<Ipv4> destination_of(const std::string& octets) {
  if (octets.size() < k_ip_header_octets) return std::nullopt;
  std::uint32_t value = 0;
  for (std::size_t i = 16; i < 20; ++i) {
    value = (value << 8) | static_cast<std::uint8_t>(octets[i]);
  }
  return Ipv4{value};
}

}  // namespace

HostId Net::Impl::host_at(Ipv4 address) const {
  const auto found = addresses.find(address);
  return found == addresses.end() ? HostId{} : found->second;
}

RecordNumber Net::Impl::record_packet(Place place, std::string octets, bool is_injected) {
  return recorder.add(place, PacketSent{{std::move(octets)}, is_injected});
}

const std::string& Net::Impl::octets_of(RecordNumber carrier) const {
  const Payload& payload = recorder.trace().at(carrier).payload;
  if (const auto* sent = std::get_if<PacketSent>(&payload)) return sent->packet.value;
  const auto* changed = std::get_if<PacketChanged>(&payload);
  MUST(changed != nullptr);
  return changed->packet.value;
}

void Net::Impl::send_packet(HostId host, HostId peer, ConnectionId connection, std::string octets,
                            RecordNumber cause) {
  const KeptCause kept(recorder, cause);
  const RecordNumber sent = record_packet({host, peer, connection}, std::move(octets), false);
  const Wire& wire = state_of(host).wire;
  Flight flight{
      sent, sent, {host, true, wire.length, 0}, peer == host, ++state_of(host).packets_sent};
  if (flight.is_inside) flight.place = {host, false, wire.length, wire.boxes.size()};
  fly(flight);
}

// To its next stop. A cut wire loses at once what is put on it.
void Net::Impl::fly(Flight flight) {
  const Wire& wire = state_of(flight.place.wire).wire;
  if (wire.is_cut && !flight.is_inside) {
    return drop_packet(flight, {HostId{}, flight.place.wire, {}}, DropReason::cut);
  }
  Work work;
  work.kind = Work::Kind::stop;
  work.cause = flight.carrier;
  work.flight = flight;
  queue.add(later(delay_to_next(wire, flight.place)), work);
}

void Net::Impl::stop(Flight flight) {
  const Wire& wire = state_of(flight.place.wire).wire;
  const HostId box = next_box(wire, flight.place);
  if (wire.is_cut && !flight.is_inside) {
    return drop_packet(flight, {HostId{}, flight.place.wire, {}}, DropReason::cut);
  }
  if (!box.is_none()) return pass_box(box, flight);
  if (flight.place.is_up) return cross_middle(flight);
  arrive(flight);
}

// True when it goes no further. What follows a changed segment is translated, so that both ends agree.
bool Net::Impl::meets_its_fate(Flight& flight) {
  if (fates.empty()) return false;
  const Place sent = recorder.trace().at(flight.sent).place;
  const auto fate = fates.find({sent.host, flight.nth});
  const auto shift = shifts.find(sent.connection);
  if (fate == fates.end()) {
    if (shift == shifts.end()) return false;
    std::string translated = shift->second.translate(octets_of(flight.carrier));
    if (translated != octets_of(flight.carrier))
      replace_octets(flight, HostId{}, std::move(translated));
    return false;
  }
  const KeptCause kept(recorder);
  recorder.lead(sent, InterventionMade{fate->second ? "change-packet" : "drop-packet"});
  if (!fate->second) {
    drop_packet(flight, {}, DropReason::middlebox);
    return true;
  }
  const auto packet = parse_packet(octets_of(flight.carrier));
  if (!packet) return false;
  std::string changed =
      packet->udp() ? with_udp_payload(octets_of(flight.carrier), *fate->second)
                    : shifts[sent.connection].change(octets_of(flight.carrier), *fate->second);
  replace_octets(flight, HostId{}, std::move(changed));
  return false;
}

void Net::Impl::cross_middle(Flight flight) {
  if (meets_its_fate(flight)) return;
  const auto destination = destination_of(octets_of(flight.carrier));
  if (!destination) return drop_packet(flight, {}, DropReason::corrupt);
  const HostId host = host_at(*destination);
  if (!host.is_none()) {
    flight.place = {host, false, {}, 0};
    return fly(flight);
  }
  drop_packet(flight, {}, DropReason::no_such_host);
  // The nearest router would say so by ICMP; here the news takes the same time without a packet.
  const Record& sent = recorder.trace().at(flight.sent);
  if (sent.place.connection.is_none() || state_of(sent.place.host).options.wire_of.value != 0)
    return;
  Work work;
  work.kind = Work::Kind::unreachable;
  work.cause = recorder.trace().last();
  work.endpoint = {sent.place.connection, Speaker::client};
  queue.add(later(state_of(flight.place.wire).wire.length), work);
}

void Net::Impl::drop_packet(const Flight& flight, Place place, DropReason reason) {
  place.connection = recorder.trace().at(flight.sent).place.connection;
  recorder.add(place, PacketDropped{flight.sent, reason});
}

void Net::Impl::pass_box(HostId box, Flight flight) {
  const std::uint64_t ticket = ++last_ticket;
  const bool is_to_wire_owner = !flight.place.is_up;
  flight.place =
      place_behind(state_of(flight.place.wire).wire, flight.place.wire, box, flight.place.is_up);
  passing.emplace(ticket, Passing{flight, box, now});
  tell(PacketPassing{box, ticket, octets_of(flight.carrier), is_to_wire_owner,
                     recorder.trace().at(flight.sent).place.connection},
       flight.carrier);
}

Flight Net::Impl::take_ticket(std::uint64_t ticket, HostId& box, bool& was_held) {
  const auto found = passing.find(ticket);
  MUST(found != passing.end());
  const Passing taken = found->second;
  passing.erase(found);
  box = taken.box;
  was_held = taken.since != now;
  return taken.flight;
}

void Net::Impl::replace_octets(Flight& flight, HostId box, std::string octets) {
  const Place place{box, {}, recorder.trace().at(flight.sent).place.connection};
  flight.carrier = recorder.add(place, PacketChanged{flight.sent, {std::move(octets)}});
}

RecordNumber Net::Impl::record_arrival(const Flight& flight) {
  const Place& sent = recorder.trace().at(flight.sent).place;
  const Place place{flight.place.wire, sent.host, sent.connection};
  return recorder.lead(place, PacketArrived{flight.sent});
}

void Net::Impl::arrive(const Flight& flight) {
  const HostId host = flight.place.wire;
  const Place here{host, {}, {}};
  const auto packet = parse_packet(octets_of(flight.carrier));
  if (!packet) return drop_packet(flight, here, DropReason::corrupt);
  HostState& state = state_of(host);
  if (packet->ip.destination != state.options.address) {
    return drop_packet(flight, here, DropReason::no_such_host);
  }
  const TcpHeader* tcp = packet->tcp();
  const UdpHeader* udp = packet->udp();
  const Port port = tcp ? tcp->destination_port : udp ? udp->destination_port : Port{0};
  if (state.filtered.count(port) != 0) return drop_packet(flight, here, DropReason::firewall);
  if (tcp) return arrive_tcp(flight, *packet, host);
  if (!udp || state.datagram_ports.count(port) == 0) {
    return drop_packet(flight, here, DropReason::no_such_port);
  }
  DatagramReceived event{host, port, packet->ip.source, udp->source_port,
                         std::string(packet->payload)};
  tell(std::move(event), record_arrival(flight));
}

}  // namespace mailscope::net
