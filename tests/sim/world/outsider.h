// Somebody outside who speaks octets, not a protocol: to servers of a world that is run step by step.
//
//   Outsider outsider(small_world());
//   auto pop = outsider.call("198.51.100.25", 110);
//   outsider.say(pop, "QUIT\r\n");
//   outsider.wait(seconds(1));
//   CHECK(outsider.heard(pop) == "+OK ...");
#pragma once

#include <map>
#include <string>

#include "sim/hosts/gateway.h"
#include "sim/net/net.h"
#include "tests/sim/world/small_world.h"

namespace mailscope::world {

class Outsider {
 public:
  explicit Outsider(WorldSpec spec) : world_(with_gateway(std::move(spec))) {}

  net::Endpoint call(const std::string& address, Port port) {
    const net::Endpoint endpoint = world_.gateway()->call(*parse_ipv4(address), port);
    wait(seconds(1));
    return endpoint;
  }
  void say(net::Endpoint endpoint, const std::string& octets) {
    world_.net().send(endpoint, octets);
    wait(seconds(1));
  }
  void finish(net::Endpoint endpoint) {  // says no more, and still listens
    world_.net().close(endpoint);
    wait(seconds(1));
  }
  // From now on nothing that comes is read, or all of it again.
  void set_reading(net::Endpoint endpoint, bool is_reading) {
    Line& line = lines_[endpoint];
    line.is_reading = is_reading;
    if (is_reading) world_.net().set_unread(endpoint, line.unread = 0);
  }
  void wait(Duration length) {
    const Time until = world_.now() + length;
    // In small steps: what has come is taken as it comes.
    while (world_.now() < until) {
      const Time next = world_.next_due().value_or(until);
      world_.advance(next < until ? next : until);
      take();
    }
  }

  const std::string& heard(net::Endpoint endpoint) { return lines_[endpoint].heard; }
  // The server has said its last, by FIN or RST.
  bool is_over(net::Endpoint endpoint) { return lines_[endpoint].is_over; }
  World& world() { return world_; }
  std::size_t unsent_by_server(net::Endpoint endpoint) {
    return world_.net().unsent_octets({endpoint.connection, Speaker::server});
  }

 private:
  struct Line {
    std::string heard;
    std::size_t unread = 0;
    bool is_reading = true, is_over = false;
  };

  static WorldSpec with_gateway(WorldSpec spec) {
    hosts::HostSpec gateway;
    gateway.name = "outside";
    gateway.role = HostRole::outside;
    gateway.address = *parse_ipv4("203.0.113.200");
    gateway.is_gateway = true;
    spec.hosts.push_back(gateway);
    return spec;
  }

  void take() {
    while (const auto event = world_.gateway()->next()) {
      if (const auto* received = std::get_if<net::Received>(&*event)) {
        Line& line = lines_[received->endpoint];
        line.heard += received->octets;
        if (line.is_reading) continue;
        line.unread += received->octets.size();
        world_.net().set_unread(received->endpoint, line.unread);
      } else if (const auto* closed = std::get_if<net::PeerClosed>(&*event)) {
        lines_[closed->endpoint].is_over = true;
      } else if (const auto* ended = std::get_if<net::Ended>(&*event)) {
        lines_[ended->endpoint].is_over = true;
      }
    }
  }

  World world_;
  std::map<net::Endpoint, Line> lines_;
};

}  // namespace mailscope::world
