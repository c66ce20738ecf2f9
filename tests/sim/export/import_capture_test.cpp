// Captures of every kind become traces: link types, byte orders, disorder, loss, keys, nonsense.
#include "sim/export/import_capture.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/export/overheard.h"
#include "sim/export/stream_assembly.h"
#include "sim/net/packet.h"

namespace mailscope {
namespace {

constexpr Ipv4 k_client{0xC000020A}, k_server{0xC0000219};

std::string number(std::uint64_t value, std::size_t octets, bool is_big = false) {
  std::string out;
  for (std::size_t i = 0; i < octets; ++i) {
    const std::size_t at = is_big ? octets - 1 - i : i;
    out += static_cast<char>(value >> (8 * at) & 0xFF);
  }
  return out;
}

// A classic .pcap of frames, a millisecond apart.
std::string pcap(const std::vector<std::string>& frames, std::uint32_t link_type,
                 bool is_big = false, bool is_ns = false) {
  const auto n = [&](std::uint64_t value, std::size_t octets) {
    return number(value, octets, is_big);
  };
  std::string out = n(is_ns ? 0xA1B23C4D : 0xA1B2C3D4, 4) + n(2, 2) + n(4, 2) + n(0, 8) +
                    n(65'535, 4) + n(link_type, 4);
  std::uint64_t ms = 0;
  for (const std::string& frame : frames) {
    out += n(1'772'442'000, 4) + n(++ms * (is_ns ? 1'000'000 : 1'000), 4) + n(frame.size(), 4) +
           n(frame.size(), 4) + frame;
  }
  return out;
}

// A dialogue as packets: who says what, in sequence, with a handshake in front.
struct Wire {
  std::vector<std::string> packets;
  std::uint32_t next[2] = {1'000, 0xFFFFFF00};  // the server's numbers wrap
  Port server_port = 25;

  std::string packet(int side, const std::string& words, bool is_syn = false, bool is_fin = false) {
    net::TcpHeader tcp;
    tcp.source_port = side == 0 ? Port{50'000} : server_port;
    tcp.destination_port = side == 0 ? server_port : Port{50'000};
    tcp.sequence = next[side];
    tcp.acknowledgment = next[1 - side];
    tcp.is_ack = !(is_syn && side == 0);
    tcp.is_syn = is_syn;
    tcp.is_fin = is_fin;
    tcp.window = 5'000;
    next[side] += static_cast<std::uint32_t>(words.size()) + (is_syn ? 1 : 0) + (is_fin ? 1 : 0);
    net::IpHeader ip;
    ip.source = side == 0 ? k_client : k_server;
    ip.destination = side == 0 ? k_server : k_client;
    return net::tcp_packet(ip, tcp, words);
  }
  void open() {
    packets.push_back(packet(0, "", true));
    packets.push_back(packet(1, "", true));
  }
  void client(const std::string& words) { packets.push_back(packet(0, words)); }
  void server(const std::string& words) { packets.push_back(packet(1, words)); }
  void close() {
    packets.push_back(packet(0, "", false, true));
    packets.push_back(packet(1, "", false, true));
  }
};

Wire smtp_wire() {
  Wire wire;
  wire.open();
  wire.server("220 mx.example ESMTP\r\n");
  wire.client("EHLO client\r\n");
  wire.server("250-mx.example\r\n250 SIZE 1000\r\n");
  wire.client("MAIL FROM:<a@example>\r\nRCPT TO:<b@example>\r\nDATA\r\n");
  wire.server("250 ok\r\n250 ok\r\n354 go on\r\n");
  wire.client("Subject: hi\r\n\r\n..dot\r\n.\r\n");
  wire.server("250 queued\r\n");
  wire.client("QUIT\r\n");
  wire.server("221 bye\r\n");
  wire.close();
  return wire;
}

// "C: EHLO client", "content: ..."; line ends left out.
std::vector<std::string> words_of(const Trace& trace) {
  std::vector<std::string> out;
  for (const Record& record : trace) {
    const auto* said = std::get_if<Said>(&record.payload);
    if (said == nullptr) continue;
    std::string text = said->text;
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    out.push_back(std::string(said->speaker == Speaker::client ? "C" : "S") + " " +
                  std::string(name_of(said->kind)) + ": " + text);
  }
  return out;
}

const std::vector<std::string> k_smtp_words{"S greeting: 220 mx.example ESMTP",
                                            "C command: EHLO client",
                                            "S reply: 250-mx.example",
                                            "S reply: 250 SIZE 1000",
                                            "C command: MAIL FROM:<a@example>",
                                            "C command: RCPT TO:<b@example>",
                                            "C command: DATA",
                                            "S reply: 250 ok",
                                            "S reply: 250 ok",
                                            "S reply: 354 go on",
                                            "C content: Subject: hi\r\n\r\n.dot",
                                            "S reply: 250 queued",
                                            "C command: QUIT",
                                            "S reply: 221 bye"};

std::vector<std::string> imported_words(const std::string& file) {
  const auto imported = import_capture(file);
  REQUIRE(imported);
  return words_of(imported->file.trace);
}

TEST_CASE("import: a dialogue of SMTP is told line by line", "[export]") {
  const auto imported = import_capture(pcap(smtp_wire().packets, 101));
  REQUIRE(imported);
  CHECK(words_of(imported->file.trace) == k_smtp_words);
  CHECK(imported->packets_told == 13);
  CHECK(imported->connections == 1);
  CHECK(imported->file.epoch_s == 1'772'442'000);
  const Trace& trace = imported->file.trace;
  const auto read_again = read_trace_json(trace_json(trace, imported->file.epoch_s));
  REQUIRE(read_again);
  CHECK(read_again->trace == trace);
  std::size_t ends = 0;
  for (const Record& record : trace)
    ends += std::holds_alternative<ConnectionEnded>(record.payload);
  CHECK(ends == 2);
}

TEST_CASE("import: every link type, byte order and resolution says the same", "[export]") {
  const std::string mac = "\x02\x01\x01\x01\x01\x01\x02\x02\x02\x02\x02\x02";
  const auto framed = [&](const std::string& before) {
    std::vector<std::string> frames;
    for (const std::string& packet : smtp_wire().packets) frames.push_back(before + packet);
    return frames;
  };
  using std::string_literals::operator""s;
  CHECK(imported_words(pcap(framed(mac + "\x08\x00"s), 1)) == k_smtp_words);
  CHECK(imported_words(pcap(framed(mac + "\x81\x00\x00\x05\x08\x00"s), 1)) == k_smtp_words);
  CHECK(imported_words(pcap(framed("\x02\x00\x00\x00"s), 0)) == k_smtp_words);
  CHECK(imported_words(pcap(framed(std::string(14, '\0') + "\x08\x00"s), 113)) == k_smtp_words);
  CHECK(imported_words(pcap(framed("\x08\x00"s + std::string(18, '\0')), 276)) == k_smtp_words);
  CHECK(imported_words(pcap(framed(""), 101, true)) == k_smtp_words);
  CHECK(imported_words(pcap(framed(""), 101, false, true)) == k_smtp_words);
}

TEST_CASE("import: Ethernet's padding is not said by anybody", "[export]") {
  std::vector<std::string> frames;
  for (const std::string& packet : smtp_wire().packets) {
    std::string frame = std::string(12, '\2') + std::string("\x08\x00", 2) + packet;
    frame.resize(std::max<std::size_t>(frame.size(), 60), '\0');
    frames.push_back(frame);
  }
  CHECK(imported_words(pcap(frames, 1)) == k_smtp_words);
}

TEST_CASE("import: checksums that were left to the card do not matter", "[export]") {
  std::vector<std::string> packets = smtp_wire().packets;
  for (std::string& packet : packets) packet[36] = 'x';
  const auto imported = import_capture(pcap(packets, 101));
  REQUIRE(imported);
  CHECK(words_of(imported->file.trace) == k_smtp_words);
  for (const Record& record : imported->file.trace) {
    const auto* sent = std::get_if<PacketSent>(&record.payload);
    if (sent != nullptr) CHECK(net::parse_packet(sent->packet.value));
  }
}

TEST_CASE("import: segments twice, late and in pieces say the same", "[export]") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Random random(seed);
    INFO("seed " << seed);
    const Wire whole = smtp_wire();
    std::vector<std::string> packets;
    for (const std::string& packet : whole.packets) {
      packets.push_back(packet);
      if (random.below(3) == 0) packets.push_back(packet);
    }
    // Two of one side that are neighbours change places.
    for (std::size_t i = 3; i + 1 < packets.size(); ++i) {
      const bool is_same_side = packets[i].substr(12, 4) == packets[i + 1].substr(12, 4);
      if (is_same_side && random.below(2) == 0) std::swap(packets[i], packets[i + 1]);
    }
    CHECK(imported_words(pcap(packets, 101)) == k_smtp_words);
  }
}

TEST_CASE("import: what the capture lacks is passed over, and the dialogue goes on", "[export]") {
  Wire wire;
  wire.open();
  wire.server("220 mx.example ESMTP\r\n");
  wire.client("EHLO client\r\n");
  wire.packet(1, "250 never captured\r\n");
  wire.client("NOOP\r\n");
  wire.server("250 ok\r\n");
  wire.client("QUIT\r\n");
  wire.server("221 bye\r\n");
  wire.client("");
  const auto words = imported_words(pcap(wire.packets, 101));
  CHECK(std::find(words.begin(), words.end(), "C command: QUIT") != words.end());
  CHECK(words.back() == "S reply: 221 bye");
}

TEST_CASE("import: POP3's mails and IMAP's literals are content", "[export]") {
  Wire pop;
  pop.server_port = 110;
  pop.open();
  pop.server("+OK hello\r\n");
  pop.client("STAT\r\n");
  pop.server("+OK 1 20\r\n");
  pop.client("RETR 1\r\n");
  pop.server("+OK\r\nSubject: x\r\n\r\n..y\r\n.\r\n");
  CHECK(imported_words(pcap(pop.packets, 101)).back() == "S content: Subject: x\r\n\r\n.y");

  Wire imap;
  imap.server_port = 143;
  imap.open();
  imap.server("* OK hello\r\n");
  imap.client("a APPEND Drafts {5}\r\n");
  imap.server("+ go on\r\n");
  imap.client("hello\r\n");
  imap.server("a OK\r\n");
  imap.client("b FETCH 1 BODY[]\r\n");
  imap.server("* 1 FETCH (BODY[] {3}\r\na\r\n)\r\nb OK\r\n");
  CHECK(imported_words(pcap(imap.packets, 101)) ==
        std::vector<std::string>{
            "S greeting: * OK hello", "C command: a APPEND Drafts {5}", "S continuation: + go on",
            "C content: hello", "C continuation: ", "S reply: a OK", "C command: b FETCH 1 BODY[]",
            "S reply: * 1 FETCH (BODY[] {3}", "S content: a", "S reply: )", "S reply: b OK"});
}

TEST_CASE("import: mail at an unusual port is known by its greeting", "[export]") {
  Wire wire = smtp_wire();
  wire = Wire();
  wire.server_port = 12'345;
  wire.open();
  wire.server("220 mx.example\r\n");
  wire.client("QUIT\r\n");
  CHECK(imported_words(pcap(wire.packets, 101)) ==
        std::vector<std::string>{"S greeting: 220 mx.example", "C command: QUIT"});
}

TEST_CASE("import: IPv6 hosts get stand-ins and are called by their address", "[export]") {
  std::vector<std::string> packets;
  for (const std::string& packet : smtp_wire().packets) {
    const bool is_client = packet.substr(12, 4) == octets_of(k_client);
    const std::string tcp = packet.substr(20);
    const auto address = [](char last) {
      return std::string("\x20\x01\x0d\xb8", 4) + std::string(11, '\0') + last;
    };
    packets.push_back(std::string("\x60\0\0\0", 4) + number(tcp.size(), 2, true) + "\x06\x40" +
                      address(is_client ? '\1' : '\2') + address(is_client ? '\2' : '\1') + tcp);
  }
  const auto imported = import_capture(pcap(packets, 101));
  REQUIRE(imported);
  CHECK(words_of(imported->file.trace) == k_smtp_words);
  const auto* host = std::get_if<HostAdded>(&imported->file.trace.at({1}).payload);
  REQUIRE(host);
  CHECK(host->name == "2001:db8::1");
  CHECK(to_text(host->address) == "198.18.0.1");
}

TEST_CASE("import: what is no capture, and what has no mail, is refused with a sentence",
          "[export]") {
  for (const std::string& text : {std::string(), std::string("hello"), std::string(100, 'x')}) {
    const auto imported = import_capture(text);
    REQUIRE_FALSE(imported);
    CHECK(imported.error().find("this is no capture; choose") == 0);
  }
  const auto empty = import_capture(pcap({}, 1));
  REQUIRE_FALSE(empty);
  CHECK(empty.error().find("there is no mail in this capture") == 0);
}

TEST_CASE("import: a broken file tells what was there before it broke, and never more",
          "[export]") {
  const std::string file = pcap(smtp_wire().packets, 101);
  for (std::size_t length = 0; length < file.size(); ++length) {
    const auto imported = import_capture(std::string_view(file).substr(0, length));
    if (!imported) continue;
    const auto words = words_of(imported->file.trace);
    REQUIRE(words.size() <= k_smtp_words.size());
    CHECK(std::equal(words.begin(), words.end(), k_smtp_words.begin()));
  }
  Random random(7);
  for (int round = 0; round < 3'000; ++round) {
    std::string broken = file;
    for (int i = 0; i < 4; ++i) {
      broken[static_cast<std::size_t>(random.below(broken.size()))] =
          static_cast<char>(random.below(256));
    }
    const auto imported = import_capture(broken);
    if (imported) CHECK(read_trace_json(trace_json(imported->file.trace)));
  }
}

}  // namespace
}  // namespace mailscope
