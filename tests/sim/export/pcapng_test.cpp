// The capture: what is in it, and what tshark says about it.
#include "sim/export/pcapng.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "sim/export/capture.h"
#include "sim/export/trace_text.h"
#include "sim/net/sequence_shift.h"
#include "tests/sim/export/sample.h"
#include "tests/sim/export/tshark.h"

namespace mailscope {
namespace {

TEST_CASE("capture: each packet stands at the time at which it came to the middle", "[export]") {
  net::Play play;
  play_mail(play);
  const auto packets = packets_in_the_middle(play.trace);
  CHECK(packets.size() == play.count<PacketSent>());
  REQUIRE(packets.size() > 10);
  CHECK(packets[0].time == Time{10'000});  // the client is 10 ms away
  CHECK(packets[1].time == Time{50'000});  // the server 20 ms: 10 + 20 + 20
  for (std::size_t i = 1; i < packets.size(); ++i) CHECK(packets[i - 1].time <= packets[i].time);
}

TEST_CASE("capture: boxes on the sender's wire act before it, on the receiver's after it",
          "[export]") {
  net::Play play;
  play.add_box(play.client);
  play.net.open_datagram_port(play.server, 53);
  play.net.open_datagram_port(play.client, 1'024);
  play.on_packet = [&](const net::PacketPassing& p) {
    const auto packet = net::parse_packet(p.packet);
    if (packet->payload == "drop") return play.net.drop(p.ticket, DropReason::middlebox);
    play.net.forward_changed(p.ticket, net::with_udp_payload(p.packet, "changed"));
  };
  play.net.send_datagram(play.client, 1'024, net::k_server_address, 53, "said by the client");
  play.net.send_datagram(play.client, 1'024, net::k_server_address, 53, "drop");
  play.net.send_datagram(play.server, 53, net::k_client_address, 1'024, "said by the server");
  play.net.send_datagram(play.server, 53, net::k_client_address, 1'024, "drop");
  play.net.send_datagram(play.client, 1'024, net::k_client_address, 1'024, "to myself");
  play.run();
  std::string seen;
  for (const CapturedPacket& packet : packets_in_the_middle(play.trace)) {
    seen += std::string(net::parse_packet(packet.octets)->payload) + "|";
  }
  CHECK(seen == "changed|said by the server|drop|");
}

TEST_CASE("capture: what is injected away from the wire's owner passes, towards it does not",
          "[export]") {
  net::Play play;
  const HostId box = play.add_box(play.client);
  net::IpHeader up;
  up.source = net::k_client_address, up.destination = net::k_server_address;
  net::IpHeader down;
  down.source = net::k_server_address, down.destination = net::k_client_address;
  play.net.inject(box, net::udp_packet(up, {1, 2}, "up"), false);
  play.net.inject(box, net::udp_packet(down, {1, 2}, "down"), true);
  play.run();
  const auto packets = packets_in_the_middle(play.trace);
  REQUIRE(packets.size() == 1);
  CHECK(packets[0].time == Time{5'000});
  CHECK(net::parse_packet(packets[0].octets)->payload == "up");
}

TEST_CASE("pcapng: tshark reads every packet and has nothing to complain about", "[export]") {
  net::Play play;
  play_mail(play);
  const std::string capture = pcapng(play.trace);
  CHECK(tshark_complaints(capture).empty());
  CHECK(lines_in(tshark(capture, "")) == packets_in_the_middle(play.trace).size());
  CHECK(tshark(capture, "-Y smtp.req.command -T fields -e smtp.req.command") ==
        "EHLO\nMAIL,RCPT,DATA\nQUIT\n");
  CHECK(tshark(capture, "-Y 'dns.flags.response == 1' -T fields -e dns.a") == "198.51.100.25\n");
}

TEST_CASE("pcapng: the scenario's calendar, names and comments are inside", "[export]") {
  net::Play play;
  play_mail(play);
  PcapngOptions options;
  options.sentence = [&](const Record& record) {
    return "record " + std::to_string(record.number.value);
  };
  const std::string capture = pcapng(play.trace, options);
  CHECK(tshark(capture, "-c 1 -T fields -e frame.time_epoch") == "1772442000.010000000\n");
  std::string comments;
  for (const auto& [sent, text] : packet_texts(play.trace, {.sentence = options.sentence})) {
    comments += text + "\n";
  }
  CHECK(lines_in(comments) >= 1);
  CHECK(tshark(capture, "-Y frame.comment -T fields -e frame.comment") == comments);
  CHECK(tshark(capture, "-c 1 -N n -T fields -e ip.src_host -e ip.dst_host") == "client\tserver\n");
}

TEST_CASE("pcapng: without a comment of the caller's, a packet has the words that it carries",
          "[export]") {
  net::Play play;
  play.net.listen(play.server, 25);
  play.on_accepted = [&](const net::Accepted& a) {
    const RecordNumber before = play.recorder.cause();
    play.recorder.lead(
        {play.server, play.client, {1}},
        Said{Protocol::smtp, Speaker::server, LineKind::greeting, false, "220 hi\r\n"});
    play.net.send(a.endpoint, "220 hi\r\n");
    play.recorder.set_cause(before);
  };
  play.net.connect(play.client, net::k_server_address, 25);
  play.run();
  CHECK(tshark(pcapng(play.trace), "-Y frame.comment -T fields -e frame.comment") ==
        "calls 198.51.100.25, port 25\nS: 220 hi\n");
}

TEST_CASE("pcapng: a changed dialogue is as flawless as an undisturbed one", "[export]") {
  for (const bool is_on_client_wire : {true, false}) {
    net::Play play;
    play.add_box(is_on_client_wire ? play.client : play.server);
    net::SequenceShift shift;
    play.on_packet = [&](const net::PacketPassing& p) {
      const auto packet = net::parse_packet(p.packet);
      std::string payload(packet->payload);
      if (payload == "250-server.example\r\n250 PIPELINING\r\n") {
        payload = "250-server.example\r\n250-SIZE 1000\r\n250 8BITMIME\r\n";
      }
      if (payload.rfind("EHLO", 0) == 0) payload = "EHLO client.example\r\n";
      play.net.forward_changed(p.ticket, shift.change(p.packet, payload));
    };
    play_mail(play);
    REQUIRE(play.count<PacketChanged>() > 5);
    CHECK(std::count(play.log.begin(), play.log.end(), "server ended: closed") == 1);
    CHECK(std::count(play.log.begin(), play.log.end(), "client ended: closed") == 1);
    CHECK(tshark_complaints(pcapng(play.trace)).empty());
  }
}

TEST_CASE("pcapng: a refusal is nothing odd, and a lost segment only what follows from it",
          "[export]") {
  net::Play play;
  play.net.connect(play.client, net::k_server_address, 25);
  play.run();
  CHECK(tshark(pcapng(play.trace), "-Y tcp.analysis.flags").empty());
  net::Play lost;
  lost.add_box(lost.client);
  int passed = 0;
  lost.on_packet = [&](const net::PacketPassing& p) {
    const auto packet = net::parse_packet(p.packet);
    if (packet->tcp() && packet->payload.rfind("EHLO", 0) == 0 && ++passed == 1) {
      return lost.net.drop(p.ticket, DropReason::middlebox);
    }
    lost.net.forward(p.ticket);
  };
  play_mail(lost);
  // The lost EHLO carried the acknowledgement of the greeting, so the greeting comes again and is
  // acknowledged again; the EHLO itself was lost before the middle.
  const std::string capture = pcapng(lost.trace);
  CHECK(lines_in(tshark(capture, "-Y tcp.analysis.flags")) == 2);
  CHECK(lines_in(tshark(capture, "-Y tcp.analysis.retransmission")) == 1);
  CHECK(lines_in(tshark(capture, "-Y tcp.analysis.duplicate_ack")) == 1);
}

TEST_CASE("pcapng: the key log travels in the file", "[export]") {
  net::Play play;
  play_mail(play);
  play.recorder.add({play.client, play.server, {1}}, TlsSecret{"CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                                                               {std::string(32, '\x11')},
                                                               {std::string(32, '\x22')}});
  const std::string line =
      "CLIENT_HANDSHAKE_TRAFFIC_SECRET " + std::string(64, '1') + " " + std::string(64, '2') + "\n";
  CHECK(keylog(play.trace) == line);
  CHECK(pcapng(play.trace).find(line) != std::string::npos);
  CHECK(pcapng(play.trace, {.has_secrets = false, .sentence = {}}).find(line) == std::string::npos);
  CHECK(tshark_complaints(pcapng(play.trace)).empty());
}

}  // namespace
}  // namespace mailscope
