// Runs of the bare network that the tests of export look at.
#pragma once

#include <string>

#include "tests/sim/net/net_play.h"

namespace mailscope {

// A name is asked for, then a mail is given to port 25 in many segments, then both close.
inline void play_mail(net::Play& play) {
  play.net.open_datagram_port(play.server, 53);
  play.net.listen(play.server, 25);
  const std::string query(
      "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04mail\x07"
      "example\x00\x00\x01\x00\x01",
      30);
  play.on_datagram = [&](const net::DatagramReceived& d) {
    if (d.port != 53) return;
    std::string answer = query;
    answer[2] = '\x85';
    answer[7] = '\x01';
    answer += std::string("\xC0\x0C\x00\x01\x00\x01\x00\x00\x0E\x10\x00\x04\xC6\x33\x64\x19", 16);
    play.net.send_datagram(d.host, 53, d.peer_address, d.peer_port, answer);
  };
  play.on_accepted = [&](const net::Accepted& a) {
    play.net.send(a.endpoint, "220 server.example ESMTP\r\n");
  };
  play.on_received = [&](const net::Received& r) {
    if (r.endpoint.side == Speaker::client) {
      if (r.octets.rfind("220", 0) == 0) play.net.send(r.endpoint, "EHLO client.example\r\n");
      if (r.octets.rfind("250-", 0) == 0) {
        play.net.send(r.endpoint,
                      "MAIL FROM:<a@client.example>\r\nRCPT TO:<b@server.example>\r\nDATA\r\n");
      }
      if (r.octets.find("354") != std::string::npos) {
        std::string mail = "From: a@client.example\r\nSubject: hi\r\n\r\n";
        for (int i = 0; i < 2'000; ++i) mail += "line " + std::to_string(i) + " of the mail\r\n";
        play.net.send(r.endpoint, mail + ".\r\n");
      }
      if (r.octets.find("250 2.0.0 queued") == 0) play.net.send(r.endpoint, "QUIT\r\n");
      return;
    }
    const std::string& all = play.received[r.endpoint];
    const auto ends_with = [&](std::string_view tail) {
      return all.size() >= tail.size() &&
             all.compare(all.size() - tail.size(), tail.size(), tail) == 0;
    };
    if (ends_with("EHLO client.example\r\n")) {
      play.net.send(r.endpoint, "250-server.example\r\n250 PIPELINING\r\n");
    } else if (ends_with("DATA\r\n")) {
      play.net.send(r.endpoint, "250 ok\r\n250 ok\r\n354 go on\r\n");
    } else if (ends_with("\r\n.\r\n")) {
      play.net.send(r.endpoint, "250 2.0.0 queued\r\n");
    } else if (ends_with("QUIT\r\n")) {
      play.net.send(r.endpoint, "221 bye\r\n");
      play.net.close(r.endpoint);
    }
  };
  play.on_peer_closed = [&](const net::PeerClosed& p) { play.net.close(p.endpoint); };
  const Port own = play.net.open_datagram_port(play.client);
  play.net.send_datagram(play.client, own, net::k_server_address, 53, query);
  play.run();
  play.net.connect(play.client, net::k_server_address, 25);
  play.run();
}

}  // namespace mailscope
