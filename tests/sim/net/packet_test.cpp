// Headers and checksums, against packets that others made and against our own parser.
#include "sim/net/packet.h"

#include <string>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/net/checksum.h"
#include "sim/net/packet_fields.h"

namespace mailscope::net {
namespace {

std::string from_hex(std::string_view digits) {
  std::string out;
  int high = -1;
  for (const char c : digits) {
    const int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (value < 0) continue;
    if (high < 0) {
      high = value;
    } else {
      out += static_cast<char>(high * 16 + value);
      high = -1;
    }
  }
  return out;
}

IpHeader ip_between(std::uint32_t source, std::uint32_t destination) {
  IpHeader ip;
  ip.source = {source};
  ip.destination = {destination};
  ip.identification = 0x1234;
  return ip;
}

TEST_CASE("packet: the checksum of RFC 1071's example", "[net]") {
  // Section 3 sums 0001 f203 f4f5 f6f7 to ddf2.
  CHECK(finished(add_words(0, from_hex("0001 f203 f4f5 f6f7"))) == 0x220D);
  CHECK(finished(add_words(0, from_hex("0001 f203 f4f5 f6f7 220d"))) == 0);
}

TEST_CASE("packet: an odd octet counts as the high half of a word", "[net]") {
  CHECK(finished(add_words(0, from_hex("0102 03"))) ==
        finished(add_words(0, from_hex("0102 0300"))));
}

TEST_CASE("packet: the well-known IPv4 header with checksum b861 is accepted", "[net]") {
  const auto octets = from_hex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7");
  CHECK(finished(add_words(0, octets)) == 0);
}

TEST_CASE("packet: a SYN of a Linux host is read, unknown options and all", "[net]") {
  // Port 40508 to 25, MSS 1460, SACK permitted, timestamps, window scale 7.
  TcpHeader wanted;
  wanted.source_port = 0x9E3C, wanted.destination_port = 25;
  std::string octets = from_hex(
      "4500 003c 1c46 4000 4006 0000 ac10 0a63 ac10 0a0c"
      "9e3c 0019 8f42 0a01 0000 0000 a002 faf0 0000 0000"
      "0204 05b4 0402 080a 0001 0203 0000 0000 0103 0307");
  const auto put = [&](std::size_t at_octet, std::uint16_t value) {
    octets[at_octet] = static_cast<char>(value >> 8);
    octets[at_octet + 1] = static_cast<char>(value & 0xFF);
  };
  const std::string_view view = octets;
  put(10, finished(add_words(0, view.substr(0, 20))));
  put(36, finished(add_words(add_words(6 + 40, view.substr(12, 8)), view.substr(20))));
  CHECK(static_cast<unsigned char>(octets[10]) == 0xB1);  // the value of the classic example
  CHECK(static_cast<unsigned char>(octets[11]) == 0xE6);
  const auto packet = parse_packet(octets);
  REQUIRE(packet);
  REQUIRE(packet->tcp() != nullptr);
  CHECK(packet->tcp()->is_syn);
  CHECK_FALSE(packet->tcp()->is_ack);
  CHECK(packet->tcp()->segment_octets_max == 1460);
  CHECK(packet->tcp()->window_shift == 7);
  CHECK(packet->tcp()->source_port == 40508);
  CHECK(packet->payload.empty());
}

TEST_CASE("packet: what is printed reads back as it was", "[net]") {
  Random random(7);
  for (int round = 0; round < 500; ++round) {
    INFO("round " << round);
    TcpHeader tcp;
    tcp.source_port = static_cast<Port>(random.next());
    tcp.destination_port = static_cast<Port>(random.next());
    tcp.sequence = static_cast<std::uint32_t>(random.next());
    tcp.acknowledgment = static_cast<std::uint32_t>(random.next());
    tcp.window = static_cast<std::uint16_t>(random.next());
    tcp.is_syn = random.chance(1, 2), tcp.is_ack = random.chance(1, 2);
    tcp.is_fin = random.chance(1, 2), tcp.is_rst = random.chance(1, 2);
    tcp.is_psh = random.chance(1, 2), tcp.is_urg = random.chance(1, 2);
    if (random.chance(1, 2)) tcp.segment_octets_max = static_cast<std::uint16_t>(random.next());
    if (random.chance(1, 2)) tcp.window_shift = static_cast<std::uint8_t>(random.below(15));
    const std::string payload = random.token(random.below(1'500));
    IpHeader ip = ip_between(static_cast<std::uint32_t>(random.next()),
                             static_cast<std::uint32_t>(random.next()));
    const std::string octets = tcp_packet(ip, tcp, payload);
    const auto packet = parse_packet(octets);
    REQUIRE(packet);
    REQUIRE(packet->tcp() != nullptr);
    CHECK(*packet->tcp() == tcp);
    CHECK(packet->payload == payload);
    ip.protocol = k_protocol_tcp;
    CHECK(packet->ip == ip);
    const std::string datagram = udp_packet(ip, {53, 5353}, payload);
    const auto read = parse_packet(datagram);
    REQUIRE(read);
    REQUIRE(read->udp() != nullptr);
    CHECK(*read->udp() == UdpHeader{53, 5353});
    CHECK(read->payload == payload);
  }
}

TEST_CASE("packet: every changed octet is noticed or harmless, and nothing crashes", "[net]") {
  TcpHeader tcp;
  tcp.source_port = 49152, tcp.destination_port = 25, tcp.is_ack = true, tcp.is_psh = true;
  const std::string good = tcp_packet(ip_between(0xC000020A, 0xC6336419), tcp, "EHLO client\r\n");
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      INFO("octet " << i << " bit " << bit);
      CHECK_FALSE(parse_packet(bad));
      CHECK_FALSE(packet_fields(bad).empty());
    }
  }
  for (std::size_t length = 0; length < good.size(); ++length) {
    CHECK_FALSE(parse_packet(std::string_view(good).substr(0, length)));
    packet_fields(std::string_view(good).substr(0, length));
  }
}

TEST_CASE("packet: random octets never crash the parser or the field list", "[net]") {
  Random random(11);
  for (int round = 0; round < 20'000; ++round) {
    std::string octets(random.below(80), '\0');
    for (char& c : octets) c = static_cast<char>(random.next());
    if (!octets.empty() && random.chance(1, 2))
      octets[0] = static_cast<char>(0x45 + random.below(3));
    if (octets.size() > 9) octets[9] = random.chance(1, 2) ? 6 : 17;
    (void)parse_packet(octets);
    for (const PacketField& field : packet_fields(octets)) {
      REQUIRE(field.begin + field.octets <= octets.size());
    }
  }
}

TEST_CASE("packet: another payload gets right lengths and checksums", "[net]") {
  TcpHeader tcp;
  tcp.source_port = 25, tcp.destination_port = 49152, tcp.is_ack = true, tcp.sequence = 77;
  const std::string packet = tcp_packet(ip_between(1, 2), tcp, "250-STARTTLS\r\n");
  const std::string changed = with_tcp_payload(packet, "250 ok\r\n");
  const auto read = parse_packet(changed);
  REQUIRE(read);
  CHECK(read->payload == "250 ok\r\n");
  CHECK(*read->tcp() == tcp);
  CHECK(changed.size() == packet.size() - 6);
  const auto datagram =
      parse_packet(with_udp_payload(udp_packet(ip_between(1, 2), {53, 9}, "abc"), ""));
  REQUIRE(datagram);
  CHECK(datagram->payload.empty());
}

TEST_CASE("packet: a UDP checksum of zero is sent as ffff", "[net]") {
  for (std::uint32_t i = 0; i < 70'000; ++i) {
    const std::string payload{static_cast<char>(i >> 8), static_cast<char>(i)};
    const std::string octets = udp_packet(ip_between(3, 4), {1, 2}, payload);
    REQUIRE((octets[26] != 0 || octets[27] != 0));
    if (i % 977 == 0) REQUIRE(parse_packet(octets));
  }
}

TEST_CASE("packet fields: each header field has its place and its text", "[net]") {
  TcpHeader tcp;
  tcp.source_port = 49152, tcp.destination_port = 25, tcp.is_syn = true,
  tcp.sequence = 4'000'000'000;
  tcp.segment_octets_max = 1460, tcp.window_shift = 7, tcp.window = 65'535;
  std::string octets = tcp_packet(ip_between(0xC000020A, 0xC6336419), tcp, "");
  std::string text;
  for (const PacketField& field : packet_fields(octets)) {
    text += std::string(field.name) + " " + std::to_string(field.begin) + "+" +
            std::to_string(field.octets) + " " + field.value + (field.is_wrong ? " WRONG" : "") +
            "\n";
  }
  CHECK(text ==
        "version 0+1 4\n"
        "header-length 0+1 20\n"
        "service 1+1 0x00\n"
        "total-length 2+2 48\n"
        "identification 4+2 0x1234\n"
        "fragment-flags 6+1 DF\n"
        "fragment-offset 6+2 0\n"
        "time-to-live 8+1 64\n"
        "protocol 9+1 6 TCP\n"
        "checksum 10+2 0x3c3d\n"
        "source-address 12+4 192.0.2.10\n"
        "destination-address 16+4 198.51.100.25\n"
        "source-port 20+2 49152\n"
        "destination-port 22+2 25\n"
        "sequence-number 24+4 4000000000\n"
        "acknowledgment-number 28+4 0\n"
        "data-offset 32+1 28\n"
        "flags 33+1 SYN\n"
        "window 34+2 65535\n"
        "checksum 36+2 0xc13b\n"
        "urgent-pointer 38+2 0\n"
        "option-segment-size-max 40+4 1460\n"
        "option-nothing 44+1 1\n"
        "option-window-shift 45+3 7\n");
  octets[37] = static_cast<char>(octets[37] ^ 1);
  bool is_noticed = false;
  for (const PacketField& field : packet_fields(octets)) {
    if (field.layer == PacketLayer::tcp && field.name == "checksum") is_noticed = field.is_wrong;
  }
  CHECK(is_noticed);
}

}  // namespace
}  // namespace mailscope::net
