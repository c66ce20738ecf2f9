// Boxes on the wire: watching, changing, injecting; and what hostile packets do (nothing).
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/net/sequence_shift.h"
#include "tests/sim/net/net_play.h"

namespace mailscope::net {
namespace {

// The server greets; the client says EHLO, then QUIT for every line it gets, five times.
struct Dialogue {
  Play play;
  int said = 0;

  Dialogue() {
    play.net.listen(play.server, 25);
    play.on_accepted = [this](const Accepted& a) { play.net.send(a.endpoint, "220 STARTTLS\r\n"); };
    play.on_received = [this](const Received& r) {
      if (r.octets.empty() || r.octets.back() != '\n') return;
      if (r.endpoint.side == Speaker::server) {
        play.net.send(r.endpoint, "250 STARTTLS " + std::to_string(said) + "\r\n");
      } else if (said < 5) {
        play.net.send(r.endpoint, "EHLO " + std::to_string(++said) + "\r\n");
      } else {
        play.net.close(r.endpoint);
      }
    };
    play.on_peer_closed = [this](const PeerClosed& p) { play.net.close(p.endpoint); };
  }
  void run() {
    play.net.connect(play.client, k_server_address, 25);
    play.run();
  }
  std::string client_heard() { return play.received[{{1}, Speaker::client}]; }
  std::string server_heard() { return play.received[{{1}, Speaker::server}]; }
};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

TEST_CASE("box: words of the same length are changed without a trace at the ends", "[net]") {
  Dialogue dialogue;
  dialogue.play.add_box(dialogue.play.client);
  dialogue.play.on_packet = [&](const PacketPassing& p) {
    const auto packet = parse_packet(p.packet);
    REQUIRE(packet);
    const std::string payload(packet->payload);
    const std::string changed = replaced(payload, "STARTTLS", "RATSTLSX");
    CHECK(p.connection == ConnectionId{1});
    dialogue.play.net.forward_changed(p.ticket, with_tcp_payload(p.packet, changed));
  };
  dialogue.run();
  CHECK(dialogue.client_heard().find("STARTTLS") == std::string::npos);
  CHECK(dialogue.client_heard().substr(0, 14) == "220 RATSTLSX\r\n");
  CHECK(dialogue.play.log.back() == "server ended: closed");
  CHECK(dialogue.play.count<PacketChanged>() == 6);  // only what was changed
}

TEST_CASE("box: shorter and longer words go through a shift of sequence numbers", "[net]") {
  for (const std::string_view with : {"", "TLS", "a much longer word than it was before"}) {
    for (const std::size_t lost : {0U, 5U, 7U, 9U, 11U}) {
      INFO("with '" << with << "', packet " << lost << " lost");
      Dialogue dialogue;
      dialogue.play.add_box(dialogue.play.server);
      SequenceShift shift;
      std::size_t passed = 0;
      dialogue.play.on_packet = [&](const PacketPassing& p) {
        const auto packet = parse_packet(p.packet);
        REQUIRE(packet);
        const std::string changed = replaced(std::string(packet->payload), "STARTTLS", with);
        const std::string onward = shift.change(p.packet, changed);
        REQUIRE(parse_packet(onward));
        if (++passed == lost) return dialogue.play.net.drop(p.ticket, DropReason::middlebox);
        dialogue.play.net.forward_changed(p.ticket, onward);
      };
      dialogue.run();
      std::string wanted = "220 STARTTLS\r\n";
      for (int i = 1; i <= 5; ++i) wanted += "250 STARTTLS " + std::to_string(i) + "\r\n";
      CHECK(dialogue.client_heard() == replaced(wanted, "STARTTLS", with));
      CHECK(dialogue.server_heard() == "EHLO 1\r\nEHLO 2\r\nEHLO 3\r\nEHLO 4\r\nEHLO 5\r\n");
      const auto& log = dialogue.play.log;
      CHECK(std::count(log.begin(), log.end(), "client ended: closed") == 1);
      CHECK(std::count(log.begin(), log.end(), "server ended: closed") == 1);
    }
  }
}

TEST_CASE("box: changes in both directions at once stay in agreement", "[net]") {
  Dialogue dialogue;
  dialogue.play.add_box(dialogue.play.client);
  SequenceShift shift;
  dialogue.play.on_packet = [&](const PacketPassing& p) {
    const auto packet = parse_packet(p.packet);
    std::string changed = replaced(std::string(packet->payload), "STARTTLS", "8BITMIME SIZE");
    changed = replaced(changed, "EHLO", "HE");
    dialogue.play.net.forward_changed(p.ticket, shift.change(p.packet, changed));
  };
  dialogue.run();
  CHECK(dialogue.server_heard() == "HE 1\r\nHE 2\r\nHE 3\r\nHE 4\r\nHE 5\r\n");
  CHECK(dialogue.client_heard().find("250 8BITMIME SIZE 5\r\n") != std::string::npos);
  CHECK(dialogue.play.log.back() == "server ended: closed");
  CHECK(dialogue.play.count<PacketDropped>() == 0);
}

TEST_CASE("box: without a shift the ends disagree, and stop arguing", "[net]") {
  Dialogue dialogue;
  dialogue.play.add_box(dialogue.play.client);
  dialogue.play.on_packet = [&](const PacketPassing& p) {
    const auto packet = parse_packet(p.packet);
    const std::string changed = replaced(std::string(packet->payload), "STARTTLS", "STARTTLS TOO");
    dialogue.play.net.forward_changed(p.ticket, with_tcp_payload(p.packet, changed));
  };
  dialogue.run();
  CHECK(dialogue.play.trace.size() < 1'000);
}

TEST_CASE("box: a forged RST ends the connection, one with a wrong number does not", "[net]") {
  for (const std::uint32_t off : {0U, 1U, 5'000U, 0x80000000U}) {
    INFO("sequence number off by " << off);
    Dialogue dialogue;
    const HostId box = dialogue.play.add_box(dialogue.play.client);
    bool is_done = false;
    dialogue.play.on_packet = [&](const PacketPassing& p) {
      const auto packet = parse_packet(p.packet);
      if (!is_done && packet->payload.substr(0, 6) == "EHLO 2") {
        is_done = true;
        TcpHeader reset = *packet->tcp();
        std::swap(reset.source_port, reset.destination_port);
        reset.sequence = packet->tcp()->acknowledgment + off;
        reset.is_psh = reset.is_ack = false;
        reset.is_rst = true;
        IpHeader ip = packet->ip;
        std::swap(ip.source, ip.destination);
        dialogue.play.net.inject(box, tcp_packet(ip, reset, ""), true);
      }
      dialogue.play.net.forward(p.ticket);
    };
    dialogue.run();
    const auto& log = dialogue.play.log;
    const bool was_reset = std::count(log.begin(), log.end(), "client ended: reset") == 1;
    CHECK(was_reset == (off == 0));
    if (off != 0) CHECK(std::count(log.begin(), log.end(), "client ended: closed") == 1);
  }
}

TEST_CASE("box: several on one wire are passed in the order of the wire, both ways", "[net]") {
  Play play;
  const HostId far = play.add_box(play.client, milliseconds(8));
  const HostId near = play.add_box(play.client, milliseconds(2));
  std::vector<HostId> order;
  std::vector<std::int64_t> times;
  play.on_packet = [&](const PacketPassing& p) {
    order.push_back(p.box);
    times.push_back(play.net.now().us);
    play.net.forward(p.ticket);
  };
  play.net.connect(play.client, k_server_address, 25);
  play.run();
  CHECK(order == std::vector<HostId>{far, near, near, far});
  CHECK(times == std::vector<std::int64_t>{2'000, 8'000, 52'000, 58'000});
}

TEST_CASE("box: a held packet goes on later, and the trace says when", "[net]") {
  Play play;
  play.add_box(play.client);
  play.net.open_datagram_port(play.server, 53);
  std::uint64_t ticket = 0;
  play.on_packet = [&](const PacketPassing& p) {
    ticket = p.ticket;
    play.net.after(p.box, milliseconds(100), 1);
  };
  play.on_timer = [&](const TimerFired&) { play.net.forward(ticket); };
  std::int64_t arrived = 0;
  play.on_datagram = [&](const DatagramReceived&) { arrived = play.net.now().us; };
  play.net.send_datagram(play.client, 1024, k_server_address, 53, "query");
  play.run();
  CHECK(arrived == 130'000);
  CHECK(play.count<PacketChanged>() == 1);
}

TEST_CASE("box: a datagram may be answered in somebody's name, before the true answer", "[net]") {
  Play play;
  const HostId box = play.add_box(play.client);
  play.net.open_datagram_port(play.server, 53);
  const Port own = play.net.open_datagram_port(play.client);
  play.on_packet = [&](const PacketPassing& p) {
    const auto packet = parse_packet(p.packet);
    if (!p.is_to_wire_owner) {
      IpHeader ip = packet->ip;
      std::swap(ip.source, ip.destination);
      play.net.inject(box, udp_packet(ip, {53, packet->udp()->source_port}, "forged"), true);
    }
    play.net.forward(p.ticket);
  };
  std::string heard;
  play.on_datagram = [&](const DatagramReceived& d) {
    if (d.port == 53) {
      play.net.send_datagram(d.host, 53, d.peer_address, d.peer_port, "true");
    } else {
      heard += d.octets + " ";
    }
  };
  play.net.send_datagram(play.client, own, k_server_address, 53, "query");
  play.run();
  CHECK(heard == "forged true ");
}

TEST_CASE("box: hostile packets of every kind crash nothing and cost little", "[net]") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    Dialogue dialogue;
    Play& play = dialogue.play;
    const HostId box = play.add_box(play.client);
    int left = 200;
    play.on_packet = [&](const PacketPassing& p) {
      const auto packet = parse_packet(p.packet);
      for (int i = 0; i < 3 && left-- > 0 && packet && packet->tcp(); ++i) {
        TcpHeader tcp = *packet->tcp();
        const bool is_up = random.chance(1, 2);
        IpHeader ip = packet->ip;
        if (random.chance(1, 2)) {
          std::swap(tcp.source_port, tcp.destination_port);
          std::swap(ip.source, ip.destination);
        }
        tcp.sequence += static_cast<std::uint32_t>(random.below(70'000)) - 5'000;
        if (random.chance(1, 3)) tcp.sequence = static_cast<std::uint32_t>(random.next());
        if (random.chance(1, 2)) tcp.acknowledgment += static_cast<std::uint32_t>(random.below(99));
        tcp.is_syn = random.chance(1, 4), tcp.is_fin = random.chance(1, 4);
        tcp.is_rst = random.chance(1, 8), tcp.is_ack = random.chance(3, 4);
        tcp.window = static_cast<std::uint16_t>(random.below(3));
        if (random.chance(1, 4)) tcp.window_shift = static_cast<std::uint8_t>(random.next());
        if (random.chance(1, 4))
          tcp.segment_octets_max = static_cast<std::uint16_t>(random.below(3));
        std::string evil = tcp_packet(ip, tcp, random.token(random.below(300)));
        if (random.chance(1, 4)) evil[random.below(evil.size())] ^= '\x10';
        if (random.chance(1, 8)) evil.resize(random.below(evil.size()));
        play.net.inject(box, evil, is_up);
      }
      play.net.forward(p.ticket);
    };
    dialogue.run();
    CHECK(play.trace.size() < 20'000);
    CHECK_FALSE(play.net.next_due());
  }
}

TEST_CASE("net: forged calls are answered, and forgotten when nobody confirms them", "[net]") {
  Play play;
  const HostId box = play.add_box(play.client);
  play.net.listen(play.server, 25);
  for (std::uint32_t i = 0; i < 500; ++i) {
    TcpHeader call;
    call.source_port = static_cast<Port>(1'000 + i), call.destination_port = 25;
    call.is_syn = true, call.sequence = i;
    IpHeader ip;
    ip.source = {0xCB007100 + i % 200}, ip.destination = k_server_address;
    play.net.inject(box, tcp_packet(ip, call, ""), false);
  }
  play.run();
  CHECK(play.accepted_endpoints.empty());
  CHECK_FALSE(play.net.next_due());
  CHECK(play.log.empty());
}

}  // namespace
}  // namespace mailscope::net
