// Octets, ends and resets, in and out.
#include "sim/cli/serve_bridges.h"

#include <algorithm>

namespace mailscope::cli {
namespace {

constexpr std::size_t k_read_octets = 64 * 1024;
// So much may be on its way to a simulated server before its client is made to wait.
constexpr std::size_t k_unsent_octets_max = 256 * 1024;
// A client that does not close after the server has: as long as systems wait in FIN-WAIT-2.
constexpr Duration k_finish_patience = seconds(60);

}  // namespace

Bridges::Bridges(world::World& world, BridgeOptions options) : world_(world), options_(options) {
  if (options_.outbound) world_.gateway()->listen(Protocol::smtp, 25, "outside");
}

std::optional<std::string> Bridges::open(std::vector<OpenDoor>& doors, Port base_port) {
  if (base_port != 0 && base_port + doors.size() > 65'536) {
    return "there are " + std::to_string(doors.size()) +
           " doors, and no port is above 65535: choose a lower --base-port";
  }
  for (std::size_t i = 0; i < doors.size(); ++i) {
    const Port wanted = base_port == 0 ? Port{0} : static_cast<Port>(base_port + i);
    auto listening = listen_on_loopback(wanted);
    if (!listening) {
      return "127.0.0.1:" + std::to_string(wanted) + " cannot be had (" + listening.error() +
             "); choose another --base-port, or none for free ports";
    }
    doors[i].real_port = listening->port;
    doors_.push_back({doors[i], std::move(listening->socket)});
  }
  return std::nullopt;
}

void Bridges::add_to(std::vector<pollfd>& polled) const {
  for (const Door& door : doors_) polled.push_back({door.listening.descriptor(), POLLIN, 0});
  for (const auto& [descriptor, bridge] : bridges_) {
    short events = 0;
    if (wants_octets(bridge)) events |= POLLIN;
    if (bridge.is_dialling || !bridge.to_real.empty()) events |= POLLOUT;
    polled.push_back({descriptor, events, 0});
  }
}

bool Bridges::wants_octets(const Bridge& bridge) const {
  return bridge.is_sim_open && !bridge.is_dialling && !bridge.is_real_finished &&
         !bridge.is_sim_gone && world_.net().unsent_octets(bridge.endpoint) < k_unsent_octets_max;
}

void Bridges::carry_in(const std::vector<pollfd>& polled) {
  for (const pollfd& each : polled) {
    if (each.revents == 0) continue;
    const auto door = std::find_if(doors_.begin(), doors_.end(), [&](const Door& candidate) {
      return candidate.listening.descriptor() == each.fd;
    });
    if (door != doors_.end()) {
      accept_at(*door);
      continue;
    }
    const auto found = bridges_.find(each.fd);
    if (found == bridges_.end()) continue;
    Bridge& bridge = found->second;
    if (bridge.is_dialling) {
      bridge.is_dialling = false;
      const std::string error = error_of(bridge.socket);
      if (!error.empty()) {
        news_.push_back("the way out is closed (" + error + "): a delivery was reset");
        break_off(bridge);
        continue;
      }
    }
    if ((each.revents & POLLOUT) != 0) write(bridge);
    const bool is_broken = (each.revents & (POLLERR | POLLNVAL)) != 0;
    if ((each.revents & (POLLIN | POLLHUP)) != 0 && wants_octets(bridge)) read(bridge);
    if (is_broken) break_off(bridge);
  }
}

void Bridges::accept_at(Door& door) {
  for (Socket socket = accept_from(door.listening); socket.is_open();
       socket = accept_from(door.listening)) {
    if (bridges_.size() >= options_.connections_max) {
      ++counts_.turned_away;
      if (!is_full_told_) {
        news_.push_back(std::to_string(bridges_.size()) +
                        " connections are open, which is the limit here: further ones are closed "
                        "at once; close some");
      }
      is_full_told_ = true;
      socket.close_with_reset();
      continue;
    }
    ++counts_.came_in;
    const int descriptor = socket.descriptor();
    Bridge& bridge = bridges_[descriptor];
    bridge.socket = std::move(socket);
    bridge.endpoint = world_.gateway()->call(door.door.address, door.door.port);
    descriptors_[bridge.endpoint] = descriptor;
  }
}

void Bridges::read(Bridge& bridge) {
  std::string octets;
  const Transfer transfer = read_from(bridge.socket, octets, k_read_octets);
  switch (transfer.kind) {
    case Transfer::Kind::moved: return world_.net().send(bridge.endpoint, octets);
    case Transfer::Kind::would_block: return;
    case Transfer::Kind::ended:
      bridge.is_real_finished = true;
      return world_.net().close(bridge.endpoint);
    case Transfer::Kind::broken: return break_off(bridge);
  }
}

void Bridges::write(Bridge& bridge) {
  if (bridge.is_dialling) return;
  while (!bridge.to_real.empty()) {
    const Transfer transfer = write_to(bridge.socket, bridge.to_real);
    if (transfer.kind == Transfer::Kind::broken) return break_off(bridge);
    if (transfer.kind != Transfer::Kind::moved) break;
    bridge.to_real.erase(0, transfer.octets);
  }
  tell_unread(bridge);
  finish_or_forget(bridge);
}

void Bridges::tell_unread(Bridge& bridge) {
  if (bridge.is_sim_gone || bridge.unread_told == bridge.to_real.size()) return;
  bridge.unread_told = bridge.to_real.size();
  world_.net().set_unread(bridge.endpoint, bridge.unread_told);
}

// Either side has broken: the other learns it by RST.
void Bridges::break_off(Bridge& bridge) {
  const int descriptor = bridge.socket.descriptor();
  if (!bridge.is_sim_gone) world_.net().abort(bridge.endpoint);
  bridge.is_sim_gone = true;
  over_.push_back(descriptor);
}

void Bridges::finish_or_forget(Bridge& bridge) {
  if (!bridge.to_real.empty()) return;
  if (bridge.is_sim_finished && !bridge.is_finish_passed_on) {
    bridge.is_finish_passed_on = true;
    bridge.socket.finish();
  }
  if (bridge.is_sim_gone) over_.push_back(bridge.socket.descriptor());
}

void Bridges::carry_out() {
  while (const auto event = world_.gateway()->next()) take(*event);
  for (auto& [descriptor, bridge] : bridges_) {
    if (bridge.is_finish_passed_on && !bridge.is_real_finished && !bridge.is_sim_gone &&
        world_.now() - bridge.finished_at > k_finish_patience) {
      break_off(bridge);
    }
  }
  for (const int descriptor : over_) {
    const auto found = bridges_.find(descriptor);
    if (found == bridges_.end()) continue;
    Bridge& bridge = found->second;
    // Both sides have said all: an ordinary end. Anything else is told as what it is.
    if (!bridge.is_real_finished || !bridge.is_finish_passed_on) bridge.socket.close_with_reset();
    descriptors_.erase(bridge.endpoint);
    bridges_.erase(found);
    is_full_told_ = false;
  }
  over_.clear();
}

void Bridges::take(const net::NetEvent& event) {
  if (const auto* accepted = std::get_if<net::Accepted>(&event)) {
    dial_out(*accepted);
  } else if (const auto* connected = std::get_if<net::Connected>(&event)) {
    if (Bridge* bridge = bridge_of(connected->endpoint)) bridge->is_sim_open = true;
  } else if (const auto* received = std::get_if<net::Received>(&event)) {
    if (Bridge* bridge = bridge_of(received->endpoint)) {
      bridge->to_real += received->octets;
      write(*bridge);
    }
  } else if (const auto* closed = std::get_if<net::PeerClosed>(&event)) {
    if (Bridge* bridge = bridge_of(closed->endpoint)) {
      bridge->is_sim_finished = true;
      bridge->finished_at = world_.now();
      write(*bridge);
    }
  } else if (const auto* ended = std::get_if<net::Ended>(&event)) {
    if (Bridge* bridge = bridge_of(ended->endpoint)) {
      bridge->is_sim_gone = true;
      if (ended->reason == EndReason::closed) {
        write(*bridge);
      } else {
        over_.push_back(bridge->socket.descriptor());
      }
    }
  }
}

void Bridges::dial_out(const net::Accepted& accepted) {
  if (!options_.outbound || bridges_.size() >= options_.connections_max) {
    return world_.net().abort(accepted.endpoint);
  }
  auto socket = dial_loopback(*options_.outbound);
  if (!socket) {
    news_.push_back("the way out is closed (" + socket.error() + "): a delivery was reset");
    return world_.net().abort(accepted.endpoint);
  }
  ++counts_.went_out;
  const int descriptor = socket->descriptor();
  Bridge& bridge = bridges_[descriptor];
  bridge.socket = std::move(*socket);
  bridge.endpoint = accepted.endpoint;
  bridge.is_sim_open = true;
  bridge.is_dialling = true;
  descriptors_[bridge.endpoint] = descriptor;
}

Bridges::Bridge* Bridges::bridge_of(net::Endpoint endpoint) {
  const auto found = descriptors_.find(endpoint);
  return found == descriptors_.end() ? nullptr : &bridges_.at(found->second);
}

std::vector<std::string> Bridges::take_news() {
  std::vector<std::string> news;
  news.swap(news_);
  return news;
}

}  // namespace mailscope::cli
