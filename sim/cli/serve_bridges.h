// Between real sockets and the gateway of a world: each real connection is a simulated one.
//
//   Bridges bridges(world, options);
//   bridges.open(doors, base_port);
//   loop: world.advance(clock.now()); bridges.carry_out();
//         bridges.add_to(polled); poll(...); bridges.carry_in(polled);
//
// A real program that connects to a door becomes a call of the gateway to the door's server. Octets go
// both ways as they are; so do the end of what is said (FIN) and RST. Who reads slowly is waited for:
// what a real program has not read closes the simulated window, and while a simulated server has not
// acknowledged much, the real socket is not read.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>

#include "sim/cli/loopback.h"
#include "sim/cli/serve_world.h"
#include "sim/hosts/gateway.h"
#include "sim/world/world.h"

namespace mailscope::cli {

struct BridgeOptions {
  std::optional<LoopbackAddress> outbound;  // where mail for domains outside is delivered
  std::size_t connections_max = 4'000;      // further ones are closed at once
};

struct BridgeCounts {
  std::size_t came_in = 0, went_out = 0, turned_away = 0;
};

class Bridges {
 public:
  Bridges(world::World& world, BridgeOptions options);

  // Listens for every door and fills in its real port: `base_port` and upwards, or free ones when it
  // is 0. The error is a sentence.
  std::optional<std::string> open(std::vector<OpenDoor>& doors, Port base_port);

  void add_to(std::vector<pollfd>& polled) const;
  void carry_in(const std::vector<pollfd>& polled);  // what the real programs did
  void carry_out();                                  // what the world did
  // Sentences for the operator, since the last call.
  std::vector<std::string> take_news();

  const BridgeCounts& counts() const { return counts_; }
  std::size_t size() const { return bridges_.size(); }

 private:
  struct Door {
    OpenDoor door;
    Socket listening;
  };
  struct Bridge {
    Socket socket;
    net::Endpoint endpoint;
    bool is_sim_open = false;       // before, its end could not be told from giving up the call
    bool is_dialling = false;       // outwards, and not yet answered
    bool is_real_finished = false;  // the real program will say no more
    bool is_sim_finished = false;   // nor will the simulated one
    bool is_finish_passed_on = false;
    bool is_sim_gone = false;
    std::string to_real;  // what the real program has yet to take
    std::size_t unread_told = 0;
    Time finished_at{};  // when the simulated end had said all
  };

  void accept_at(Door& door);
  void read(Bridge& bridge);
  void write(Bridge& bridge);
  void take(const net::NetEvent& event);
  void dial_out(const net::Accepted& accepted);
  void tell_unread(Bridge& bridge);
  void break_off(Bridge& bridge);
  void finish_or_forget(Bridge& bridge);
  Bridge* bridge_of(net::Endpoint endpoint);
  bool wants_octets(const Bridge& bridge) const;

  world::World& world_;
  BridgeOptions options_;
  std::vector<Door> doors_;
  std::map<int, Bridge> bridges_;  // by descriptor
  std::map<net::Endpoint, int> descriptors_;
  std::vector<int> over_;  // to be forgotten
  std::vector<std::string> news_;
  bool is_full_told_ = false;
  BridgeCounts counts_;
};

}  // namespace mailscope::cli
