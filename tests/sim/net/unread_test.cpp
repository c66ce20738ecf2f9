// Programs that cannot keep up: the window closes, the sender waits, and all arrives in the end.
#include <algorithm>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/net/net_play.h"

namespace mailscope::net {
namespace {

std::uint16_t last_window_of(const Play& play, HostId host) {
  std::uint16_t window = 0;
  for (const Record& record : play.trace) {
    const auto* sent = std::get_if<PacketSent>(&record.payload);
    if (sent == nullptr || record.place.host != host) continue;
    const auto packet = parse_packet(sent->packet.value);
    if (packet && packet->tcp() != nullptr) window = packet->tcp()->window;
  }
  return window;
}

TEST_CASE("net: what a program has not read closes the window, and reading opens it again",
          "[net]") {
  Play play;
  play.net.listen(play.server, 25);
  std::string unread;
  Endpoint reader;
  play.on_accepted = [&](const Accepted& a) { reader = a.endpoint; };
  play.on_received = [&](const Received& r) {
    unread += r.octets;
    play.net.set_unread(r.endpoint, unread.size());
  };
  std::string said(600'000, 'x');
  for (std::size_t i = 0; i < said.size(); i += 1'000) said[i] = static_cast<char>('a' + i % 23);
  const Endpoint writer = play.net.connect(play.client, k_server_address, 25);
  play.net.send(writer, said);
  play.run(Time{} + seconds(20));
  CHECK(unread.size() <= 256 * 1024 + 16);  // and what the probes of a closed window brought
  CHECK(unread.size() > 200 * 1024);
  CHECK(last_window_of(play, play.server) < 1460 / 128 + 1);
  CHECK(play.net.unsent_octets(writer) == said.size() - unread.size());
  CHECK(play.net.state_of(writer) == TcpState::established);

  std::string read;
  for (int i = 0; i < 8; ++i) {  // reads all there is, and again
    read += unread;
    unread.clear();
    play.net.set_unread(reader, 0);
    play.run(play.net.now() + seconds(20));
  }
  read += unread;
  CHECK(read == said);
  CHECK(play.net.unsent_octets(writer) == 0);
}

TEST_CASE("net: a program that reads all at once offers a whole window", "[net]") {
  Play play;
  play.net.listen(play.server, 25);
  play.on_received = [&](const Received& r) { play.net.set_unread(r.endpoint, 0); };
  const Endpoint writer = play.net.connect(play.client, k_server_address, 25);
  play.net.send(writer, std::string(50'000, 'x'));
  play.run();
  CHECK(last_window_of(play, play.server) == 2'048);  // 256 KiB, scaled by 128
}

}  // namespace
}  // namespace mailscope::net
