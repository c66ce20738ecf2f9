// A small world for the tests of net: one client, one server, optional boxes, programs as callbacks.
//
//   Play play;
//   play.net.listen(play.server, 25);
//   play.on_received = [&](const Received& r) { play.net.send(r.endpoint, "ok"); };
//   play.run();
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sim/net/net.h"
#include "sim/net/packet.h"

namespace mailscope::net {

inline constexpr Ipv4 k_client_address{0xC000020A};  // 192.0.2.10
inline constexpr Ipv4 k_server_address{0xC6336419};  // 198.51.100.25

struct Play {
  explicit Play(std::uint64_t seed = 1, NetOptions options = {})
      : recorder(trace), net(recorder, Random(seed), options) {
    client = net.add_host({.name = "client",
                           .role = HostRole::client,
                           .address = k_client_address,
                           .delay = milliseconds(10)});
    server = net.add_host({.name = "server",
                           .role = HostRole::server,
                           .address = k_server_address,
                           .delay = milliseconds(20)});
  }

  HostId add_box(HostId wire_of, Duration delay = milliseconds(5)) {
    return net.add_host({.name = "box",
                         .role = HostRole::attacker,
                         .address = {},
                         .delay = delay,
                         .wire_of = wire_of});
  }

  // Runs until nothing is due, or `until`. Keeps what each endpoint received and how it ended.
  void run(Time until = k_forever) {
    while (auto event = net.next(until)) {
      if (const auto* accepted = std::get_if<Accepted>(&*event)) {
        accepted_endpoints.push_back(accepted->endpoint);
        log.push_back("accepted");
        if (on_accepted) on_accepted(*accepted);
      } else if (const auto* connected = std::get_if<Connected>(&*event)) {
        log.push_back("connected");
        if (on_connected) on_connected(*connected);
      } else if (const auto* got = std::get_if<Received>(&*event)) {
        received[got->endpoint] += got->octets;
        if (on_received) on_received(*got);
      } else if (const auto* closed = std::get_if<PeerClosed>(&*event)) {
        log.push_back(side_text(closed->endpoint) + " hears the end");
        if (on_peer_closed) on_peer_closed(*closed);
      } else if (const auto* ended = std::get_if<Ended>(&*event)) {
        log.push_back(side_text(ended->endpoint) +
                      " ended: " + std::string(name_of(ended->reason)));
      } else if (const auto* datagram = std::get_if<DatagramReceived>(&*event)) {
        if (on_datagram) on_datagram(*datagram);
      } else if (const auto* timer = std::get_if<TimerFired>(&*event)) {
        log.push_back("timer " + std::to_string(timer->token));
        if (on_timer) on_timer(*timer);
      } else if (const auto* passing = std::get_if<PacketPassing>(&*event)) {
        if (on_packet) {
          on_packet(*passing);
        } else {
          net.forward(passing->ticket);
        }
      }
    }
  }

  static std::string side_text(Endpoint endpoint) { return std::string(name_of(endpoint.side)); }

  // "client SYN", "server SYN, ACK", "client PSH, ACK 5": every TCP packet sent, in order.
  std::vector<std::string> packets() const {
    std::vector<std::string> out;
    for (const Record& record : trace) {
      const auto* sent = std::get_if<PacketSent>(&record.payload);
      if (sent == nullptr) continue;
      const auto packet = parse_packet(sent->packet.value);
      if (!packet || packet->tcp() == nullptr) continue;
      std::string text = record.place.host == client ? "client " : "server ";
      if (record.place.host != client && record.place.host != server) text = "box ";
      text += flags_text(*packet->tcp());
      if (!packet->payload.empty()) text += " " + std::to_string(packet->payload.size());
      out.push_back(text);
    }
    return out;
  }

  // "ESTABLISHED > FIN-WAIT-1" of one host, in order.
  std::vector<std::string> states(HostId host) const {
    std::vector<std::string> out;
    for (const Record& record : trace) {
      const auto* change = std::get_if<TcpStateChanged>(&record.payload);
      if (change == nullptr || record.place.host != host) continue;
      out.push_back(std::string(name_of(change->from)) + " > " + std::string(name_of(change->to)));
    }
    return out;
  }

  template <class Kind>
  std::size_t count() const {
    std::size_t found = 0;
    for (const Record& record : trace) {
      if (std::holds_alternative<Kind>(record.payload)) ++found;
    }
    return found;
  }

  Trace trace;
  Recorder recorder;
  Net net;
  HostId client, server;
  std::function<void(const Accepted&)> on_accepted;
  std::function<void(const Connected&)> on_connected;
  std::function<void(const Received&)> on_received;
  std::function<void(const PeerClosed&)> on_peer_closed;
  std::function<void(const DatagramReceived&)> on_datagram;
  std::function<void(const TimerFired&)> on_timer;
  std::function<void(const PacketPassing&)> on_packet;
  std::vector<Endpoint> accepted_endpoints;
  std::map<Endpoint, std::string> received;
  std::vector<std::string> log;
};

}  // namespace mailscope::net
