// Connections from the SYN to the last acknowledgement, packet by packet.
#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/net/net_play.h"

namespace mailscope::net {
namespace {

using Texts = std::vector<std::string>;

// The server greets, answers "QUIT" and closes; the client says QUIT to the greeting.
void play_quit(Play& play) {
  play.net.listen(play.server, 25);
  play.on_accepted = [&](const Accepted& a) { play.net.send(a.endpoint, "220 hi\r\n"); };
  play.on_received = [&](const Received& r) {
    if (r.endpoint.side == Speaker::client && r.octets == "220 hi\r\n") {
      play.net.send(r.endpoint, "QUIT\r\n");
    } else if (r.endpoint.side == Speaker::server) {
      play.net.send(r.endpoint, "221 bye\r\n");
      play.net.close(r.endpoint);
    }
  };
  play.on_peer_closed = [&](const PeerClosed& p) { play.net.close(p.endpoint); };
  play.net.connect(play.client, k_server_address, 25);
  play.run();
}

TEST_CASE("net: a whole dialogue, with acknowledgements riding on answers", "[net]") {
  Play play;
  play_quit(play);
  CHECK(play.packets() == Texts{"client SYN", "server SYN, ACK", "client ACK", "server PSH, ACK 8",
                                "client PSH, ACK 6", "server PSH, ACK 9", "server FIN, ACK",
                                "client FIN, ACK", "server ACK"});
  CHECK(play.log == Texts{"connected", "accepted", "client hears the end", "server hears the end",
                          "server ended: closed", "client ended: closed"});
  CHECK(play.states(play.client) == Texts{"CLOSED > SYN-SENT", "SYN-SENT > ESTABLISHED",
                                          "ESTABLISHED > CLOSE-WAIT", "CLOSE-WAIT > LAST-ACK",
                                          "LAST-ACK > CLOSED"});
  CHECK(play.states(play.server) == Texts{"LISTEN > SYN-RECEIVED", "SYN-RECEIVED > ESTABLISHED",
                                          "ESTABLISHED > FIN-WAIT-1", "FIN-WAIT-1 > FIN-WAIT-2",
                                          "FIN-WAIT-2 > TIME-WAIT", "TIME-WAIT > CLOSED"});
  CHECK(play.count<ConnectionOpened>() == 1);
  CHECK(play.count<ConnectionEnded>() == 2);
}

TEST_CASE("net: delays add up along both wires", "[net]") {
  Play play;
  play_quit(play);
  std::vector<std::int64_t> arrivals;
  for (const Record& record : play.trace) {
    if (std::holds_alternative<PacketArrived>(record.payload)) arrivals.push_back(record.time.us);
  }
  REQUIRE(arrivals.size() >= 4);
  CHECK(arrivals[0] == 30'000);
  CHECK(arrivals[1] == 60'000);
  CHECK(arrivals[2] == 90'000);
  CHECK(arrivals[3] == 120'000);
}

TEST_CASE("net: the chain of causes leads from an answer back to the call", "[net]") {
  Play play;
  play_quit(play);
  const Record* last_answer = nullptr;
  for (const Record& record : play.trace) {
    const auto* sent = std::get_if<PacketSent>(&record.payload);
    if (sent != nullptr && sent->packet.value.find("221 bye") != std::string::npos) {
      last_answer = &record;
    }
  }
  REQUIRE(last_answer != nullptr);
  Texts kinds;
  for (const Record* at = last_answer;; at = &play.trace.at(at->cause)) {
    kinds.emplace_back(kind_of(*at));
    if (at->cause.is_none()) break;
  }
  CHECK(kinds == Texts{"packet-sent", "packet-arrived", "packet-sent", "packet-arrived",
                       "packet-sent", "tcp-state", "packet-arrived", "packet-sent",
                       "packet-arrived", "packet-sent", "packet-arrived", "packet-sent",
                       "connection-opened"});
}

TEST_CASE("net: words of one instant share segments of at most the MSS", "[net]") {
  Play play;
  play.net.listen(play.server, 25);
  play.on_connected = [&](const Connected& c) {
    for (int i = 0; i < 40; ++i) play.net.send(c.endpoint, std::string(100, 'x'));
  };
  play.net.connect(play.client, k_server_address, 25);
  play.run();
  CHECK(play.packets() == Texts{"client SYN", "server SYN, ACK", "client ACK", "client ACK 1460",
                                "client ACK 1460", "client PSH, ACK 1080", "server ACK"});
  CHECK(play.received[play.accepted_endpoints.at(0)] == std::string(4'000, 'x'));
}

TEST_CASE("net: a bulk transfer comes whole, in order, with no needless packet", "[net]") {
  Play play;
  std::string mail;
  for (int i = 0; i < 300'000; ++i) mail += std::to_string(i) + "\n";
  play.net.listen(play.server, 25);
  play.on_connected = [&](const Connected& c) { play.net.send(c.endpoint, mail); };
  play.net.connect(play.client, k_server_address, 25);
  play.run();
  CHECK(play.received[play.accepted_endpoints.at(0)] == mail);
  const auto packets = play.packets();
  const auto full = std::count(packets.begin(), packets.end(), "client ACK 1460");
  const auto acks = std::count(packets.begin(), packets.end(), "server ACK");
  CHECK(static_cast<std::size_t>(full) + 1 >= mail.size() / 1'460);
  CHECK(static_cast<std::size_t>(full) <= mail.size() / 1'460);
  CHECK(acks < full / 10);  // one for each flight, not one for each segment
  CHECK(play.count<PacketDropped>() == 0);
}

TEST_CASE("net: both may close at once", "[net]") {
  Play play;
  play.net.listen(play.server, 25);
  std::vector<Endpoint> ends;
  play.on_connected = [&](const Connected& c) { ends.push_back(c.endpoint); };
  play.on_accepted = [&](const Accepted& a) { ends.push_back(a.endpoint); };
  play.net.connect(play.client, k_server_address, 25);
  play.run();
  REQUIRE(ends.size() == 2);
  for (const Endpoint end : ends) play.net.close(end);
  play.run();
  CHECK(play.states(play.client).back() == "TIME-WAIT > CLOSED");
  CHECK(play.states(play.server).back() == "TIME-WAIT > CLOSED");
  const auto states = play.states(play.client);
  CHECK(std::count(states.begin(), states.end(), "FIN-WAIT-1 > CLOSING") == 1);
  CHECK(play.net.state_of(ends[0]) == TcpState::closed);
}

TEST_CASE("net: who has closed may still listen", "[net]") {
  Play play;
  play.net.listen(play.server, 25);
  play.on_connected = [&](const Connected& c) {
    play.net.send(c.endpoint, "question");
    play.net.close(c.endpoint);
  };
  play.on_peer_closed = [&](const PeerClosed& p) {
    if (p.endpoint.side == Speaker::client) return;
    play.net.send(p.endpoint, "a late answer");
    play.net.close(p.endpoint);
  };
  const Endpoint call = play.net.connect(play.client, k_server_address, 25);
  play.run();
  CHECK(play.received[call] == "a late answer");
  CHECK(play.log.back() == "server ended: closed");
}

TEST_CASE("net: a closed port answers RST", "[net]") {
  Play play;
  play.net.connect(play.client, k_server_address, 25);
  play.run();
  CHECK(play.packets() == Texts{"client SYN", "server RST, ACK"});
  CHECK(play.log == Texts{"client ended: refused"});
  CHECK(play.net.now() == Time{60'000});
}

TEST_CASE("net: a filtered port answers nothing, and the call times out", "[net]") {
  Play play;
  play.net.listen(play.server, 25);
  play.net.filter(play.server, 25, true);
  play.net.connect(play.client, k_server_address, 25);
  play.run();
  CHECK(play.packets() == Texts(6, "client SYN"));
  CHECK(play.log == Texts{"client ended: timed-out"});
  CHECK(play.net.now() == Time{} + seconds(1 + 2 + 4 + 8 + 16 + 32));
  CHECK(play.count<PacketDropped>() == 6);
}

TEST_CASE("net: an address that nobody has is unreachable", "[net]") {
  Play play;
  play.net.connect(play.client, Ipv4{0xCB007101}, 25);
  play.run();
  CHECK(play.log == Texts{"client ended: unreachable"});
  CHECK(play.net.now() == Time{20'000});
}

TEST_CASE("net: an aborted connection is reset for both", "[net]") {
  Play play;
  play.net.listen(play.server, 25);
  play.on_accepted = [&](const Accepted& a) { play.net.abort(a.endpoint); };
  const Endpoint call = play.net.connect(play.client, k_server_address, 25);
  play.run();
  CHECK(play.packets().back() == "server RST, ACK");
  CHECK(play.log == Texts{"connected", "accepted", "server ended: reset", "client ended: reset"});
  play.net.send(call, "too late");  // harmless
  play.net.close(call);
  play.net.abort(call);
  play.run();
  CHECK(play.packets().back() == "server RST, ACK");
}

TEST_CASE("net: a cut wire is noticed by who speaks, after its last try", "[net]") {
  Play play;
  play.net.listen(play.server, 25);
  Endpoint call = play.net.connect(play.client, k_server_address, 25);
  play.run();
  play.net.set_wire_cut(play.client, true);
  play.net.send(call, "QUIT\r\n");
  SECTION("the client whose own wire it is") {
    play.run();
    CHECK(play.log.back() == "client ended: cut");
    CHECK(play.count<PacketDropped>() == 6);
  }
  SECTION("the server at the other end") {
    play.net.send({call.connection, Speaker::server}, "are you there?");
    play.run();
    CHECK(std::count(play.log.begin(), play.log.end(), "server ended: timed-out") == 1);
  }
  SECTION("not at all, when it is mended in time") {
    play.run(play.net.now() + seconds(2));
    play.net.set_wire_cut(play.client, false);
    play.run();
    CHECK(play.received[play.accepted_endpoints.at(0)] == "QUIT\r\n");
    CHECK(play.log.back() == "accepted");
  }
}

TEST_CASE("net: what is on the wire when it is cut is lost", "[net]") {
  Play play;
  play.net.connect(play.client, k_server_address, 25);
  play.run(Time{5'000});  // the SYN is half-way to the middle
  play.net.set_wire_cut(play.client, true);
  play.run(Time{500'000});
  CHECK(play.count<PacketDropped>() == 1);
  CHECK(play.count<PacketArrived>() == 0);
}

TEST_CASE("net: a host may talk to itself, and no box on its wire hears it", "[net]") {
  Play play;
  play.add_box(play.client);
  int heard = 0;
  play.on_packet = [&](const PacketPassing& p) {
    ++heard;
    play.net.forward(p.ticket);
  };
  play.net.listen(play.client, 25);
  play.on_connected = [&](const Connected& c) { play.net.send(c.endpoint, "hello me"); };
  play.net.connect(play.client, k_client_address, 25);
  play.run();
  CHECK(play.received[play.accepted_endpoints.at(0)] == "hello me");
  CHECK(heard == 0);
}

TEST_CASE("net: ephemeral ports begin at 49152 and differ", "[net]") {
  Play play;
  for (int i = 0; i < 3; ++i) play.net.connect(play.client, k_server_address, 25);
  std::vector<Port> ports;
  for (const Record& record : play.trace) {
    if (const auto* opened = std::get_if<ConnectionOpened>(&record.payload)) {
      ports.push_back(opened->client_port);
    }
  }
  CHECK(ports == std::vector<Port>{49'152, 49'153, 49'154});
}

TEST_CASE("net: datagrams go to open ports only", "[net]") {
  Play play;
  play.net.open_datagram_port(play.server, 53);
  const Port own = play.net.open_datagram_port(play.client);
  CHECK(own >= 49'152);
  play.on_datagram = [&](const DatagramReceived& d) {
    play.log.push_back(std::to_string(d.port == 53) + " " + d.octets);
    if (d.port == 53) {
      play.net.send_datagram(d.host, 53, d.peer_address, d.peer_port, "answer");
      play.net.send_datagram(d.host, 53, d.peer_address, 9, "astray");
    }
  };
  play.net.send_datagram(play.client, own, k_server_address, 53, "query");
  play.run();
  CHECK(play.log == Texts{"1 query", "0 answer"});
  CHECK(play.count<PacketDropped>() == 1);
  play.net.close_datagram_port(play.server, 53);
  play.net.send_datagram(play.client, own, k_server_address, 53, "again");
  play.net.send_datagram(play.client, own, k_server_address, 53, std::string(70'000, 'x'));
  play.run();
  CHECK(play.log.size() == 2);
  CHECK(play.count<PacketSent>() == 4);
}

TEST_CASE("net: timers fire in time and order, keep their cause, and can be cancelled", "[net]") {
  Play play;
  const RecordNumber root = play.recorder.add({}, InterventionMade{"test"});
  play.recorder.set_cause(root);
  play.net.after(play.client, milliseconds(5), 2);
  play.recorder.set_cause({});
  play.net.after(play.client, milliseconds(1), 1);
  const auto never = play.net.after(play.client, milliseconds(3), 9);
  play.net.after(play.client, milliseconds(5), 3);
  play.net.cancel(never);
  std::vector<RecordNumber> causes;
  play.on_timer = [&](const TimerFired&) { causes.push_back(play.recorder.cause()); };
  play.run();
  CHECK(play.log == Texts{"timer 1", "timer 2", "timer 3"});
  CHECK(causes == std::vector<RecordNumber>{{}, root, {}});
  CHECK_FALSE(play.net.next_due());
}

TEST_CASE("net: the clock stands at the time up to which it was asked to run", "[net]") {
  Play play;
  play.net.after(play.client, seconds(10), 1);
  play.run(Time{} + seconds(3));
  CHECK(play.net.now() == Time{} + seconds(3));
  CHECK(play.recorder.now() == Time{} + seconds(3));
  CHECK(play.net.next_due() == Time{} + seconds(10));
}

TEST_CASE("net: the same seed gives the same trace, another seed other numbers", "[net]") {
  Play one(5), two(5), other(6);
  for (Play* play : {&one, &two, &other}) play_quit(*play);
  CHECK(one.trace == two.trace);
  CHECK_FALSE(one.trace == other.trace);
  CHECK(one.packets() == other.packets());
}

}  // namespace
}  // namespace mailscope::net
