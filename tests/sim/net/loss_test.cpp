// Lost, doubled and delayed packets: what was said still comes whole, in order, once.
#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/net/net_play.h"

namespace mailscope::net {
namespace {

// The client says `up`, the server answers with `down`; both close. Every packet that passes the
// box on the client's wire is given to `fate`.
struct Exchange {
  std::string up = std::string(10'000, 'u'), down = std::string(7'000, 'd');
  Play play;
  std::size_t passed = 0;

  explicit Exchange(std::uint64_t seed = 1) : play(seed) {
    for (std::size_t i = 0; i < up.size(); ++i) up[i] = static_cast<char>('A' + i % 26);
    for (std::size_t i = 0; i < down.size(); ++i) down[i] = static_cast<char>('a' + i % 25);
    play.add_box(play.client);
    play.net.listen(play.server, 25);
    play.on_connected = [this](const Connected& c) { play.net.send(c.endpoint, up); };
    play.on_received = [this](const Received& r) {
      const std::string& so_far = play.received[r.endpoint];
      if (r.endpoint.side == Speaker::server && so_far.size() == up.size()) {
        play.net.send(r.endpoint, down);
        play.net.close(r.endpoint);
      }
    };
    play.on_peer_closed = [this](const PeerClosed& p) { play.net.close(p.endpoint); };
  }

  void run() {
    play.net.connect(play.client, k_server_address, 25);
    play.run();
  }

  bool is_whole() {
    return play.accepted_endpoints.size() == 1 && play.received[play.accepted_endpoints[0]] == up &&
           play.received[{play.accepted_endpoints[0].connection, Speaker::client}] == down;
  }
  bool ended_well() {
    return std::count(play.log.begin(), play.log.end(), "client ended: closed") == 1 &&
           std::count(play.log.begin(), play.log.end(), "server ended: closed") == 1;
  }
};

TEST_CASE("net: whichever packet is lost, all comes through and ends well", "[net]") {
  Exchange undisturbed;
  undisturbed.play.on_packet = [&](const PacketPassing& p) {
    ++undisturbed.passed;
    undisturbed.play.net.forward(p.ticket);
  };
  undisturbed.run();
  REQUIRE(undisturbed.is_whole());
  REQUIRE(undisturbed.passed > 15);
  for (std::size_t lost = 1; lost <= undisturbed.passed; ++lost) {
    INFO("lost is packet " << lost);
    Exchange exchange;
    exchange.play.on_packet = [&](const PacketPassing& p) {
      if (++exchange.passed == lost) {
        exchange.play.net.drop(p.ticket, DropReason::middlebox);
      } else {
        exchange.play.net.forward(p.ticket);
      }
    };
    exchange.run();
    CHECK(exchange.is_whole());
    // When the very last acknowledgement is lost its sender waits in TIME-WAIT and says it again.
    CHECK(exchange.ended_well());
    CHECK(exchange.play.count<PacketDropped>() == 1);
  }
}

TEST_CASE("net: random loss, doubling and delay never change what is received", "[net]") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    const std::uint64_t loss = random.below(15), doubling = random.below(15),
                        holding = random.below(20);
    INFO("seed " << seed << " loss " << loss << "% doubling " << doubling << "% holding " << holding
                 << "%");
    Exchange exchange(seed);
    Play& play = exchange.play;
    std::map<std::uint64_t, std::uint64_t> held;  // timer token -> ticket
    HostId box;
    play.on_packet = [&](const PacketPassing& p) {
      box = p.box;
      if (random.chance(loss, 100)) return play.net.drop(p.ticket, DropReason::middlebox);
      if (random.chance(doubling, 100)) play.net.inject(p.box, p.packet, p.is_to_wire_owner);
      if (!random.chance(holding, 100)) return play.net.forward(p.ticket);
      held[p.ticket] = p.ticket;
      play.net.after(p.box, milliseconds(static_cast<std::int64_t>(random.below(300))), p.ticket);
    };
    play.on_timer = [&](const TimerFired& t) { play.net.forward(held.at(t.token)); };
    exchange.run();
    CHECK(exchange.is_whole());
    // Every packet came to one end.
    std::set<std::uint32_t> open;
    for (const Record& record : play.trace) {
      if (std::holds_alternative<PacketSent>(record.payload)) open.insert(record.number.value);
      if (const auto* arrived = std::get_if<PacketArrived>(&record.payload)) {
        CHECK(open.erase(arrived->sent.value) == 1);
      }
      if (const auto* dropped = std::get_if<PacketDropped>(&record.payload)) {
        CHECK(open.erase(dropped->sent.value) == 1);
      }
    }
    CHECK(open.empty());
    CHECK(play.trace.size() < 5'000);
  }
}

TEST_CASE("net: a retransmission is owed to the packet that got no answer", "[net]") {
  Exchange exchange;
  exchange.play.on_packet = [&](const PacketPassing& p) {
    if (++exchange.passed == 1) return exchange.play.net.drop(p.ticket, DropReason::middlebox);
    exchange.play.net.forward(p.ticket);
  };
  exchange.run();
  std::vector<const Record*> calls;
  for (const Record& record : exchange.play.trace) {
    const auto* sent = std::get_if<PacketSent>(&record.payload);
    if (sent == nullptr || record.place.host != exchange.play.client) continue;
    const auto packet = parse_packet(sent->packet.value);
    if (packet && packet->tcp()->is_syn) calls.push_back(&record);
  }
  REQUIRE(calls.size() == 2);
  CHECK(calls[1]->cause == calls[0]->number);
  CHECK(calls[1]->time == Time{} + seconds(1));
}

}  // namespace
}  // namespace mailscope::net
