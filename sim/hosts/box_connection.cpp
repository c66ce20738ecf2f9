// Numbers: what passes, is held, is swallowed. What the learner says: box_connection_words.cpp.
#include "sim/hosts/box_connection.h"

#include <algorithm>
#include <utility>

namespace mailscope::hosts {
namespace {

constexpr std::size_t k_held_max = 256;

bool is_bare(const net::Packet& packet) {  // an acknowledgement and nothing else
  const net::TcpHeader& tcp = *packet.tcp();
  return packet.payload.empty() && !tcp.is_syn && !tcp.is_fin && !tcp.is_rst;
}

}  // namespace

// ---- what passes --------------------------------------------------------------------------------------

std::size_t BoxConnection::way_of(const net::Packet& packet) {
  const net::TcpHeader& tcp = *packet.tcp();
  for (std::size_t i = 0; i < ways_.size(); ++i) {
    Way& way = ways_[i];
    if (way.port == 0) way.source = packet.ip.source, way.port = tcp.source_port;
    if (way.source == packet.ip.source && way.port == tcp.source_port) return i;
  }
  return k_from_server;
}

void BoxConnection::see(const net::PacketPassing& passing, const net::Packet& packet) {
  const net::TcpHeader& tcp = *packet.tcp();
  const std::size_t from = way_of(packet);
  if (from == k_from_client) is_client_the_owner_ = !passing.is_to_wire_owner;
  Way& way = ways_[from];
  way.is_repeat = way.acknowledgment == tcp.acknowledgment && way.window == tcp.window;
  if (tcp.is_ack) way.acknowledgment = tcp.acknowledgment;
  way.window = tcp.window;
  if (tcp.is_rst) is_over_ = true;
  turns_.see(packet.payload);
}

bool BoxConnection::is_next(const Way& way, const net::Packet& packet) const {
  return !packet.payload.empty() && way.is_counted && packet.tcp()->sequence == way.next;
}

// `heard`: what goes on instead of its own words; none: nothing that would be a turn.
void BoxConnection::count(Way& way, const net::Packet& packet,
                          std::optional<std::string_view> heard) {
  const net::TcpHeader& tcp = *packet.tcp();
  const auto size = static_cast<std::uint32_t>(packet.payload.size());
  const std::uint32_t end = tcp.sequence + size + (tcp.is_syn ? 1 : 0) + (tcp.is_fin ? 1 : 0);
  if (way.is_counted && static_cast<std::int32_t>(end - way.next) <= 0) return;
  const bool is_whole = !way.is_counted || tcp.sequence == way.next;
  if (heard && is_whole)
    turns_.say(&way == &ways_[k_from_client] ? Speaker::client : Speaker::server, *heard);
  way.next = end;
  way.is_counted = true;
  way.is_closed = way.is_closed || tcp.is_fin;
}

void BoxConnection::pass(const net::PacketPassing& passing) {
  const auto packet = net::parse_packet(passing.packet);
  if (!packet || packet->tcp() == nullptr || connection_.is_none())
    return box_.env().net.forward(passing.ticket);
  count(ways_[way_of(*packet)], *packet, packet->payload);
  send_on(passing, *packet,
          shift_.has_changed() ? shift_.translate(passing.packet) : passing.packet);
}

void BoxConnection::pass_changed(const net::PacketPassing& passing, std::string_view payload) {
  const auto packet = net::parse_packet(passing.packet);
  if (!packet || packet->tcp() == nullptr) return box_.env().net.forward(passing.ticket);
  if (!connection_.is_none()) count(ways_[way_of(*packet)], *packet, payload);
  send_on(passing, *packet, shift_.change(passing.packet, payload));
}

// An acknowledgement only of what the box itself has said goes no further, nor does what is left of words that
// it has swallowed.
void BoxConnection::send_on(const net::PacketPassing& passing, const net::Packet& packet,
                            std::string octets) {
  net::Net& net = box_.env().net;
  const auto out = net::parse_packet(octets);
  const std::size_t from = way_of(packet);
  Way& way = ways_[from];
  const net::TcpHeader& tcp = *out->tcp();
  if (octets != passing.packet && !tcp.is_fin && out->payload.empty()) {
    if (!packet.payload.empty()) {
      net.drop(passing.ticket, DropReason::middlebox);
      return acknowledge(1 - from);
    }
    if (is_bare(packet) && !way.is_repeat && tcp.sequence == way.out_next &&
        tcp.acknowledgment == way.out_acknowledgment && tcp.window == way.out_window) {
      return net.drop(passing.ticket, DropReason::middlebox);
    }
  }
  note_out(from, tcp, out->payload.size());
  if (octets == passing.packet) return net.forward(passing.ticket);
  net.forward_changed(passing.ticket, std::move(octets));
}

void BoxConnection::note_out(std::size_t from, const net::TcpHeader& tcp, std::size_t octets) {
  Way& way = ways_[from];
  const std::uint32_t end = tcp.sequence + static_cast<std::uint32_t>(octets) +
                            (tcp.is_syn ? 1 : 0) + (tcp.is_fin ? 1 : 0);
  way.out_next = end;
  way.out_acknowledgment = tcp.acknowledgment;
  way.out_window = tcp.window;
}

// What this end would send now if it had nothing to say.
std::string BoxConnection::empty_segment(std::size_t from) const {
  const Way &way = ways_[from], &other = ways_[1 - from];
  net::IpHeader ip;
  ip.source = way.source;
  ip.destination = other.source;
  net::TcpHeader tcp;
  tcp.source_port = way.port;
  tcp.destination_port = other.port;
  tcp.sequence = way.next;
  tcp.acknowledgment = way.acknowledgment;
  tcp.is_ack = true;
  tcp.window = way.window;
  return net::tcp_packet(ip, tcp, "");
}

// In the name of that end, which will never see what it acknowledges.
void BoxConnection::acknowledge(std::size_t from) {
  const std::string octets = shift_.translate(empty_segment(from));
  const auto packet = net::parse_packet(octets);
  if (packet->tcp()->acknowledgment == ways_[from].out_acknowledgment) return;
  note_out(from, *packet->tcp(), 0);
  box_.env().net.inject(box_.id(), octets, (from == k_from_client) != is_client_the_owner_);
}

// ---- what is kept ----------------------------------------------------------------------------------------

bool BoxConnection::is_taken_over() const {
  return !orders_.empty() && orders_.front().words.manner == BoxWords::Manner::take_over;
}

bool BoxConnection::keeps(const net::PacketPassing& passing, const net::Packet& packet) {
  if (!is_taken_over()) return false;
  const std::size_t from = way_of(packet);
  const bool is_last = packet.tcp()->is_rst || (packet.tcp()->is_fin && from == k_from_server);
  if (is_last) {  // whoever is left alone goes on alone
    hand_back();
    return false;
  }
  if (turns_.is_sealed() && held_.empty()) return false;
  return from == k_from_client ? keeps_from_server(passing, packet)
                               : keeps_from_client(passing, packet);
}

bool BoxConnection::keeps_from_server(const net::PacketPassing& passing,
                                      const net::Packet& packet) {
  Order& order = orders_.front();
  const Way& way = ways_[k_from_client];
  if (order.words.as == Speaker::client) {
    const bool is_old =
        way.is_counted && static_cast<std::int32_t>(packet.tcp()->sequence - way.next) < 0;
    // In the middle of a mail it is nobody's turn: what was typed would be part of the mail.
    const bool is_mail = turns_.is_in_content() && !order.typist;
    if (is_old || is_mail || (is_bare(packet) && held_.empty()) || packet.tcp()->is_syn)
      return false;
    hold(passing, packet);
    return true;
  }
  if (!is_next(way, packet)) return false;
  swallow(passing, packet, true);
  while (turns_.is_servers_turn() && !reply(order)) {
  }
  return true;
}

bool BoxConnection::keeps_from_client(const net::PacketPassing& passing,
                                      const net::Packet& packet) {
  Order& order = orders_.front();
  if (!is_next(ways_[k_from_server], packet)) return false;
  if (order.words.as == Speaker::server) {
    swallow(passing, packet, false);
    if (packet.payload.back() == '\n') reply(order);
    return true;
  }
  if (!order.typist) return false;
  swallow(passing, packet, true);
  hear(order, packet.payload);
  return true;
}

void BoxConnection::hold(const net::PacketPassing& passing, const net::Packet& packet) {
  const Held held{passing, packet.tcp()->sequence, packet.payload.size()};
  const bool is_again = std::any_of(held_.begin(), held_.end(), [&](const Held& other) {
    return other.sequence == held.sequence && other.octets >= held.octets && held.octets > 0;
  });
  if (is_again || held_.size() == k_held_max)
    return box_.env().net.drop(passing.ticket, DropReason::middlebox);
  held_.push_back(held);
}

void BoxConnection::swallow(const net::PacketPassing& passing, const net::Packet& packet,
                            bool is_turn) {
  const std::size_t from = way_of(packet);
  count(ways_[from], packet,
        is_turn ? std::optional<std::string_view>(packet.payload) : std::nullopt);
  shift_.change(passing.packet, "");
  box_.env().net.drop(passing.ticket, DropReason::middlebox);
  acknowledge(1 - from);
}

}  // namespace mailscope::hosts
